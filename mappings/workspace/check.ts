import { workspace } from '../../core/model/ids.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { FieldPolicy, IdentityConfig, WorkspaceConfig } from '../../core/sync/config.ts';
import type { DocumentProblem } from '../document/problem.ts';
import { type CheckedConnection, checkConnections, checkZone } from './check-connections.ts';
import { checkIdentity } from './check-identity.ts';
import { checkPolicies } from './check-policies.ts';
import { checkReceivables } from './check-receivables.ts';
import { checkRoutes } from './check-routes.ts';
import type { Checking, WorkspaceContext } from './context.ts';
import { durationMs } from './duration.ts';
import { type ParsedWorkspace, parseWorkspace } from './parse.ts';
import type { WorkspaceDocument } from './schema.ts';

/** A workspace checked: `config` is present exactly when no problem is an error. */
export interface CheckedWorkspace {
  readonly config?: WorkspaceConfig;
  /** Errors and warnings, by place. */
  readonly problems: readonly DocumentProblem[];
}

/** Parses and checks `syncline.yaml` against the connectors and mappings there are. */
export function checkWorkspace(text: string, file: string, context: WorkspaceContext): CheckedWorkspace {
  const { parsed, problems } = parseWorkspace(text, file);
  return parsed === undefined ? { problems } : checkParsed(parsed, problems, context);
}

/** Checks a parsed document; `before` are the problems found while parsing it. */
export function checkParsed(parsed: ParsedWorkspace, before: readonly DocumentProblem[], context: WorkspaceContext): CheckedWorkspace {
  const checking: Checking = { ...parsed, ...context, problems: [...before] };
  checkZone(checking, ['zone'], parsed.document.zone);
  const connections = checkConnections(checking);
  checkRoutes(checking, connections);
  checkPolicies(checking);
  const identity = checkIdentity(checking);
  const receivables = checkReceivables(checking, connections);
  const problems = checking.problems.sort((a, b) => (a.where.line ?? 0) - (b.where.line ?? 0) || (a.where.column ?? 0) - (b.where.column ?? 0));
  return problems.some((p) => p.severity === 'error')
    ? { problems }
    : { config: { ...configOf(parsed.document, connections, identity), ...(receivables !== undefined && { receivables }) }, problems };
}

function configOf(document: WorkspaceDocument, checked: ReadonlyMap<string, CheckedConnection>, identity: IdentityConfig): WorkspaceConfig {
  return {
    workspace: workspace(document.workspace),
    zone: document.zone,
    country: document.country,
    connections: Object.entries(document.connections).map(([name, connection]) => ({
      name,
      connector: connection.connector,
      zone: connection.zone ?? document.zone,
      config: checked.get(name)?.config as JsonObject,
      ...(connection.reach === 'inside' && { reach: connection.reach }),
      secrets: connection.secrets,
      streams: Object.entries(connection.streams).map(([stream, s]) => ({ name: stream, mapping: s.mapping, schedule: s.schedule, enabled: s.enabled })),
    })),
    routes: Object.entries(document.routes).map(([name, { to, patience, ...route }]) => {
      const [connection, stream] = to.split('.') as [string, string];
      return { name, ...route, to: { connection, stream }, patienceMs: durationMs(patience) as number };
    }),
    policies: Object.fromEntries(
      Object.entries(document.policies).map(([type, policy]) => {
        const fields = Object.fromEntries(Object.entries(policy.fields).map(([field, by]) => [field, fieldPolicy(by)]));
        return [type, { default: fieldPolicy(policy.default), fields, review: policy.review }];
      }),
    ),
    alerts: document.alerts,
    identity,
  };
}

function fieldPolicy(by: WorkspaceDocument['policies'][string]['default']): FieldPolicy {
  if (by === 'latest') return { by: 'latest' };
  return { by: 'rank', connections: 'owner' in by ? [by.owner] : by.rank };
}

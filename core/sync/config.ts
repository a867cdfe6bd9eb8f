import type { SameStream } from '../identity/stream.ts';
import type { Workspace } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { ReceivablesConfig } from '../receivables/table/config.ts';

/** How the golden value of a field is chosen. `rank` lists connections, strongest first; `owner` is a rank of one. */
export type FieldPolicy = { readonly by: 'latest' } | { readonly by: 'rank'; readonly connections: readonly string[] };

/** Policies of one canonical type. */
export interface TypePolicy {
  readonly default: FieldPolicy;
  readonly fields: Readonly<Record<string, FieldPolicy>>;
  /** Fields whose concurrent edits a person decides. */
  readonly review: readonly string[];
}

/** One stream of a connection, as configured. */
export interface StreamConfig {
  readonly name: string;
  /** Name of the mapping document. */
  readonly mapping: string;
  /** Cron with five fields in the connection's zone. */
  readonly schedule: string;
  /** Stop this stream without removing it. */
  readonly enabled: boolean;
}

/** One connection of a workspace. */
export interface ConnectionConfig {
  readonly name: string;
  /** Connector id. */
  readonly connector: string;
  /** IANA zone for its schedules and its dates without a zone. */
  readonly zone: string;
  readonly config: JsonObject;
  /** It may also reach private addresses and speak plain http; absent: public https only. */
  readonly reach?: 'inside';
  /** Secret key → name in the secret store. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly streams: readonly StreamConfig[];
}

/** Where records of a type go. */
export interface RouteConfig {
  readonly name: string;
  readonly type: string;
  /** Connections whose records may lead to a create at the target; empty = all. */
  readonly from: readonly string[];
  readonly to: { readonly connection: string; readonly stream: string };
  /** Create missing records at the target, or only update linked ones. */
  readonly create: boolean;
  /** Go live by itself once everything is linked, or wait for a person. */
  readonly golive: 'automatic' | 'manual';
  readonly onSourceDelete: 'keep' | 'archive' | 'delete';
  /** How long a record may wait for a parent before it is a failure. */
  readonly patienceMs: number;
}

/** How it is found who is who. */
export interface IdentityConfig {
  readonly resolver: 'scored' | 'exact';
  /** Per `connection/stream`; `strong` where nothing is said. */
  readonly sameStream: Readonly<Record<string, SameStream>>;
}

/** A workspace as configured, checked and complete. */
export interface WorkspaceConfig {
  readonly workspace: Workspace;
  readonly zone: string;
  /** ISO 3166 code that national telephone numbers are read in. */
  readonly country: string;
  readonly connections: readonly ConnectionConfig[];
  readonly routes: readonly RouteConfig[];
  readonly policies: Readonly<Record<string, TypePolicy>>;
  readonly alerts: { readonly to: readonly string[]; readonly connection?: string };
  /** Absent: scored, every stream `strong`. */
  readonly identity?: IdentityConfig;
  /** Absent: nobody reconciles here. */
  readonly receivables?: ReceivablesConfig;
}

/** The policy of one field (a set element `emails:x` has its family's). */
export function policyOf(config: WorkspaceConfig, type: string, field: string): FieldPolicy {
  const policy = config.policies[type];
  if (policy === undefined) return { by: 'latest' };
  const colon = field.indexOf(':');
  return policy.fields[colon < 0 ? field : field.slice(0, colon)] ?? policy.default;
}

import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createContext } from '../../connectors/kit/context.ts';
import { nodeFiles } from '../../connectors/kit/files.ts';
import type { Secret } from '../../core/model/secret.ts';
import { type AnyConnector, type ConnectorContext, FaultError } from '../../core/ports/connector.ts';
import type { Table } from '../../core/ports/table.ts';
import type { Clock, Http, Secrets } from '../../core/ports/world.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';

/** What a connector's context is made of in this process. */
export interface ContextParts {
  /** The workspace's folder: paths of file connections begin there. */
  readonly folder: string;
  readonly connection: ConnectionConfig;
  readonly connector: AnyConnector;
  readonly secrets: Secrets;
  readonly http: Http;
  /** Where the shared budget lies; absent for a single try. */
  readonly table?: Table;
  readonly clock: Clock;
  readonly memo: Map<string, unknown>;
  readonly purpose: 'pull' | 'deliver';
  readonly signal?: AbortSignal;
}

/** What a connector is called with. It reaches private addresses and plain http, as systems in one's own house need, but only hosts that its configuration names. */
export async function connectorContext(parts: ContextParts): Promise<ConnectorContext> {
  const { connection, folder } = parts;
  const path = connection.config['folder'];
  return createContext({
    connector: parts.connector,
    connection: connection.name,
    config: connection.config,
    secrets: await secretValues(connection, parts.secrets),
    http: parts.http,
    table: parts.table,
    clock: parts.clock,
    sleep: async (ms, signal) => void (await sleep(ms, undefined, signal === undefined ? {} : { signal })),
    ...(typeof path === 'string' && { files: nodeFiles(resolve(folder, path)) }),
    memo: parts.memo,
    signal: parts.signal,
    purpose: parts.purpose,
    reach: { plainHttp: 'allow', privateAddresses: 'allow' },
  });
}

async function secretValues(connection: ConnectionConfig, secrets: Secrets): Promise<Readonly<Record<string, Secret>>> {
  const values: Record<string, Secret> = {};
  for (const [key, name] of Object.entries(connection.secrets)) {
    const value = await secrets.get(name);
    if (value === undefined) {
      const message = { en: `The secret ${name} is not set: syncline secret set ${name}`, zh: `密钥 ${name} 未设置：syncline secret set ${name}` };
      throw new FaultError({ kind: 'auth', code: 'secret.absent', message });
    }
    values[key] = value;
  }
  return values;
}

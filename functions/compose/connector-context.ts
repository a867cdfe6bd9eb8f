import { setTimeout as sleep } from 'node:timers/promises';
import { checkedAddress } from '../../adapters/embedded/addresses.ts';
import { createContext } from '../../connectors/kit/context.ts';
import { insideToo, publicOnly } from '../../connectors/kit/egress.ts';
import type { AnyConnector, ConnectorContext, Files } from '../../core/ports/connector.ts';
import type { Table } from '../../core/ports/table.ts';
import type { Clock, Http, Secrets } from '../../core/ports/world.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import { connectionSecrets } from './connection-secrets.ts';

/** What a connector's context is made of in this process. */
export interface ContextParts {
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
  /** The folder of a file connection. */
  files(folder: string): Files;
}

/** What a connector is called with. It reaches only hosts that its configuration names; private addresses and plain http only with `reach: inside`. */
export async function connectorContext(parts: ContextParts): Promise<ConnectorContext> {
  const { connection } = parts;
  const folder = connection.config['folder'];
  return createContext({
    connector: parts.connector,
    connection: connection.name,
    config: connection.config,
    secrets: await connectionSecrets(connection, parts.secrets),
    http: parts.http,
    table: parts.table,
    clock: parts.clock,
    sleep: async (ms, signal) => void (await sleep(ms, undefined, signal === undefined ? {} : { signal })),
    ...(typeof folder === 'string' && { files: parts.files(folder) }),
    memo: parts.memo,
    signal: parts.signal,
    purpose: parts.purpose,
    reach: connection.reach === 'inside' ? insideToo : publicOnly,
    resolve: (host, { privateAddresses }) => checkedAddress(host, privateAddresses === 'allow' ? 'inside' : 'public'),
  });
}

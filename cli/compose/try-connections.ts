import { resolve } from 'node:path';
import { systemClock } from '../../adapters/embedded/clock.ts';
import { systemHttp } from '../../adapters/embedded/http.ts';
import { nodeFiles } from '../../connectors/kit/files.ts';
import type { Sentence } from '../../core/model/error.ts';
import type { AnyConnector, Fault } from '../../core/ports/connector.ts';
import type { ConnectionConfig, WorkspaceConfig } from '../../core/sync/config.ts';
import { connectorContext } from '../../functions/compose/connector-context.ts';
import { insideHosts } from '../../functions/compose/ready.ts';
import { storeFile } from '../folder.ts';
import type { Io } from '../io.ts';
import type { LoadedWorkspace } from '../load.ts';
import { secretsBeside } from './secrets.ts';

/** Whether a connection works: the account it leads to, or the fault. */
export interface Reached {
  readonly connection: string;
  readonly account?: string;
  readonly notes: readonly Sentence[];
  readonly fault?: Fault;
}

/** A system that does not answer within this is not reachable. */
const tryMs = 20_000;

/** Tries every connection at once, without the store: another process may hold it. */
export async function tryConnections(loaded: LoadedWorkspace, config: WorkspaceConfig, io: Io): Promise<readonly Reached[]> {
  const hosts = insideHosts(loaded);
  const http = systemHttp({ allowPrivate: (host, port) => hosts.has(`${host}:${port}`) });
  const secrets = secretsBeside(storeFile(loaded.folder), io.env);
  const one = async (connection: ConnectionConfig): Promise<Reached> => {
    const connector = loaded.connectors.get(connection.connector) as AnyConnector;
    try {
      const parts = {
        files: (path: string) => nodeFiles(resolve(loaded.folder, path)),
        connection,
        connector,
        secrets,
        http,
        clock: systemClock,
        memo: new Map<string, unknown>(),
        purpose: 'pull',
        signal: AbortSignal.timeout(tryMs),
      } as const;
      const { account, notes } = await connector.check(await connectorContext(parts));
      return { connection: connection.name, account, notes };
    } catch (error) {
      return { connection: connection.name, notes: [], fault: connector.explain(error) };
    }
  };
  return Promise.all(config.connections.map(one));
}

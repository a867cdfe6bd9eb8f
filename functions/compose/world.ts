import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '../../adapters/ports.ts';
import { createContext } from '../../connectors/kit/context.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { SynclineError } from '../../core/model/error.ts';
import type { Secret } from '../../core/model/secret.ts';
import { type AnyConnector, type ConnectorContext, FaultError, type Files } from '../../core/ports/connector.ts';
import type { Secrets } from '../../core/ports/world.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import type { World } from '../../core/sync/world.ts';
import { type ObservedHttp, observedHttp } from './clock-offset.ts';
import type { ReadyWorkspace } from './published.ts';

/** What a world stands on. */
export interface WorldParts {
  readonly ports: Ports;
  readonly ready: ReadyWorkspace;
  /** The folder of a file connection. */
  files(folder: string): Files;
}

interface Connected {
  readonly connection: ConnectionConfig;
  readonly connector: AnyConnector;
  readonly http: ObservedHttp;
  readonly memo: Map<string, unknown>;
}

/** Joins ports, connectors and mappings to what the use cases see. */
export function worldOver({ ports, ready, files }: WorldParts): World {
  const { config } = ready;
  const table = ports.tables.in(config.workspace);
  const connected = new Map<string, Connected>();
  for (const connection of config.connections) {
    const connector = ready.connectors.get(connection.connector) as AnyConnector;
    connected.set(connection.name, { connection, connector, http: observedHttp(ports.http, ports.clock.now), memo: new Map() });
  }
  const of = (name: string): Connected => {
    const found = connected.get(name);
    if (found === undefined) throw unknown(name);
    return found;
  };
  return {
    table,
    config,
    clock: ports.clock,
    ids: ports.ids,
    bus: ports.bus,
    blobs: ports.blobs,
    resolver: exactResolver,
    queue: (name) => ports.queues[name],
    deadLetters: (name) => ports.deadLetters[name],
    mapping: (connection, stream) => ready.mappings.get(`${connection}/${stream}`),
    async stream(name, stream) {
      const { connector, connection } = of(name);
      const found = connector.streams(connection.config).find((candidate) => candidate.name === stream);
      if (found === undefined) throw unknown(name, stream);
      return found;
    },
    async context(name, purpose, signal): Promise<ConnectorContext> {
      const { connection, connector, http, memo } = of(name);
      const folder = connection.config['folder'];
      return createContext({
        connector,
        connection: connection.name,
        config: connection.config,
        secrets: await secretsOf(connection, ports.secrets),
        http,
        table,
        clock: ports.clock,
        sleep: async (ms, stop) => void (await sleep(ms, undefined, stop === undefined ? {} : { signal: stop })),
        ...(typeof folder === 'string' && { files: files(folder) }),
        memo,
        signal,
        purpose,
        reach: { plainHttp: 'allow', privateAddresses: 'allow' }, // only to hosts that the configuration names
      });
    },
    explain: async (name, error) => of(name).connector.explain(error),
    clockOffsetMs: (name) => connected.get(name)?.http.offsetMs() ?? 0,
  };
}

/** The secrets of a connection; an absent one is a fault of the connection, which a person is told. */
export async function secretsOf(connection: ConnectionConfig, secrets: Secrets): Promise<Readonly<Record<string, Secret>>> {
  const values: Record<string, Secret> = {};
  for (const [key, name] of Object.entries(connection.secrets)) {
    const value = await secrets.get(name);
    if (value === undefined) {
      const message = { en: `The secret ${name} is not there. Store it, then try again.`, zh: `密钥 ${name} 不存在。请保存后重试。` };
      throw new FaultError({ kind: 'auth', code: 'secret.absent', message });
    }
    values[key] = value;
  }
  return values;
}

function unknown(connection: string, stream?: string): SynclineError {
  const name = stream === undefined ? connection : `${connection}.${stream}`;
  const code = stream === undefined ? 'CONNECTION_UNKNOWN' : 'STREAM_UNKNOWN';
  return new SynclineError(code, { en: `There is no ${name} in this workspace.`, zh: `本工作区没有 ${name}。` }, { where: { connection, stream } });
}

import type { Ports } from '../../adapters/ports.ts';
import { SynclineError } from '../../core/model/error.ts';
import type { AnyConnector, Files } from '../../core/ports/connector.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import { erasureSecret } from '../../core/sync/erase/secret.ts';
import { workspaceResolver } from '../../core/sync/identity-models.ts';
import type { World } from '../../core/sync/world.ts';
import { type ObservedHttp, observedHttp } from './clock-offset.ts';
import type { ReadyWorkspace } from './ready.ts';

/** What a world stands on. Where one process owns the store it also has a name for its life, and can tell what waits. */
export interface WorldParts extends Pick<World, 'incarnation' | 'queues'> {
  readonly ports: Ports;
  readonly ready: ReadyWorkspace;
  /** The folder of a file connection. */
  files(folder: string): Files;
}

/** What one connection keeps for as long as the process lives. */
interface Connected {
  readonly connection: ConnectionConfig;
  readonly connector: AnyConnector;
  readonly http: ObservedHttp;
  readonly memo: Map<string, unknown>;
}

/** Joins ports, connectors and mappings to what the use cases see: the one place where a world is made, on every runtime. */
export function worldOver({ ports, ready, files, incarnation, queues }: WorldParts): World {
  const { config, mappings } = ready;
  const { clock, ids, bus, blobs, secrets } = ports;
  const table = ports.tables.in(config.workspace);
  const connected = connectedOf(ports, ready);
  const identity = workspaceResolver(config.identity);
  const of = (name: string): Connected => {
    const found = connected.get(name);
    if (found === undefined) throw unknown(name);
    return found;
  };
  const mapping: World['mapping'] = (connection, stream) => mappings.get(`${connection}/${stream}`);
  return {
    table,
    config,
    clock,
    ids,
    bus,
    blobs,
    incarnation,
    resolver: identity.resolver,
    freshen: (when) => identity.freshen({ table, config, mapping }, when === 'now' ? when : clock.now()),
    queue: (name) => ports.queues[name],
    queues,
    erasures: erasureSecret(table, clock, ids),
    forget: ports.forget,
    deadLetters: (name) => ports.deadLetters[name],
    mapping,
    async stream(name, stream) {
      const { connector, connection } = of(name);
      const found = connector.streams(connection.config).find((candidate) => candidate.name === stream);
      if (found === undefined) throw unknown(name, stream);
      return found;
    },
    async context(name, purpose, signal) {
      const parts = { ...of(name), files, secrets, table, clock, purpose, signal };
      return (await import('./connector-context.ts')).connectorContext(parts);
    },
    explain: async (name, error) => of(name).connector.explain(error),
    files,
    clockOffsetMs: (name) => connected.get(name)?.http.offsetMs() ?? 0,
  };
}

function connectedOf({ http, clock }: Ports, { config, connectors }: ReadyWorkspace): ReadonlyMap<string, Connected> {
  return new Map(
    config.connections.map((connection) => {
      const connector = connectors.get(connection.connector) as AnyConnector;
      return [connection.name, { connection, connector, http: observedHttp(http, clock.now), memo: new Map() }];
    }),
  );
}

function unknown(connection: string, stream?: string): SynclineError {
  const name = stream === undefined ? connection : `${connection}.${stream}`;
  const code = stream === undefined ? 'CONNECTION_UNKNOWN' : 'STREAM_UNKNOWN';
  return new SynclineError(code, { en: `There is no ${name} in this workspace.`, zh: `本工作区没有 ${name}。` }, { where: { connection, stream } });
}

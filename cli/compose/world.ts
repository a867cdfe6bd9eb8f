import type { EmbeddedStore } from '../../adapters/embedded/open.ts';
import { exactResolver } from '../../core/identity/exact.ts';
import { SynclineError } from '../../core/model/error.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import type { World } from '../../core/sync/world.ts';
import { type ObservedHttp, observedHttp } from '../../functions/compose/clock-offset.ts';
import type { LoadedWorkspace, UsableWorkspace } from '../load.ts';
import { connectorContext } from './connector-context.ts';
import { queueDepths } from './queue-depths.ts';
import { secretsOf } from './secrets.ts';

/** What one connection keeps for as long as the process lives. */
interface Connected {
  readonly connection: ConnectionConfig;
  readonly connector: AnyConnector;
  readonly http: ObservedHttp;
  readonly memo: Map<string, unknown>;
}

/** `host:port` of everything that the connections of a workspace name: the only private addresses that may be reached. */
export function namedHosts(loaded: LoadedWorkspace): ReadonlySet<string> {
  const hosts = (loaded.config?.connections ?? []).flatMap((connection) => loaded.connectors.get(connection.connector)?.egress(connection.config) ?? []);
  return new Set(hosts.map(({ host, port }) => `${host}:${port}`));
}

/** Joins store, connectors and mappings to what the use cases see. */
export function composeWorld({ folder, config, connectors, mappings }: UsableWorkspace, store: EmbeddedStore, env: Readonly<Record<string, string | undefined>>): World {
  const table = store.tables.in(config.workspace);
  const secrets = secretsOf(store.secrets, env);
  const connected = new Map<string, Connected>();
  for (const connection of config.connections) {
    const connector = connectors.get(connection.connector) as AnyConnector;
    connected.set(connection.name, { connection, connector, http: observedHttp(store.http, store.clock.now), memo: new Map() });
  }
  const of = (name: string): Connected => {
    const found = connected.get(name);
    if (found === undefined) throw unknown(name);
    return found;
  };
  return {
    table,
    config,
    clock: store.clock,
    ids: store.ids,
    bus: store.bus,
    blobs: store.blobs,
    incarnation: store.ids.fresh('life'),
    resolver: exactResolver,
    queue: (name) => store.queues[name],
    queues: () => queueDepths(store),
    deadLetters: (name) => store.deadLetters[name],
    mapping: (connection, stream) => mappings.get(`${connection}/${stream}`),
    async stream(name, stream) {
      const { connector, connection } = of(name);
      const found = connector.streams(connection.config).find((candidate) => candidate.name === stream);
      if (found === undefined) throw unknown(name, stream);
      return found;
    },
    context: (name, purpose, signal) => connectorContext({ ...of(name), folder, secrets, table, clock: store.clock, purpose, signal }),
    explain: async (name, error) => of(name).connector.explain(error),
    clockOffsetMs: (name) => connected.get(name)?.http.offsetMs() ?? 0,
  };
}

function unknown(connection: string, stream?: string): SynclineError {
  const name = stream === undefined ? connection : `${connection}.${stream}`;
  return new SynclineError(
    stream === undefined ? 'CONNECTION_UNKNOWN' : 'STREAM_UNKNOWN',
    { en: `There is no ${name} in this workspace.`, zh: `本工作区没有 ${name}。` },
    { where: { connection, stream } },
  );
}

import type { AnyConnector } from '../../core/ports/connector.ts';
import type { StreamMapping } from '../../core/ports/mapping.ts';
import type { WorkspaceConfig } from '../../core/sync/config.ts';

/** A workspace ready to run. */
export interface ReadyWorkspace {
  readonly config: WorkspaceConfig;
  /** Connectors by id. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  /** Compiled mappings by `connection/stream`: each knows the zone of its connection. */
  readonly mappings: ReadonlyMap<string, StreamMapping>;
}

/** `host:port` of everything that connections with `reach: inside` name: the only private addresses that may be reached. */
export function insideHosts({ config, connectors }: Partial<ReadyWorkspace>): ReadonlySet<string> {
  const inside = (config?.connections ?? []).filter(({ reach }) => reach === 'inside');
  const hosts = inside.flatMap((connection) => connectors?.get(connection.connector)?.egress(connection.config) ?? []);
  return new Set(hosts.map(({ host, port }) => `${host}:${port}`));
}

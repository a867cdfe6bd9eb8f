import { SynclineError } from '../core/model/error.ts';
import type { AnyConnector } from '../core/ports/connector.ts';

/** Connectors by id. Each is imported only when a workspace uses it: a mail library costs nothing to those who sync files. */
const loaders: Readonly<Record<string, () => Promise<{ readonly connector: AnyConnector }>>> = {
  file: () => import('./file/index.ts'),
  imap: () => import('./imap/index.ts'),
  rest: () => import('./rest/index.ts'),
  smtp: () => import('./smtp/index.ts'),
  tryton: () => import('./tryton/index.ts'),
};

/** Ids of all connectors, sorted. */
export const connectorIds: readonly string[] = Object.keys(loaders).sort();

/** The connector of this id; throws a {@link SynclineError} `CONNECTOR_UNKNOWN` that lists the ids there are. */
export async function connectorOf(id: string): Promise<AnyConnector> {
  const load = Object.hasOwn(loaders, id) ? loaders[id] : undefined;
  if (load === undefined) {
    const ids = connectorIds.join(', ');
    throw new SynclineError('CONNECTOR_UNKNOWN', {
      en: `There is no connector ${JSON.stringify(id)}. Use one of: ${ids}.`,
      zh: `没有名为 ${JSON.stringify(id)} 的连接器。可用：${ids}。`,
    });
  }
  return (await load()).connector;
}

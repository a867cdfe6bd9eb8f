import { isoOf } from '../../model/time.ts';
import type { AuditState } from '../audit.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import type { Backlog } from './backlog.ts';
import { connectionView } from './connection-view.ts';
import { atRiskOf, openFailures } from './failures.ts';
import { routeView } from './route-view.ts';
import { typeViews } from './type-view.ts';
import { waitingLines } from './waiting-list.ts';

/** Everything that ops asks first, read fresh. */
export async function statusView(world: World, backlog: Backlog, version: string): Promise<StatusView> {
  const { config } = world;
  const [types, connections, routes, queues, waiting, failures, incidents, settled] = await Promise.all([
    typeViews(world),
    Promise.all(config.connections.map((connection) => connectionView(world, connection))),
    Promise.all(config.routes.map((route) => routeView(world, route))),
    backlog.queues(),
    waitingLines(world),
    openFailures(world, {}),
    lastIncidents(world),
    backlog.settled(),
  ]);
  const causes = new Set(failures.map((f) => `${f.connection}\n${f.stream}\n${f.cause}`));
  return {
    workspace: config.workspace,
    version,
    at: isoOf(world.clock.now()),
    types,
    connections,
    routes,
    queues,
    waiting,
    failures: { open: failures.length, causes: causes.size, atRisk: atRiskOf(failures) },
    incidents,
    settled: settled && connections.every((connection) => connection.streams.every((stream) => stream.state !== 'running')),
  };
}

/** Differences that the latest audit repaired. */
async function lastIncidents(world: World): Promise<number> {
  const page = await world.table.list('AUDIT', { reverse: true, limit: 1 });
  const [entry] = page.entries;
  if (entry === undefined) return 0;
  const [item] = await world.table.get([{ pk: entry.pk, sk: entry.sk }]);
  return (item?.body as unknown as AuditState | undefined)?.incidents ?? 0;
}

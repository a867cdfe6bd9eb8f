import { isoOf } from '../../model/time.ts';
import type { AuditState } from '../audit-state.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import { isSettled, queueDepths, queueViews } from './backlog.ts';
import { connectionView } from './connection-view.ts';
import { failureTotals } from './failures.ts';
import { waitingReviews } from './reviews.ts';
import { allRouteViews } from './route-views.ts';
import type { TypeCounts } from './type-counts.ts';
import { waitingEntries, waitingLines } from './waiting-rows.ts';

/** Everything that ops asks first, read now. */
export async function statusView(world: World, version: string, counts: TypeCounts): Promise<StatusView> {
  const { config } = world;
  const waiting = (await Promise.all(config.connections.map((c) => waitingEntries(world, c.name)))).flat();
  const [types, connections, routes, depths, failures, lastAudit, reviews] = await Promise.all([
    counts.views(),
    Promise.all(config.connections.map((c) => connectionView(world, c))),
    allRouteViews(world, waiting),
    queueDepths(world),
    failureTotals(world),
    latestAudit(world),
    waitingReviews(world),
  ]);
  return {
    workspace: config.workspace,
    version,
    at: isoOf(world.clock.now()),
    types,
    connections,
    routes,
    queues: queueViews(depths),
    waiting: await waitingLines(world, waiting),
    failures,
    reviews,
    incidents: lastAudit?.incidents ?? 0,
    settled: await isSettled(world, depths),
  };
}

async function latestAudit(world: World): Promise<AuditState | undefined> {
  const [entry] = (await world.table.list('AUDIT', { reverse: true, limit: 1 })).entries;
  if (entry === undefined) return undefined;
  const [item] = await world.table.get([{ pk: entry.pk, sk: entry.sk }]);
  return item?.body as unknown as AuditState | undefined;
}

import type { RouteConfig } from '../config.ts';
import type { RouteView } from '../views/status.ts';
import type { World } from '../world.ts';
import { failureEntries } from './failure-rows.ts';
import { routeView } from './route-view.ts';
import { type WaitingEntry, waitingEntries } from './waiting-rows.ts';

/** All routes; `waiting` is what waits at any connection, when the caller has read it already. */
export async function allRouteViews(world: World, waiting?: readonly WaitingEntry[]): Promise<RouteView[]> {
  return routeViews(world, world.config.routes, waiting);
}

/** These routes, with what waits and what failed at their targets. */
export async function routeViews(world: World, routes: readonly RouteConfig[], waiting?: readonly WaitingEntry[]): Promise<RouteView[]> {
  const targets = [...new Set(routes.map((r) => r.to.connection))];
  const rows = waiting ?? (await Promise.all(targets.map((t) => waitingEntries(world, t)))).flat();
  const failed = (await Promise.all(targets.map((t) => failureEntries(world, t)))).flat();
  return Promise.all(
    routes.map((route) => {
      const { connection, stream } = route.to;
      const own = rows.filter((w) => w.dir === 'out' && w.connection === connection && w.stream === stream);
      const oldest = own.reduce((least, w) => Math.min(least, w.since), Number.POSITIVE_INFINITY);
      return routeView(world, route, {
        waiting: own.length,
        failed: failed.filter((f) => f.connection === connection && f.stream === stream && f.isDelivery).length,
        ...(own.length === 0 ? {} : { oldestSince: oldest }),
      });
    }),
  );
}

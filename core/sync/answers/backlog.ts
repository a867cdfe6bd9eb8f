import { secondMs } from '../../model/time.ts';
import { isLinked } from '../advance.ts';
import type { RouteConfig } from '../config.ts';
import { readHealth } from '../health.ts';
import { readRoute } from '../route-state.ts';
import { isLeased, readStreamState } from '../stream-state.ts';
import type { StatusView } from '../views/status.ts';
import type { QueueDepth, World } from '../world.ts';

/** Delayed work that is due within this time counts as under way. */
const soonMs = 2 * secondMs;

/** Queues as people see them; empty where nobody can tell. */
export function queueViews(depths: readonly QueueDepth[]): StatusView['queues'] {
  return depths.map(({ name, ready, delayed, inFlight, dead, oldestMs }) => ({ name, waiting: ready + delayed, inFlight, dead, ...(oldestMs === undefined ? {} : { oldestMs }) }));
}

/** What the queues hold. */
export async function queueDepths(world: World): Promise<readonly QueueDepth[]> {
  return (await world.queues?.()) ?? [];
}

/** True when nothing is queued, in flight, or due within seconds, no pull holds a lease and no route can go on: what is not done now waits for a time, an arrival or a person. */
export async function isSettled(world: World, depths: readonly QueueDepth[]): Promise<boolean> {
  if (depths.some(isBusy)) return false;
  const isPullDelayed = depths.some((d) => d.name === 'jobs' && d.delayed > 0);
  for (const connection of world.config.connections) {
    for (const stream of connection.streams) if (await isPulling(world, connection.name, stream.name, isPullDelayed)) return false;
  }
  for (const route of world.config.routes) if (await goesOn(world, route)) return false;
  return true;
}

/** A pass is under way: somebody holds its lease, or a pull that failed comes again while its connection answers. */
async function isPulling(world: World, connection: string, stream: string, isPullDelayed: boolean): Promise<boolean> {
  const { state } = await readStreamState(world, connection, stream);
  if (state.pass === undefined || state.paused !== undefined) return false;
  if (isLeased(world, state)) return true;
  return isPullDelayed && (await readHealth(world, connection)).health.state === 'ok';
}

/** Delayed jobs only look whether routes can go on, again and again; whether one can is asked directly. */
function isBusy({ name, ready, inFlight, nextDueInMs }: QueueDepth): boolean {
  return ready + inFlight > 0 || (name !== 'jobs' && nextDueInMs !== undefined && nextDueInMs <= soonMs);
}

/** A route that will move by itself when it is looked at next. */
async function goesOn(world: World, route: RouteConfig): Promise<boolean> {
  const { state } = await readRoute(world, route.name);
  return (state.state === 'observing' && (await isLinked(world, route))) || (state.state === 'linked' && route.golive === 'automatic');
}

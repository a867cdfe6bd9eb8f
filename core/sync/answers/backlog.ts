import { secondMs } from '../../model/time.ts';
import { readStreamState } from '../stream-state.ts';
import type { StatusView } from '../views/status.ts';
import type { QueueDepth, World } from '../world.ts';

/** Delayed work that is due within this time counts as under way: routes look again every second while a first pass is taken in. */
const soonMs = 2 * secondMs;

/** Queues as people see them; empty where nobody can tell. */
export function queueViews(depths: readonly QueueDepth[]): StatusView['queues'] {
  return depths.map(({ name, ready, delayed, inFlight, dead, oldestMs }) => ({ name, waiting: ready + delayed, inFlight, dead, ...(oldestMs === undefined ? {} : { oldestMs }) }));
}

/** What the queues hold. */
export async function queueDepths(world: World): Promise<readonly QueueDepth[]> {
  return (await world.queues?.()) ?? [];
}

/** True when nothing is queued, in flight, or due within seconds, and no pull holds a lease: what is not done now waits for a time, an arrival or a person. */
export async function isSettled(world: World, depths: readonly QueueDepth[]): Promise<boolean> {
  if (depths.some((d) => d.ready + d.inFlight > 0 || (d.nextDueInMs !== undefined && d.nextDueInMs <= soonMs))) return false;
  const now = world.clock.now();
  for (const connection of world.config.connections) {
    for (const stream of connection.streams) {
      const { state } = await readStreamState(world, connection.name, stream.name);
      if (state.pass !== undefined && state.paused === undefined && state.leaseUntil > now) return false;
    }
  }
  return true;
}

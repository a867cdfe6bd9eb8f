import { minuteMs } from '../model/time.ts';
import type { RouteConfig } from './config.ts';
import { type JobMessage, messageSchema, send } from './messages.ts';
import { passPk, sumPacks } from './outcome.ts';
import { askForLook, isLookOwed } from './owed-look.ts';
import type { PassSummary } from './pass-end.ts';
import { allShards } from './recover.ts';
import { moveRoute, payRoute, readRoute, sweepsOwed } from './route-state.ts';
import { put } from './store.ts';
import { readStreamState } from './stream-state.ts';
import type { World } from './world.ts';

/** Looks this often, with growing delay, before it leaves the rest to the tick. */
const advanceTriesMax = 60;

/** Moves routes forward: `observing` to `linked` once every stream of the type has been read whole and all of it is accounted for, and on to `live` where the route goes by itself. */
export async function advance(world: World, tries: number): Promise<void> {
  const left: number[] = [];
  for (const route of world.config.routes) {
    let { state: now } = await readRoute(world, route.name);
    if (now.state === 'observing') {
      const leftMs = await linkedInMs(world, route);
      if (leftMs === 0) {
        await moveRoute(world, route.name, { state: 'linked', by: 'system' });
        now = (await readRoute(world, route.name)).state;
      } else left.push(leftMs);
    }
    if (route.golive === 'automatic' && now.state === 'linked') await goLive(world, route.name, 'system');
    else if (now.state === 'live' && now.owes !== undefined && now.owes.dueAt <= world.clock.now()) await sweepOwed(world, route.name, now.owes.sweeps);
  }
  if (left.length === 0 || tries >= advanceTriesMax) return;
  const delaySeconds = lookAgainSeconds(tries, Math.min(...left));
  if (!(await isNextLook(world, delaySeconds * 1_000))) return;
  await askForLook(world, 'routes', tries + 1, delaySeconds);
}

/** Seconds until the next look: more from look to look, but half of what is left by the pace so far where that is less, so that a pass of an hour is not followed by a wait of its own. */
export function lookAgainSeconds(tries: number, leftMs: number): number {
  return Math.max(1, Math.min(1 + Math.floor(tries / 5), Math.ceil(leftMs / 2_000)));
}

/** Of several looks at about the same time (queues repeat messages) one goes on: if each did, they would multiply. Lost with its worker it is no loss, the tick looks every minute. */
async function isNextLook(world: World, delayMs: number): Promise<boolean> {
  const key = { pk: 'ADVANCE', sk: '@' };
  const [item] = await world.table.get([key], { consistent: true });
  const now = world.clock.now();
  const nextAt = Number(item?.body['nextAt'] ?? 0);
  if (!isLookOwed(world) && nextAt > now && nextAt <= now + minuteMs) return false;
  const written = await put(world, [
    { op: 'put', item: { ...key, kind: 'advance', body: { nextAt: now + delayMs / 2 } }, when: item === undefined ? 'absent' : { version: item.version } },
  ]);
  return written === 'ok';
}

/** Makes a linked or paused route live, then looks at every entity of its type: what is due is sent. */
export async function goLive(world: World, route: string, by: string): Promise<boolean> {
  if (!(await moveRoute(world, route, { state: 'live', by }))) return false;
  await sweepOwed(world, route, sweepsOwed);
  return true;
}

/** Sent first, counted afterwards: a worker that dies in between leaves the look owed. */
async function sweepOwed(world: World, route: string, owed: number): Promise<void> {
  await sweepRoute(world, route);
  await payRoute(world, route, owed);
}

/** Looks at every entity of a route's type, shard by shard. */
export async function sweepRoute(world: World, route: string): Promise<void> {
  const jobs = allShards().map((_, shard): JobMessage => ({ v: messageSchema, workspace: world.config.workspace, job: 'sweep', route, shard }));
  await send(world, 'jobs', `route-${route}`, jobs);
}

/** Every enabled stream of the type, and the target, has ended a full pass, and each of its packs has an outcome. */
export async function isLinked(world: World, route: RouteConfig): Promise<boolean> {
  return (await linkedInMs(world, route)) === 0;
}

/** How long until {@link isLinked}, ms: 0 when it is, Infinity while nobody can tell. */
async function linkedInMs(world: World, route: RouteConfig): Promise<number> {
  let longestMs = 0;
  for (const connection of world.config.connections) {
    for (const stream of connection.streams) {
      if (!stream.enabled || world.mapping(connection.name, stream.name)?.type !== route.type) continue;
      const { state } = await readStreamState(world, connection.name, stream.name);
      const leftMs = state.firstFullPass === undefined ? Number.POSITIVE_INFINITY : await accountedInMs(world, state.firstFullPass);
      if (leftMs === Number.POSITIVE_INFINITY) return leftMs;
      longestMs = Math.max(longestMs, leftMs);
    }
  }
  return longestMs;
}

/** True when every pack of the pass has an outcome. */
export async function isAccounted(world: World, pass: string): Promise<boolean> {
  return (await accountedInMs(world, pass)) === 0;
}

/** How long until every pack of the pass has an outcome, ms, if they go on as they did since it began: 0 when all have one, Infinity while none has. */
async function accountedInMs(world: World, pass: string): Promise<number> {
  const [item] = await world.table.get([{ pk: passPk(pass), sk: '@' }], { consistent: true });
  if (item === undefined) return Number.POSITIVE_INFINITY;
  const { legs, counters, startedAt } = item.body as unknown as PassSummary;
  const { packs } = await sumPacks(world, pass, legs);
  const open = counters.packs - packs;
  if (open <= 0) return 0;
  return packs === 0 ? Number.POSITIVE_INFINITY : Math.max(1, (open * (world.clock.now() - startedAt)) / packs);
}

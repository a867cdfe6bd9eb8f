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
  let waiting = false;
  for (const route of world.config.routes) {
    let { state: now } = await readRoute(world, route.name);
    if (now.state === 'observing') {
      if (await isLinked(world, route)) {
        await moveRoute(world, route.name, { state: 'linked', by: 'system' });
        now = (await readRoute(world, route.name)).state;
      } else waiting = true;
    }
    if (route.golive === 'automatic' && now.state === 'linked') await goLive(world, route.name, 'system');
    else if (now.state === 'live' && now.owes !== undefined && now.owes.dueAt <= world.clock.now()) await sweepOwed(world, route.name, now.owes.sweeps);
  }
  if (!waiting || tries >= advanceTriesMax) return;
  const delaySeconds = 1 + Math.floor(tries / 5);
  if (!(await isNextLook(world, delaySeconds * 1_000))) return;
  await askForLook(world, 'routes', tries + 1, delaySeconds);
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
  for (const connection of world.config.connections) {
    for (const stream of connection.streams) {
      if (!stream.enabled || world.mapping(connection.name, stream.name)?.type !== route.type) continue;
      const { state } = await readStreamState(world, connection.name, stream.name);
      if (state.firstFullPass === undefined || !(await isAccounted(world, state.firstFullPass))) return false;
    }
  }
  return true;
}

/** True when every pack of the pass has an outcome. */
export async function isAccounted(world: World, pass: string): Promise<boolean> {
  const [item] = await world.table.get([{ pk: passPk(pass), sk: '@' }], { consistent: true });
  if (item === undefined) return false;
  const summary = item.body as unknown as PassSummary;
  const { packs } = await sumPacks(world, pass, summary.legs);
  return packs >= summary.counters.packs;
}

import { partsOf } from '../../model/ids.ts';
import { slotsOf } from '../adopt.ts';
import type { RouteConfig } from '../config.ts';
import { byErasure, type Entity, isErasing } from '../entity.ts';
import { sendOutbound } from '../messages.ts';
import { readEntity, readRecords, writeEntity } from '../store.ts';
import type { World } from '../world.ts';
import { becameOf } from './became.ts';
import type { AtSystem } from './erasure.ts';
import { nameOf } from './told.ts';

/** What stands at each system before an erasure, and what our routes say is done with it there. */
export function systemsOf(world: World, entity: Entity): AtSystem[] {
  const streams = new Map<string, AtSystem>();
  for (const [ref, member] of Object.entries(entity.members)) {
    if (member.dead === true) continue;
    const { connection, stream } = partsOf(ref);
    const name = nameOf({ connection, stream });
    const asked = routesTo(world, entity.type, connection, stream).some((route) => route.onSourceDelete !== 'keep');
    streams.set(name, { connection, stream, records: (streams.get(name)?.records ?? 0) + 1, did: asked ? 'asked' : 'kept' });
  }
  return [...streams.values()];
}

function routesTo(world: World, type: string, connection: string, stream: string): RouteConfig[] {
  return world.config.routes.filter((route) => route.type === type && route.to.connection === connection && route.to.stream === stream);
}

/** Asks for the deletes that routes want; the same request twice is one. */
export async function askTargets(world: World, id: string, systems: readonly AtSystem[]): Promise<void> {
  const asked = systems.filter(({ did }) => did === 'asked');
  const read = asked.length === 0 ? undefined : await readEntity(world, id);
  if (read === undefined) return;
  const entity = read.value;
  // Over whatever somebody had deleted before: that is taken back when its source is shown again, and an edit since would hold it up.
  if (!isErasing(entity)) {
    const records = (await readRecords(world, Object.keys(entity.members), true)).flatMap((found) => (found === undefined ? [] : [found.value]));
    const edits = records.flatMap(({ cells }) => Object.values(cells).map(({ stamp }) => stamp.at + 1));
    const action = routesTo(world, entity.type, (asked[0] as AtSystem).connection, (asked[0] as AtSystem).stream).find((route) => route.onSourceDelete !== 'keep')?.onSourceDelete;
    const deleted = { stamp: { at: Math.max(world.clock.now(), ...edits), ref: entity.id }, by: byErasure, action: action === 'archive' ? 'archive' : 'delete' } as const;
    if ((await writeEntity(world, { ...entity, deleted }, read.version)) === 'conflict') return askTargets(world, id, systems);
  }
  for (const { connection, stream } of asked) await sendOutbound(world, { connection, stream }, [id]);
}

/** What has become of them by now. Whatever is shown again, or has joined, since targets were asked is asked for as well; what somebody split off is not the person's. */
export async function lookAtTargets(world: World, id: string, before: readonly AtSystem[], since: number): Promise<AtSystem[]> {
  const entity = (await readEntity(world, id))?.value;
  if (entity === undefined) return [...before];
  const systems = systemsNow(before, systemsOf(world, entity)).filter((system) => system.did !== 'asked' || membersAt(entity, system).length > 0);
  const isAskedFor = (system: AtSystem): boolean => isErasing(entity) && before.some((known) => nameOf(known) === nameOf(system));
  await askTargets(
    world,
    id,
    systems.filter((system) => !isAskedFor(system)),
  );
  return Promise.all(
    systems.map(async (system): Promise<AtSystem> => {
      if (system.did !== 'asked') return system;
      const refs = membersAt(entity, system);
      const records = (await readRecords(world, refs, true)).map((found) => found?.value);
      // Of a dead one that is taken away already nothing is to be told any more.
      const told = records.filter((record, at) => record !== undefined || entity.members[refs[at] as string]?.dead !== true);
      return { ...system, did: becameOf(told, since) };
    }),
  );
}

/** What stands where now; what we did before stays done. */
export function systemsNow(before: readonly AtSystem[], now: readonly AtSystem[]): AtSystem[] {
  const known = new Map(before.map((system) => [nameOf(system), system]));
  for (const system of now) known.set(nameOf(system), { ...system, records: Math.max(system.records, known.get(nameOf(system))?.records ?? 0) });
  return [...known.values()];
}

/** The person's records at a system. Also those that the entity holds to be dead: one that is shown again is so in its own row first. */
const membersAt = (entity: Entity, system: AtSystem): string[] => Object.keys(entity.members).filter((ref) => ref.startsWith(`${nameOf(system)}/`));

/** True while a create of ours may still land at a target: its record would look like a stranger's afterwards. */
export async function hasCreateInFlight(world: World, entity: Entity): Promise<boolean> {
  for (const { type, to } of world.config.routes) {
    if (type !== entity.type) continue;
    const slots = await slotsOf(world, entity, to.connection, to.stream);
    if (slots.some(({ value }) => value.state === 'open')) return true;
  }
  return false;
}

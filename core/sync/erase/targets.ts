import { partsOf } from '../../model/ids.ts';
import { slotsBy } from '../adopt.ts';
import type { RouteConfig } from '../config.ts';
import { byErasure, type Entity, isErasing } from '../entity.ts';
import { sendOutbound } from '../messages.ts';
import type { Slot } from '../record.ts';
import { readEntity, readRecords, writeEntity } from '../store.ts';
import type { World } from '../world.ts';
import { becameOf } from './became.ts';
import type { AtSystem } from './erasure.ts';
import { goneOf, lookAgain } from './shown-again.ts';
import { apartFrom } from './subject.ts';
import { mostCautious, nameOf } from './told.ts';

/** What stands at each system before an erasure, and what our routes say is done with it there. What only counts as deleted is told of, too: its system may have hidden it. */
export async function systemsOf(world: World, entity: Entity): Promise<AtSystem[]> {
  const gone = new Set<string>((await goneOf(world, entity)).map(({ value }) => value.ref));
  const streams = new Map<string, AtSystem>();
  for (const [ref, { dead }] of Object.entries(entity.members)) {
    if (dead === true && !gone.has(ref)) continue;
    const { connection, stream } = partsOf(ref);
    const name = nameOf({ connection, stream });
    const { records = 0, did } = streams.get(name) ?? {};
    const now = gone.has(ref) ? 'gone' : ruledFor(world, entity, { connection, stream });
    streams.set(name, { connection, stream, records: records + 1, did: mostCautious([now, did ?? now]) ?? now });
  }
  return [...streams.values()];
}

/** What routes say of the person's records at a system. */
function ruledFor(world: World, { type }: Entity, { connection, stream }: Pick<AtSystem, 'connection' | 'stream'>): 'asked' | 'kept' {
  return routesTo(world, type, connection, stream).some((route) => route.onSourceDelete !== 'keep') ? 'asked' : 'kept';
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
export async function lookAtTargets(world: World, id: string, before: readonly AtSystem[]): Promise<AtSystem[]> {
  const read = (await readEntity(world, id))?.value;
  if (read === undefined) return [...before];
  const mayStand = await lookAgain(world, await goneOf(world, read));
  const entity = (await readEntity(world, id))?.value ?? read;
  const systems = systemsNow(before, await systemsOf(world, entity)).filter((system) => system.did !== 'asked' || membersAt(entity, system).length > 0);
  const isAskedFor = (system: AtSystem): boolean => isErasing(entity) && before.some((known) => nameOf(known) === nameOf(system) && known.did === 'asked');
  await askTargets(
    world,
    id,
    systems.filter((system) => !isAskedFor(system)),
  );
  return Promise.all(
    systems.map(async (system): Promise<AtSystem> => {
      if (system.did !== 'asked' && system.did !== 'gone') return system;
      const refs = membersAt(entity, system);
      const records = (await readRecords(world, refs, true)).map((found) => found?.value);
      // Of a dead one that is taken away already nothing is to be told any more.
      const told = records.filter((record, at) => record !== undefined || entity.members[refs[at] as string]?.dead !== true);
      const did = becameOf(told, mayStand);
      return { ...system, did: did === 'asked' ? ruledFor(world, entity, system) : did };
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

/**
 * True while a create of ours may still land at a target: its record would look like a stranger's afterwards.
 * So it would be with that of somebody who was one with the person, and which had sent what was the person's: without those values in its slot, what it has made would count as that one's own word.
 */
export async function hasCreateInFlight(world: World, entity: Entity): Promise<boolean> {
  const refs = Object.keys(entity.members);
  const apart = apartFrom(entity, refs);
  for (const { type, to } of world.config.routes) {
    if (type !== entity.type) continue;
    const [own, others] = await Promise.all([refs, apart].map((anchors) => slotsBy(world, anchors, to.connection, to.stream)));
    if (own?.some(({ value }) => value.state === 'open') || others?.some(({ value }) => value.state === 'open' && hasSentOf(value, refs))) return true;
  }
  return false;
}

/** A try of the create had sent a value that came from one of these records. */
const hasSentOf = ({ intent, past }: Slot, refs: readonly string[]): boolean =>
  [intent, ...past].some(({ fields }) => Object.values(fields).some(({ stamp }) => refs.includes(stamp.ref)));

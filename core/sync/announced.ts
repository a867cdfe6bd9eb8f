import type { World } from './world.ts';

/** Records remembered, per workspace: more than are on their way from their source to a target at one time. */
const rememberedMax = 16_384;

const worlds = new WeakMap<World, Map<string, string>>();

/** Notes that this process announced a record, as it was at `seq`, for its entity under all its keys, and found nobody else there that is the same. */
export function noteAnnounced(world: World, ref: string, seq: number, entity: string): void {
  const known = worlds.get(world);
  const announced = known === undefined || known.size >= rememberedMax ? new Map<string, string>() : known;
  announced.set(ref, `${seq} ${entity}`);
  worlds.set(world, announced);
}

/**
 * True when that was noted. It need not be done again before a create: whoever came to one of the keys later saw the entity there and compared himself.
 *
 *   A: record · entity · keys (nobody there) · create …
 *   B:                      record · entity · keys (A there: compared) · create …
 */
export function isAnnounced(world: World, ref: string, seq: number | undefined, entity: string): boolean {
  return worlds.get(world)?.get(ref) === `${seq} ${entity}`;
}

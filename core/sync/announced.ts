import { sha256Hex, spread } from '../model/hash.ts';
import type { World } from './world.ts';

/** Places for records remembered, per workspace, 8 bytes each: a first pass announces all its records before any is created elsewhere, so there is room for hundreds of thousands. Of two records with one place the later is remembered. */
const placesMax = 262_144;

/** Hexadecimal digits that a double holds exactly (52 bits). */
const markDigits = 13;

const worlds = new WeakMap<World, Float64Array>();

function placeOf(ref: string): number {
  return spread(ref) % placesMax;
}

/** What is remembered of an announcement; never 0, which is an empty place. */
function markOf(ref: string, seq: number, entity: string): number {
  return 1 + Number.parseInt(sha256Hex(`${ref} ${seq} ${entity}`).slice(0, markDigits), 16);
}

/** Notes that this process announced a record, as it was at `seq`, for its entity under all its keys, and found nobody else there that is the same. */
export function noteAnnounced(world: World, ref: string, seq: number, entity: string): void {
  const marks = worlds.get(world) ?? new Float64Array(placesMax);
  marks[placeOf(ref)] = markOf(ref, seq, entity);
  worlds.set(world, marks);
}

/**
 * True when that was noted. It need not be done again before a create: whoever came to one of the keys later saw the entity there and compared himself.
 *
 *   A: record · entity · keys (nobody there) · create …
 *   B:                      record · entity · keys (A there: compared) · create …
 */
export function isAnnounced(world: World, ref: string, seq: number | undefined, entity: string): boolean {
  return seq !== undefined && worlds.get(world)?.[placeOf(ref)] === markOf(ref, seq, entity);
}

import { sha256Hex, spread } from '../model/hash.ts';
import type { World } from './world.ts';

/** Places for records remembered, per workspace, 8 bytes each: a first pass announces all its records before any is created elsewhere, so there is room for hundreds of thousands. Of two records with one place the later is remembered. */
const placesMax = 262_144;

/** Hexadecimal digits that a double holds exactly (52 bits). */
const markDigits = 13;

/** Places of a page; a page is made with the first announcement that falls into it: most processes announce few records. */
const placesPerPage = 256;

type Pages = (Float64Array | undefined)[];

const worlds = new WeakMap<World, Pages>();

function placeOf(ref: string): readonly [page: number, at: number] {
  const place = spread(ref) % placesMax;
  return [Math.floor(place / placesPerPage), place % placesPerPage];
}

/** What is remembered of an announcement; never 0, which is an empty place. */
function markOf(ref: string, seq: number, entity: string): number {
  return 1 + Number.parseInt(sha256Hex(`${ref} ${seq} ${entity}`).slice(0, markDigits), 16);
}

/** Notes that this process announced a record, as it was at `seq`, for its entity under all its keys, and found nobody else there that is the same. */
export function noteAnnounced(world: World, ref: string, seq: number, entity: string): void {
  const pages = worlds.get(world) ?? [];
  const [page, at] = placeOf(ref);
  const marks = pages[page] ?? new Float64Array(placesPerPage);
  marks[at] = markOf(ref, seq, entity);
  pages[page] = marks;
  worlds.set(world, pages);
}

/**
 * True when that was noted. It need not be done again before a create: whoever came to one of the keys later saw the entity there and compared himself.
 *
 *   A: record · entity · keys (nobody there) · create …
 *   B:                      record · entity · keys (A there: compared) · create …
 */
export function isAnnounced(world: World, ref: string, seq: number | undefined, entity: string): boolean {
  if (seq === undefined) return false;
  const [page, at] = placeOf(ref);
  return worlds.get(world)?.[page]?.[at] === markOf(ref, seq, entity);
}

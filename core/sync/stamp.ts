/** When and where a value was put into a cell. Totally ordered: by `at`, then by `ref`; two records can never tie. */
export interface Stamp {
  /** Milliseconds since 1970, corrected and clamped: see `observe`. */
  readonly at: number;
  /** Name of the record (`connection/stream/id`). */
  readonly ref: string;
}

/** Before everything. */
export const stampZero: Stamp = { at: 0, ref: '' };

/** Negative when `a` is before `b`, 0 when they are the same. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.ref === b.ref) return 0;
  return a.ref < b.ref ? -1 : 1;
}

/** Are they the same? */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a === b || (a.at === b.at && a.ref === b.ref);
}

/** The later of two. */
export function laterStamp(a: Stamp, b: Stamp): Stamp {
  return compareStamps(a, b) >= 0 ? a : b;
}

/** Stamp as stored beside a record: a bare number when it is the record's own. */
export type StoredStamp = number | readonly [at: number, ref: string];

/** Shortens a stamp relative to the record it is stored with. */
export function storeStamp(stamp: Stamp, own: string): StoredStamp {
  return stamp.ref === own || stamp.at === 0 ? stamp.at : [stamp.at, stamp.ref];
}

/** The inverse of {@link storeStamp}. */
export function loadStamp(stored: StoredStamp | undefined, own: string): Stamp {
  if (stored === undefined || stored === 0) return stampZero;
  const [at, ref] = typeof stored === 'number' ? [stored, own] : stored;
  if (last.at !== at || last.ref !== ref) last = { at, ref };
  return last;
}

/** The fields of a record mostly share one stamp: the one loaded last is mostly the next one, too. */
let last: Stamp = stampZero;

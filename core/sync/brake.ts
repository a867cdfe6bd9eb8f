import type { JsonObject } from '../model/json.ts';

/** What a pass, apply or delivery window is about to do to a stream's records. */
export interface Effects {
  readonly deletes: number;
  readonly changes: number;
  readonly blanks: Readonly<Record<string, number>>;
}

/** Why a brake was pulled. */
export interface BrakeReport {
  readonly what: 'delete' | 'missing' | 'blank' | 'change';
  readonly field?: string;
  readonly count: number;
  readonly limit: number;
  /** Records of the stream. */
  readonly of: number;
  /** Up to {@link brakeSamplesMax} record names with what would happen to them. */
  readonly samples: readonly JsonObject[];
}

/** Samples shown with a brake. */
export const brakeSamplesMax = 10;

/** Deletes of a pass, apply or delivery window. */
export function deleteLimit(records: number): number {
  return Math.max(10, Math.floor(records * 0.01));
}

/** Records that one sweep of a source may miss: people delete a few, a broken listing loses many. */
export function missingLimit(records: number): number {
  return Math.max(5, Math.floor(records * 0.05));
}

/** Values of one field that may become empty. */
export function blankLimit(records: number): number {
  return Math.max(50, Math.floor(records * 0.02));
}

/** Records that may change. */
export function changeLimit(records: number): number {
  return Math.max(200, Math.floor(records * 0.2));
}

/** The first limit that these effects exceed; undefined when all is within bounds. */
export function brake(effects: Effects, records: number, samples: readonly JsonObject[]): BrakeReport | undefined {
  const shown = samples.slice(0, brakeSamplesMax);
  if (effects.deletes > deleteLimit(records)) return { what: 'delete', count: effects.deletes, limit: deleteLimit(records), of: records, samples: shown };
  for (const [field, count] of Object.entries(effects.blanks)) {
    if (count > blankLimit(records)) return { what: 'blank', field, count, limit: blankLimit(records), of: records, samples: shown };
  }
  if (effects.changes > changeLimit(records)) return { what: 'change', count: effects.changes, limit: changeLimit(records), of: records, samples: shown };
  return undefined;
}

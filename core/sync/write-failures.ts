import type { SourceRecord } from './record.ts';

/** Prefix of causes that come from writing to a target. */
const writeCause = 'write.';

/** Open failures of writes to a record which no parked cell stands for: mended as soon as the target holds what golden says, whoever brought it there. */
export function mendable({ failing, cells }: Pick<SourceRecord, 'failing' | 'cells'>): string[] {
  const parked = Object.keys(cells).filter((field) => cells[field]?.park !== undefined);
  return failing.filter((cause) => cause.startsWith(writeCause) && !parked.some((field) => cause.endsWith(`.${field}`)));
}

/** The record with one more open failure to close when its cause is gone. */
export function failingWith(rec: SourceRecord, causes: readonly string[]): SourceRecord {
  const more = causes.filter((cause) => !rec.failing.includes(cause));
  return more.length === 0 ? rec : { ...rec, failing: [...rec.failing, ...more] };
}

import type { SourceRecord } from '../record.ts';
import type { AtSystem } from './erasure.ts';
import { mostCautious } from './told.ts';

/**
 * What has become of a person's records at a system that was asked to delete them; undefined stands for one of which no row is left.
 * Deleted is only what we deleted: a record that is not shown may stand there all the same, because of a broken permission or listing, and once its tombstone stands nobody looks for it again.
 * That holds also of what was gone long before. Of those that `mayStand` no look could tell that they are gone still.
 */
export function becameOf(records: readonly (SourceRecord | undefined)[], mayStand: ReadonlySet<string>): AtSystem['did'] {
  return mostCautious(records.map((record) => becameOfOne(record, mayStand))) ?? 'gone';
}

function becameOfOne(record: SourceRecord | undefined, mayStand: ReadonlySet<string>): AtSystem['did'] {
  if (record?.state === 'gone' && record.goneBy !== 'us' && mayStand.has(record.ref)) return 'asked';
  if (record?.state === 'gone') return record.goneBy === 'us' ? 'deleted' : 'gone';
  return record?.archived === true ? 'archived' : 'asked';
}

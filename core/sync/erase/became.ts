import type { SourceRecord } from '../record.ts';
import type { AtSystem } from './erasure.ts';
import { mostCautious } from './told.ts';

/**
 * What has become of a person's records at a system that was asked to delete them; undefined stands for one of which no row is left.
 * Deleted is only what we deleted: a record that is not shown may stand there all the same, because of a broken permission or listing, and once its tombstone stands nobody looks for it again.
 * What was gone before `since` says nothing of records that stood there then.
 */
export function becameOf(records: readonly (SourceRecord | undefined)[], since: number): AtSystem['did'] {
  const old = (record: SourceRecord | undefined): boolean => record?.state === 'gone' && record.goneBy !== 'us' && (record.deletedAt?.at ?? since) < since;
  return mostCautious(records.filter((record) => !old(record)).map(becameOfOne)) ?? 'gone';
}

function becameOfOne(record: SourceRecord | undefined): AtSystem['did'] {
  if (record?.state === 'gone') return record.goneBy === 'us' ? 'deleted' : 'gone';
  return record?.archived === true ? 'archived' : 'asked';
}

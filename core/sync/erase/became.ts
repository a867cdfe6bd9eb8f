import type { SourceRecord } from '../record.ts';
import type { AtSystem } from './erasure.ts';

/** The most cautious first: what a receipt says of a system holds for every record there. */
const cautious = ['asked', 'gone', 'archived', 'deleted'] as const;

/**
 * What has become of a person's records at a system that was asked to delete them; undefined stands for one of which no row is left.
 * Deleted is only what we deleted: a record that is not shown may stand there all the same, because of a broken permission or listing, and once its tombstone stands nobody looks for it again.
 * What was gone before `since` says nothing of records that stood there then.
 */
export function becameOf(records: readonly (SourceRecord | undefined)[], since: number): AtSystem['did'] {
  const old = (record: SourceRecord | undefined): boolean => record?.state === 'gone' && record.goneBy !== 'us' && (record.deletedAt?.at ?? since) < since;
  const became = new Set(records.filter((record) => !old(record)).map(becameOfOne));
  return cautious.find((did) => became.has(did)) ?? 'gone';
}

function becameOfOne(record: SourceRecord | undefined): (typeof cautious)[number] {
  if (record?.state === 'gone') return record.goneBy === 'us' ? 'deleted' : 'gone';
  return record?.archived === true ? 'archived' : 'asked';
}

import type { Entity } from '../../../core/sync/entity.ts';
import type { Snapshot } from '../snapshot.ts';
import { canonicalName, type LastEdit, type Truth } from './truth.ts';

/**
 * N3: a person entered just what a write of ours without an answer had sent, so that it counts as what somebody had said in another record. Then a person parted the two, nobody stood for it here any more, and it was taken out: the log
 * tells it, and whose it was.
 */
export function isTakenOut({ conflicts }: Snapshot, truth: Truth, { book, field, ref, reads }: LastEdit, { cannotLink }: Entity): boolean {
  const name = canonicalName(book.kind, field);
  const isParted = (other: string): boolean => cannotLink.some((pair) => pair.includes(ref as never) && pair.includes(other as never));
  const hasSaidIt = (other: string): boolean => truth.edits.some((e) => e.ref === other && e.field === field && e.reads === reads);
  return conflicts.some(
    ({ reason, field: told, loser, value, sentOf }) =>
      reason === 'doubt' && told === name && loser === ref && value === reads && sentOf !== undefined && sentOf !== ref && isParted(sentOf) && hasSaidIt(sentOf),
  );
}

import type { Conflict } from '../../../core/sync/conflicts.ts';
import { sameStamp } from '../../../core/sync/stamp.ts';
import type { TakenForOurs } from '../taken-for-ours.ts';

/**
 * N3: a person cleared just what our own clear, on its way and without an answer, was to clear. It counts as ours, and is in the log where what we had sent is: for the record that golden had that from.
 *
 *   c clears the note ▶ sent to b, no answer · a writes a note: c's clear is told · b's note is cleared: ours
 */
export function isLoggedAsSent(
  taken: TakenForOurs,
  conflicts: readonly Conflict[],
  clear: { readonly ref: string; readonly value: string; readonly at: number },
  name: string,
): boolean {
  if (clear.value !== '') return false;
  const sent = taken.stampsOf(clear.ref, name, null, clear.at);
  return conflicts.some((c) => c.field === name && c.value === null && sent.some((stamp) => c.loser === stamp.ref && sameStamp(c.stamp, stamp)));
}

import type { Conflict } from '../../../core/sync/conflicts.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import { sameStamp } from '../../../core/sync/stamp.ts';
import type { Agreed } from '../agreed.ts';

/**
 * Two records' clears stood side by side, the later one golden, which lost: that one is in the log, and tells what both say. What each of them took away, and what golden became since, is of no account.
 *
 *   a clears the note · b clears its own: golden   c writes a note: b's clear is told   b writes another
 *
 * A clear that became known only after the other had lost has to be told for itself, and so has each of two customers or contacts.
 */
export function isLoggedAsGolden(
  agreed: Agreed,
  conflicts: readonly Conflict[],
  clear: { readonly ref: string; readonly value: string },
  name: string,
  entity: Entity | undefined,
): boolean {
  const said = entity?.members[clear.ref]?.assertions[name];
  if (clear.value !== '' || said === undefined || said.raw !== null) return false;
  const golden = agreed.stampsOf(clear.ref, name, said.stamp);
  return conflicts.some(
    (c) => c.field === name && c.value === null && c.reason === 'concurrent' && entity?.members[c.loser] !== undefined && golden.some((stamp) => sameStamp(c.stamp, stamp)),
  );
}

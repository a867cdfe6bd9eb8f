import { sha256Hex } from '../../model/hash.ts';
import { bookedBy } from './bookings.ts';
import { idOf } from './documents.ts';
import type { Scope } from './scope.ts';

/**
 * Hash of a company's books at the end of a day: what every document counted for until then, and every group that
 * counted then. Nothing that happens after the day was closed changes it; computed again it proves that.
 */
export function frozenHash({ documents, groups }: Pick<Scope, 'documents' | 'groups'>, day: string): string {
  const rows: string[] = [];
  for (const { value } of documents.values()) {
    for (const currency of new Set(value.bookings.map((booking) => booking.currency))) {
      const amount = bookedBy(value.bookings, currency, day) ?? 0n;
      if (amount !== 0n) rows.push(`D|${idOf(value)}|${currency}|${amount}`);
    }
  }
  for (const { value } of groups.values()) {
    const { group, reversal } = value;
    if (group.date <= day && (reversal === undefined || reversal.date > day)) rows.push(`G|${group.id}`);
  }
  return sha256Hex(rows.sort().join('\n'));
}

import { dayMs } from '../../model/time.ts';
import type { Book } from './book.ts';

/** Days past due, as finance groups them. */
export type AgeingBucket = 'notDue' | '1-30' | '31-60' | '61-90' | '>90';

/** Open amounts of one party in one currency by age; disputed amounts stand apart and are not dunned. Minor units. */
export interface AgeingRow {
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  readonly buckets: Readonly<Record<AgeingBucket, bigint>>;
  readonly disputedMinor: bigint;
  readonly openMinor: bigint;
}

/** The bucket of a due date on a day; a claim without a due date is not due. */
export function ageingBucket(due: string | undefined, asOf: string): AgeingBucket {
  const days = due === undefined ? 0 : Math.round((Date.parse(asOf) - Date.parse(due)) / dayMs);
  if (days <= 0) return 'notDue';
  if (days <= 30) return '1-30';
  if (days <= 60) return '31-60';
  return days <= 90 ? '61-90' : '>90';
}

/** Ages every open claim on a day. The sum of all buckets and disputes is the open amount. */
export function ageingOf(book: Book, asOf: string): AgeingRow[] {
  const rows = new Map<string, { company: string; party: string; currency: string; buckets: Record<AgeingBucket, bigint>; disputedMinor: bigint; openMinor: bigint }>();
  for (const claim of book.claims()) {
    const balance = book.claim(claim.id);
    if (balance === undefined || balance.openMinor === 0n) continue;
    const key = `${claim.company}\n${claim.party}\n${claim.currency}`;
    const row = rows.get(key) ?? {
      company: claim.company,
      party: claim.party,
      currency: claim.currency,
      buckets: { notDue: 0n, '1-30': 0n, '31-60': 0n, '61-90': 0n, '>90': 0n },
      disputedMinor: 0n,
      openMinor: 0n,
    };
    rows.set(key, row);
    row.openMinor += balance.openMinor;
    if (balance.disputed) row.disputedMinor += balance.openMinor;
    else row.buckets[ageingBucket(claim.due, asOf)] += balance.openMinor;
  }
  return [...rows.values()];
}

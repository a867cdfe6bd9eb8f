import { ageingBucket } from '../../book/ageing.ts';
import type { Book } from '../../book/book.ts';
import { stateAsOf } from './asOf.ts';

/** One claim in the list of receivables, as of a day. Minor units. */
export interface ReceivableRow {
  readonly company: string;
  readonly party: string;
  readonly claim: string;
  readonly number: string;
  readonly contract?: string;
  readonly currency: string;
  readonly issued?: string;
  readonly due?: string;
  readonly totalMinor: bigint;
  readonly receivedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly openMinor: bigint;
  readonly ageing: string;
  readonly disputed: boolean;
}

/** Which receivables to list. `asOf` counts by booking day: what was issued, allocated and reversed until then. */
export interface ReceivableFilter {
  readonly asOf: string;
  readonly party?: string;
  readonly company?: string;
  /** Also those that are settled. */
  readonly settled?: boolean;
}

/** Lists receivables as of a day, by due date. The list of a past day does not change when something is booked later. */
export function listReceivables(book: Book, filter: ReceivableFilter): ReceivableRow[] {
  const sums = stateAsOf(book, filter.asOf);
  const rows: ReceivableRow[] = [];
  for (const claim of book.claims()) {
    if (filter.party !== undefined && claim.party !== filter.party) continue;
    if (filter.company !== undefined && claim.company !== filter.company) continue;
    if (claim.issued !== undefined && claim.issued > filter.asOf) continue;
    const { receivedMinor, adjustedMinor } = sums.get(claim.id) ?? { receivedMinor: 0n, adjustedMinor: 0n };
    const openMinor = claim.totalMinor - receivedMinor - adjustedMinor;
    if (openMinor === 0n && filter.settled !== true) continue;
    const { company, party, id, number, contract, currency, issued, due, totalMinor } = claim;
    rows.push({
      company,
      party,
      claim: id,
      number,
      contract,
      currency,
      issued,
      due,
      totalMinor,
      receivedMinor,
      adjustedMinor,
      openMinor,
      ageing: ageingBucket(due, filter.asOf),
      disputed: book.isDisputed(id),
    });
  }
  return rows.sort((a, b) => compare(a.due ?? '9999', b.due ?? '9999') || compare(a.claim, b.claim));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

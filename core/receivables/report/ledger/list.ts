import { ageingBucket } from '../../book/ageing.ts';
import type { Book } from '../../book/book.ts';
import type { Claim } from '../../model/claim.ts';
import { type ClaimSums, stateAsOf } from './asOf.ts';

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
  readonly creditedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly settledMinor: bigint;
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
  /** What a claim counted for at the end of the day, where that is kept; undefined: it was not there yet. Else its total, from its issue date on. */
  readonly totalOf?: (claim: Claim) => bigint | undefined;
}

/** Lists receivables as of a day, by due date. The list of a past day does not change when something is booked later. */
export function listReceivables(book: Book, filter: ReceivableFilter): ReceivableRow[] {
  const sums = stateAsOf(book, filter.asOf);
  const rows: ReceivableRow[] = [];
  for (const claim of book.claims()) {
    if (filter.party !== undefined && claim.party !== filter.party) continue;
    if (filter.company !== undefined && claim.company !== filter.company) continue;
    const totalMinor = totalAsOf(claim, filter);
    if (totalMinor === undefined) continue;
    const { receivedMinor, creditedMinor, adjustedMinor, settledMinor } = sums.get(claim.id) ?? nothing;
    const openMinor = totalMinor - receivedMinor - creditedMinor - adjustedMinor - settledMinor;
    if (openMinor === 0n && filter.settled !== true) continue;
    const { company, party, id, number, contract, currency, issued, due } = claim;
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
      creditedMinor,
      adjustedMinor,
      settledMinor,
      openMinor,
      ageing: ageingBucket(due, filter.asOf),
      disputed: book.isDisputed(id),
    });
  }
  return rows.sort((a, b) => compare(a.due ?? '9999', b.due ?? '9999') || compare(a.claim, b.claim));
}

const nothing: ClaimSums = { receivedMinor: 0n, creditedMinor: 0n, adjustedMinor: 0n, settledMinor: 0n };

function totalAsOf(claim: Claim, { asOf, totalOf }: ReceivableFilter): bigint | undefined {
  if (totalOf !== undefined) return totalOf(claim);
  return claim.issued !== undefined && claim.issued > asOf ? undefined : claim.totalMinor;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

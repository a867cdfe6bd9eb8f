import type { Book } from '../../book/book.ts';

/** What counts against a claim until a day. */
export interface ClaimSums {
  receivedMinor: bigint;
  /** Netted with credit notes. */
  creditedMinor: bigint;
  /** Discounts, fees, write-offs and other differences. */
  adjustedMinor: bigint;
  /** Settled in the ERP, or before the cut-over: how is not told. */
  settledMinor: bigint;
}

/** Sums of every claim by booking day: a group counts from its date, and no longer from the date of its reversal. */
export function stateAsOf(book: Book, day: string): Map<string, ClaimSums> {
  const sums = new Map<string, ClaimSums>();
  const of = (claim: string): ClaimSums => {
    const found = sums.get(claim) ?? { receivedMinor: 0n, creditedMinor: 0n, adjustedMinor: 0n, settledMinor: 0n };
    sums.set(claim, found);
    return found;
  };
  for (const group of book.groups.values()) {
    const reversed = book.reversals.get(group.id)?.date;
    if (group.date > day || (reversed !== undefined && reversed <= day)) continue;
    for (const { claim, receipt, claimMinor } of group.allocations) of(claim)[receipt === undefined ? 'creditedMinor' : 'receivedMinor'] += claimMinor;
    for (const { claim, reason, amountMinor } of group.adjustments) of(claim)[reason === 'opening' ? 'settledMinor' : 'adjustedMinor'] += amountMinor;
  }
  return sums;
}

import type { Book } from '../../book/book.ts';

/** What counts against a claim until a day. */
export interface ClaimSums {
  receivedMinor: bigint;
  adjustedMinor: bigint;
}

/** Sums of every claim by booking day: a group counts from its date, and no longer from the date of its reversal. */
export function stateAsOf(book: Book, day: string): Map<string, ClaimSums> {
  const sums = new Map<string, ClaimSums>();
  const of = (claim: string): ClaimSums => {
    const found = sums.get(claim) ?? { receivedMinor: 0n, adjustedMinor: 0n };
    sums.set(claim, found);
    return found;
  };
  for (const group of book.groups.values()) {
    const reversed = book.reversals.get(group.id)?.date;
    if (group.date > day || (reversed !== undefined && reversed <= day)) continue;
    for (const allocation of group.allocations) of(allocation.claim).receivedMinor += allocation.claimMinor;
    for (const adjustment of group.adjustments) of(adjustment.claim).adjustedMinor += adjustment.amountMinor;
  }
  return sums;
}

import type { Book } from './book.ts';

/** A place where money does not add up. An empty list is the invariant. */
export interface Leak {
  readonly kind: 'receipt' | 'claim' | 'group';
  readonly id: string;
  readonly differenceMinor: bigint;
}

/**
 * Recounts the book from its groups alone: per receipt Σ allocations + unapplied + refunds = amount, per claim
 * Σ allocations + adjustments + open = total, and a netting group sums to zero.
 */
export function leaksOf(book: Book): Leak[] {
  const applied = new Map<string, bigint>();
  const taken = new Map<string, bigint>();
  const leaks: Leak[] = [];
  const add = (map: Map<string, bigint>, key: string, amount: bigint): void => void map.set(key, (map.get(key) ?? 0n) + amount);
  for (const group of book.effectiveGroups()) {
    let netted = 0n;
    for (const allocation of group.allocations) {
      add(taken, allocation.claim, allocation.claimMinor);
      if (allocation.receipt === undefined) netted += allocation.claimMinor;
      else add(applied, allocation.receipt, allocation.receiptMinor);
    }
    for (const adjustment of group.adjustments) add(taken, adjustment.claim, adjustment.amountMinor);
    if (netted !== 0n) leaks.push({ kind: 'group', id: group.id, differenceMinor: netted });
  }
  for (const id of book.receipts.keys()) {
    const balance = book.receipt(id);
    if (balance === undefined) continue;
    const amount = balance.chargedBack ? 0n : balance.receipt.amountMinor;
    const differenceMinor = amount - (applied.get(id) ?? 0n) - balance.refundedMinor - balance.unappliedMinor;
    if (differenceMinor !== 0n) leaks.push({ kind: 'receipt', id, differenceMinor });
  }
  for (const claim of book.claims()) {
    const differenceMinor = claim.totalMinor - (taken.get(claim.id) ?? 0n) - book.openMinor(claim.id);
    if (differenceMinor !== 0n) leaks.push({ kind: 'claim', id: claim.id, differenceMinor });
  }
  return leaks;
}

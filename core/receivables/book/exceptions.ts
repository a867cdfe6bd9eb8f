import type { Book } from './book.ts';

/** Something a person should look at; computed from the book, so it goes away when its cause does. */
export interface BookException {
  readonly kind: 'over_allocated' | 'over_applied' | 'erp_disagrees' | 'charged_back_but_applied' | 'disputed' | 'unapplied';
  readonly company: string;
  readonly id: string;
  readonly currency: string;
  /** The amount in question, minor units. */
  readonly amountMinor: bigint;
}

/** All exceptions of a book: claims whose total fell below what was allocated (never re-allocated in silence), ERP open amounts that differ from ours, charged-back receipts that are still applied, disputes, and money not applied. */
export function exceptionsOf(book: Book): BookException[] {
  const found: BookException[] = [];
  for (const claim of book.claims()) {
    const balance = book.claim(claim.id);
    if (balance === undefined) continue;
    const { openMinor, disputed } = balance;
    const over = claim.totalMinor >= 0n ? openMinor < 0n : openMinor > 0n;
    const base = { company: claim.company, id: claim.id, currency: claim.currency };
    if (over) found.push({ ...base, kind: 'over_allocated', amountMinor: -openMinor });
    if (claim.erpOpenMinor !== undefined && claim.erpOpenMinor !== openMinor) found.push({ ...base, kind: 'erp_disagrees', amountMinor: claim.erpOpenMinor - openMinor });
    if (disputed && openMinor !== 0n) found.push({ ...base, kind: 'disputed', amountMinor: openMinor });
  }
  for (const receipt of book.receipts.values()) {
    const balance = book.receipt(receipt.id);
    if (balance === undefined) continue;
    const base = { company: receipt.company, id: receipt.id, currency: receipt.currency };
    if (balance.chargedBack) {
      if (balance.appliedMinor !== 0n) found.push({ ...base, kind: 'charged_back_but_applied', amountMinor: balance.appliedMinor });
      continue;
    }
    const left = balance.unappliedMinor;
    if (receipt.amountMinor >= 0n ? left < 0n : left > 0n) found.push({ ...base, kind: 'over_applied', amountMinor: -left });
    else if (left !== 0n) found.push({ ...base, kind: 'unapplied', amountMinor: left });
  }
  return found;
}

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

/** All exceptions of a book: claims whose total fell below what was allocated (never re-allocated in silence), ERP open amounts that differ from ours by more than what we allocated and the ERP may not have booked yet, charged-back receipts that are still applied, disputes, and money not applied. */
export function exceptionsOf(book: Book): BookException[] {
  const found: BookException[] = [];
  const ours = takenByUs(book);
  for (const claim of book.claims()) {
    const balance = book.claim(claim.id);
    if (balance === undefined) continue;
    const { openMinor, disputed } = balance;
    const over = claim.totalMinor >= 0n ? openMinor < 0n : openMinor > 0n;
    const base = { company: claim.company, id: claim.id, currency: claim.currency };
    if (over) found.push({ ...base, kind: 'over_allocated', amountMinor: -openMinor });
    const differenceMinor = (claim.erpOpenMinor ?? openMinor) - openMinor;
    if (differenceMinor !== 0n && !isWithin(differenceMinor, ours.get(claim.id) ?? 0n)) found.push({ ...base, kind: 'erp_disagrees', amountMinor: differenceMinor });
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

/** What we took off each claim, with or without money. */
function takenByUs(book: Book): ReadonlyMap<string, bigint> {
  const taken = new Map<string, bigint>();
  for (const { origin, allocations, adjustments } of book.effectiveGroups()) {
    if (origin !== 'us') continue;
    for (const { claim, claimMinor } of allocations) taken.set(claim, (taken.get(claim) ?? 0n) + claimMinor);
    for (const { claim, amountMinor } of adjustments) taken.set(claim, (taken.get(claim) ?? 0n) + amountMinor);
  }
  return taken;
}

/** True when a part lies between nothing and the whole, on its side. */
function isWithin(part: bigint, whole: bigint): boolean {
  return whole >= 0n ? part > 0n && part <= whole : part < 0n && part >= whole;
}

import type { Book } from './book.ts';

/** Something a person should look at; computed from the book, so it goes away when its cause does. */
export interface BookException {
  readonly kind: 'over_allocated' | 'over_applied' | 'erp_disagrees' | 'not_in_erp' | 'charged_back_but_applied' | 'disputed' | 'unapplied';
  readonly company: string;
  readonly id: string;
  readonly currency: string;
  /** The amount in question, minor units. */
  readonly amountMinor: bigint;
}

/** All exceptions of a book: claims whose total fell below what was allocated (never re-allocated in silence), ERP open amounts that differ from ours by more than what we allocated and the ERP may not have booked yet, what we took off without money and the ERP does not know, charged-back receipts that are still applied, disputes, and money not applied. */
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
    const { takenMinor, unwrittenMinor } = ours.get(claim.id) ?? nothing;
    if (differenceMinor !== 0n && !isWithin(differenceMinor, takenMinor)) found.push({ ...base, kind: 'erp_disagrees', amountMinor: differenceMinor });
    else if (unwrittenMinor !== 0n && isWithin(unwrittenMinor, differenceMinor)) found.push({ ...base, kind: 'not_in_erp', amountMinor: unwrittenMinor });
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

interface Taken {
  takenMinor: bigint;
  /** Discounts, fees, write-offs and netted credit notes: payments are written into an ERP, these a person books there. */
  unwrittenMinor: bigint;
}

const nothing: Taken = { takenMinor: 0n, unwrittenMinor: 0n };

/** What we took off each claim, with or without money. */
function takenByUs(book: Book): ReadonlyMap<string, Taken> {
  const taken = new Map<string, Taken>();
  const add = (claim: string, minor: bigint, unwritten: bigint): void => {
    const { takenMinor, unwrittenMinor } = taken.get(claim) ?? nothing;
    taken.set(claim, { takenMinor: takenMinor + minor, unwrittenMinor: unwrittenMinor + unwritten });
  };
  for (const { origin, allocations, adjustments } of book.effectiveGroups()) {
    if (origin !== 'us') continue;
    for (const { claim, claimMinor, receipt } of allocations) add(claim, claimMinor, receipt === undefined ? claimMinor : 0n);
    for (const { claim, amountMinor } of adjustments) add(claim, amountMinor, amountMinor);
  }
  return taken;
}

/** True when a part lies between nothing and the whole, on its side. */
function isWithin(part: bigint, whole: bigint): boolean {
  return whole >= 0n ? part > 0n && part <= whole : part < 0n && part >= whole;
}

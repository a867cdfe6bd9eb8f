import { contentHash } from '../../model/hash.ts';
import type { Book } from '../book/book.ts';

/** What a CRM should know of an invoice: a write-back that the next pull confirms. */
export interface PaidStatus {
  readonly key: string;
  readonly claim: string;
  readonly status: 'open' | 'partly_paid' | 'paid' | 'over_paid';
  readonly openMinor: bigint;
  readonly currency: string;
}

/** What an ERP should book: one allocation of ours. `key` makes a repeat harmless: the same allocation always has the same key, its reversal another. */
export interface ErpAllocation {
  readonly key: string;
  readonly group: string;
  readonly receipt: string;
  readonly claim: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly date: string;
  readonly reverses: boolean;
}

/** Paid status of every claim for the CRM. What the CRM already says is compared by the caller: an equal status is not written. */
export function paidStatuses(book: Book): PaidStatus[] {
  return [...book.claims()].map((claim) => {
    const openMinor = book.openMinor(claim.id);
    const over = claim.totalMinor >= 0n ? openMinor < 0n : openMinor > 0n;
    const status = over ? 'over_paid' : openMinor === 0n ? 'paid' : openMinor === claim.totalMinor ? 'open' : 'partly_paid';
    return { key: contentHash(['paid', claim.id, status, String(openMinor)]), claim: claim.id, status, openMinor, currency: claim.currency };
  });
}

/** Allocations that the ERP does not have yet: ours only (the ERP's own and opening rows are its facts), and reversals of those it has. `confirmed` holds the keys the last pull has shown. */
export function erpAllocations(book: Book, confirmed: ReadonlySet<string>): ErpAllocation[] {
  const wanted: ErpAllocation[] = [];
  for (const group of book.groups.values()) {
    if (group.origin !== 'us') continue;
    const reversal = book.reversals.get(group.id);
    for (const { receipt, claim, claimMinor } of group.allocations) {
      if (receipt === undefined) continue;
      const key = contentHash(['erp', group.id, receipt, claim]);
      const reverseKey = contentHash(['erp', group.id, receipt, claim, 'reversed']);
      const currency = book.claimOf(claim)?.currency ?? '';
      const row = { group: group.id, receipt, claim, currency };
      if (reversal === undefined) {
        if (!confirmed.has(key)) wanted.push({ ...row, key, amountMinor: claimMinor, date: group.date, reverses: false });
      } else if (confirmed.has(key) && !confirmed.has(reverseKey)) wanted.push({ ...row, key: reverseKey, amountMinor: -claimMinor, date: reversal.date, reverses: true });
    }
  }
  return wanted;
}

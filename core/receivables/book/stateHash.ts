import { sha256Hex } from '../../model/hash.ts';
import type { Book } from './book.ts';

/** Hash of what the book says now: every claim with its open amount, every receipt with its unapplied amount, every group that counts. A group and its reversal together leave no trace in it, so an undo restores the hash of before. `company` narrows it to one. */
export function stateHash(book: Book, company?: string): string {
  const mine = (of: string): boolean => company === undefined || of === company;
  const rows: string[] = [];
  for (const claim of book.claims()) if (mine(claim.company)) rows.push(`C|${claim.id}|${claim.version}|${claim.currency}|${claim.totalMinor}|${book.openMinor(claim.id)}`);
  for (const receipt of book.receipts.values()) {
    if (mine(receipt.company)) rows.push(`R|${receipt.id}|${receipt.version}|${receipt.currency}|${receipt.amountMinor}|${book.receipt(receipt.id)?.unappliedMinor}`);
  }
  for (const group of book.effectiveGroups()) if (mine(group.company)) rows.push(`G|${group.id}`);
  return sha256Hex(rows.sort().join('\n'));
}

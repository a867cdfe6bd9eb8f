import type { Sentence } from '../../model/error.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Fact } from '../model/fact.ts';
import { groupDocumentsMax, type MatchGroup } from '../model/matchGroup.ts';
import type { Book } from './book.ts';

/** Why a group was not added. */
export interface CommitConflict {
  readonly code:
    | 'already_there'
    | 'too_many_documents'
    | 'unknown_claim'
    | 'unknown_receipt'
    | 'other_company'
    | 'other_currency'
    | 'period_closed'
    | 'over_claim'
    | 'over_receipt'
    | 'unbalanced'
    | 'rate_missing'
    | 'charged_back';
  readonly message: Sentence;
  readonly id: string;
}

/** Checks every condition of a group against the book and gives the fact to add. In the table the same conditions stand on the versions of the rows, in one transaction: two workers cannot both take the same money. */
export function commitGroup(book: Book, group: MatchGroup): Result<Fact, CommitConflict> {
  const conflict = headConflict(book, group) ?? amountConflict(book, group);
  return conflict === undefined ? ok({ type: 'group', group }) : err(conflict);
}

function headConflict(book: Book, group: MatchGroup): CommitConflict | undefined {
  if (book.groups.has(group.id)) return conflictOf('already_there', group.id, 'This group is recorded already.', '该核销组已记录。');
  const entries = group.allocations.length + group.adjustments.length;
  const documents = entries <= groupDocumentsMax ? entries : new Set([...group.allocations, ...group.adjustments].map((a) => a.claim)).size;
  if (documents > groupDocumentsMax)
    return conflictOf(
      'too_many_documents',
      group.id,
      `A group holds at most ${groupDocumentsMax} documents; use a chain.`,
      `一个核销组最多 ${groupDocumentsMax} 张单据,请使用链。`,
    );
  const closed = book.closedThrough(group.company);
  if (closed !== undefined && group.date <= closed)
    return conflictOf('period_closed', group.id, `${group.date} lies in a closed period (through ${closed}).`, `${group.date} 位于已结账期间(截至 ${closed})。`);
  return undefined;
}

function amountConflict(book: Book, group: MatchGroup): CommitConflict | undefined {
  const [only] = group.allocations;
  if (only?.receipt !== undefined && group.allocations.length === 1 && group.adjustments.length === 0) {
    return currencyConflict(book, group, only) ?? claimConflict(book, only.claim, only.claimMinor) ?? receiptConflict(book, only.receipt, only.receiptMinor);
  }
  const perClaim = new Map<string, bigint>();
  const perReceipt = new Map<string, bigint>();
  let netted = 0n;
  for (const allocation of group.allocations) {
    const unlike = currencyConflict(book, group, allocation);
    if (unlike !== undefined) return unlike;
    perClaim.set(allocation.claim, (perClaim.get(allocation.claim) ?? 0n) + allocation.claimMinor);
    if (allocation.receipt === undefined) netted += allocation.claimMinor;
    else perReceipt.set(allocation.receipt, (perReceipt.get(allocation.receipt) ?? 0n) + allocation.receiptMinor);
  }
  for (const { claim, amountMinor } of group.adjustments) perClaim.set(claim, (perClaim.get(claim) ?? 0n) + amountMinor);
  if (netted !== 0n) return conflictOf('unbalanced', group.id, 'Netting without money must sum to zero.', '无资金的冲抵合计必须为零。');
  for (const [id, taken] of perClaim) {
    const conflict = claimConflict(book, id, taken);
    if (conflict !== undefined) return conflict;
  }
  for (const [id, taken] of perReceipt) {
    const conflict = receiptConflict(book, id, taken);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

function claimConflict(book: Book, id: string, taken: bigint): CommitConflict | undefined {
  if (!exceeds(taken, book.openMinor(id))) return undefined;
  return conflictOf('over_claim', id, `${id} has less open than the group takes.`, `${id} 的未清金额小于核销金额。`);
}

function receiptConflict(book: Book, id: string, taken: bigint): CommitConflict | undefined {
  if (book.chargebacks.size > 0 && book.chargebacks.has(id)) return conflictOf('charged_back', id, `${id} was charged back.`, `${id} 已被退回。`);
  if (!exceeds(taken, book.unappliedMinor(id))) return undefined;
  return conflictOf('over_receipt', id, `${id} has less unapplied than the group takes.`, `${id} 的未核销金额小于核销金额。`);
}

function currencyConflict(book: Book, group: MatchGroup, allocation: MatchGroup['allocations'][number]): CommitConflict | undefined {
  const claim = book.claimOf(allocation.claim);
  if (claim === undefined) return conflictOf('unknown_claim', allocation.claim, `${allocation.claim} is not known.`, `未知单据 ${allocation.claim}。`);
  const receipt = allocation.receipt === undefined ? undefined : book.receipts.get(allocation.receipt);
  if (allocation.receipt !== undefined && receipt === undefined)
    return conflictOf('unknown_receipt', allocation.receipt, `${allocation.receipt} is not known.`, `未知收款 ${allocation.receipt}。`);
  if (claim.company !== group.company || (receipt !== undefined && receipt.company !== group.company))
    return conflictOf('other_company', allocation.claim, 'Nothing is matched across companies.', '不得跨公司核销。');
  if (receipt === undefined || receipt.currency === claim.currency) {
    if (allocation.receiptMinor === allocation.claimMinor) return undefined;
    return conflictOf('other_currency', allocation.claim, 'Both sides of one currency must be equal.', '同币种两侧金额必须相等。');
  }
  return group.rate === undefined ? conflictOf('rate_missing', allocation.claim, 'Two currencies need a rate and its source.', '不同币种需要汇率及其来源。') : undefined;
}

/** True when `taken` is more than there is, or goes the other way. */
function exceeds(taken: bigint, available: bigint): boolean {
  if (taken === 0n) return false;
  return taken > 0n ? taken > available : taken < available;
}

function conflictOf(code: CommitConflict['code'], id: string, en: string, zh: string): CommitConflict {
  return { code, id, message: { en, zh } };
}

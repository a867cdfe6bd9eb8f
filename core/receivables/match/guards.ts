import type { Sentence } from '../../model/error.ts';
import type { MatchContext } from './context.ts';
import type { DraftAllocation, OpenReceipt } from './draft.ts';

const held = {
  limit: { en: 'The amount is above the limit for automatic matches.', zh: '金额超过自动核销限额。' },
  disputed: { en: 'The claim is disputed.', zh: '该单据存在争议。' },
  account: { en: 'The payer pays from an account we have not seen for this customer.', zh: '付款账户为该客户的新账户。' },
  charged: { en: 'The receipt was charged back.', zh: '该收款已被退回。' },
} satisfies Record<string, Sentence>;

/** Why a sure match is not automatic all the same; undefined lets it pass. */
export function heldBack(receipt: OpenReceipt, allocation: DraftAllocation, context: MatchContext): Sentence | undefined {
  const { policy, book } = context;
  const amount = receipt.leftMinor < 0n ? -receipt.leftMinor : receipt.leftMinor;
  if (policy.autoAmountMaxMinor !== undefined && amount > policy.autoAmountMaxMinor) return held.limit;
  if (book.isDisputed(allocation.claim)) return held.disputed;
  if (book.chargebacks.size > 0 && book.chargebacks.has(receipt.receipt.id)) return held.charged;
  const account = receipt.receipt.payerAccount;
  const party = account === undefined ? undefined : book.claimOf(allocation.claim)?.party;
  if (account !== undefined && party !== undefined && context.isNewAccount(party, account)) return held.account;
  return undefined;
}

import type { Sentence } from '../../model/error.ts';
import type { Evidence, Proposal } from '../model/proposal.ts';
import { passes } from './catalogue.ts';

const rules: Readonly<Record<string, (seen: string, expected: string) => Sentence>> = {
  party_given: (_seen, expected) => ({ en: `the source says the customer is ${expected}`, zh: `来源已注明客户 ${expected}` }),
  account_known: (seen) => ({ en: `account ${seen} is known for this customer`, zh: `账户 ${seen} 已确认属于该客户` }),
  alias_confirmed: (seen) => ({ en: `payer "${seen}" was confirmed as this customer`, zh: `付款方“${seen}”已确认为该客户` }),
  name_equal: (seen) => ({ en: `payer "${seen}" is the customer's name`, zh: `付款方“${seen}”与客户名称一致` }),
  name_without_form: (seen, expected) => ({ en: `payer "${seen}" is "${expected}" without its legal form`, zh: `付款方“${seen}”为省略公司类型的“${expected}”` }),
  name_shortened: (seen, expected) => ({ en: `payer "${seen}" shortens "${expected}"`, zh: `付款方“${seen}”是“${expected}”的缩写` }),
  name_initials: (seen, expected) => ({ en: `payer "${seen}" are initials of "${expected}"`, zh: `付款方“${seen}”是“${expected}”的首字母` }),
  payer_other: (seen) => ({ en: `payer "${seen}" is not known as this customer`, zh: `付款方“${seen}”未确认为该客户` }),
  payer_unknown: (seen) => ({ en: `payer "${seen}" is not known`, zh: `付款方“${seen}”未知` }),
  reference_equal: (seen, expected) => ({ en: `reference ${seen} is that of ${expected}`, zh: `参考号 ${seen} 对应 ${expected}` }),
  number_equal: (seen, expected) => ({ en: `"${seen}" in the text is ${expected}`, zh: `附言中的“${seen}”即 ${expected}` }),
  remittance_number_equal: (seen, expected) => ({ en: `the advice names ${seen}, which is ${expected}`, zh: `付款通知注明 ${seen},即 ${expected}` }),
  remittance_number_short: (seen, expected) => ({ en: `the advice names ${seen}, short for ${expected}`, zh: `付款通知注明 ${seen},为 ${expected} 的简写` }),
  remittance_number_mistyped: (seen, expected) => ({ en: `the advice names ${seen}, one digit from ${expected}`, zh: `付款通知注明 ${seen},与 ${expected} 相差一位` }),
  remittance_amount_only: (seen, expected) => ({
    en: `the advice names ${seen}, which is none of this payer's; ${expected} has the amount`,
    zh: `付款通知注明 ${seen},不属于该付款方;${expected} 金额相符`,
  }),
  amount_equal: (seen) => ({ en: `the amount ${seen} is exactly open`, zh: `金额 ${seen} 与未清额完全一致` }),
  part_of_open: (seen, expected) => ({ en: `${seen} is a part of ${expected} open`, zh: `${seen} 为未清额 ${expected} 的一部分` }),
  more_than_open: (seen, expected) => ({ en: `${seen} is more than ${expected} open; the rest stays on account`, zh: `${seen} 超过未清额 ${expected},余额留作预收` }),
  part_of_exact_set: (seen) => ({ en: `${seen} is part of a set that sums exactly to the payment`, zh: `${seen} 属于合计恰好等于付款的一组` }),
  credit_taken: (seen) => ({ en: `credit of ${seen} was taken off`, zh: `已抵减贷项 ${seen}` }),
  oldest_first: (seen, expected) => ({ en: `${seen} to the oldest claim of ${expected}`, zh: `${seen} 用于最早的单据 ${expected}` }),
  rate: (seen, expected) => ({ en: `at the rate ${seen} of ${expected}`, zh: `按 ${expected} 汇率 ${seen}` }),
  converted_amount: (seen, expected) => ({ en: `the payment is ${seen} for ${expected} open`, zh: `付款折合 ${seen},未清额 ${expected}` }),
  other_currency: (seen, expected) => ({ en: `${seen} is in ${expected}: give a rate`, zh: `${seen} 币种为 ${expected}:请提供汇率` }),
  claim_already_paid: (seen) => ({ en: `${seen} is paid already: this looks like a second payment`, zh: `${seen} 已付清:可能是重复付款` }),
  number_of_other_party: (seen) => ({ en: `${seen} belongs to another customer`, zh: `${seen} 属于其他客户` }),
};

const shorts: Readonly<Record<string, Sentence>> = {
  discount: { en: 'an early-payment discount', zh: '现金折扣' },
  bankFee: { en: 'a bank charge', zh: '银行手续费' },
  withholdingTax: { en: 'withholding tax', zh: '代扣税' },
  deduction: { en: 'a stated deduction', zh: '扣款' },
  rounding: { en: 'rounding', zh: '尾差' },
};

/** The pass of matches that people make. */
export const byHandPass = 'byHand';
const byHand: Sentence = { en: 'made by a person', zh: '人工匹配' };

/** One piece of evidence as a sentence. */
export function evidenceSentence({ rule, seen, expected }: Evidence): Sentence {
  const short = /^short_by_(.+)$/.exec(rule)?.[1];
  const reason = short === undefined ? undefined : shorts[short];
  if (reason !== undefined) return { en: `${seen} of ${expected}: short by ${reason.en}`, zh: `${expected} 中付 ${seen}:差额为${reason.zh}` };
  return rules[rule]?.(seen, expected) ?? { en: `${rule}: ${seen}`, zh: `${rule}:${seen}` };
}

/** A proposal as a paragraph: what the pass saw, piece by piece, and what holds it back. */
export function explainProposal(proposal: Proposal): Sentence {
  return explainReasons(proposal, proposal.held);
}

/** What a pass saw, piece by piece. */
export function explainReasons({ pass, evidence }: Pick<Proposal, 'pass' | 'evidence'>, held?: Sentence): Sentence {
  const about = passes.find((p) => p.name === pass)?.about ?? (pass === byHandPass ? byHand : undefined);
  const parts = [about, ...evidence.map(evidenceSentence), held].filter((s): s is Sentence => s !== undefined);
  return { en: parts.map((s) => s.en.replace(/\.$/, '')).join('; '), zh: parts.map((s) => s.zh.replace(/。$/, '')).join('；') };
}

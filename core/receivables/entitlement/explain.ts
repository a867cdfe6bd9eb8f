import type { Sentence } from '../../model/error.ts';
import type { EntitlementFinding } from './compare.ts';

/** What a sentence about a finding names. Amounts are decimals with their currency. */
export interface FindingWords {
  /** The contract's number, as people write it. */
  readonly contract: string;
  /** The amount in question, without a sign. */
  readonly amount: string;
  readonly agreed: string | undefined;
  readonly invoiced: string;
  readonly invoices: string;
  readonly due: string | undefined;
  readonly owner: string | undefined;
}

type Told = (words: FindingWords) => Sentence;

const isNothing = (amount: string): boolean => !/[1-9]/.test(amount);

/** What each kind means, from the documents it rests on. */
const told: Readonly<Record<EntitlementFinding['kind'], Told>> = {
  not_billed: ({ contract, amount, due }) => ({
    en: `Contract ${contract}: nothing was invoiced, though ${amount} is due since ${due}`,
    zh: `合同 ${contract}：${amount} 自 ${due} 到期，尚未开票`,
  }),
  under_billed: ({ contract, amount, invoiced, due }) => ({
    en: `Contract ${contract}: ${invoiced} was invoiced, ${amount} of what is due is missing, the oldest since ${due}`,
    zh: `合同 ${contract}：已开票 ${invoiced}，到期款中仍缺 ${amount}，最早到期日 ${due}`,
  }),
  over_billed: ({ contract, amount, agreed, invoiced }) => ({
    en: `Contract ${contract}: ${invoiced} was invoiced, ${amount} more than the ${agreed ?? 'amount'} agreed`,
    zh: `合同 ${contract}：已开票 ${invoiced}，超出约定${agreed === undefined ? '' : ` ${agreed}`} ${amount}`,
  }),
  billed_without_contract: ({ contract, invoices, amount }) => ({
    en: `Invoice ${invoices} of ${amount} names contract ${contract}, which no system knows`,
    zh: `发票 ${invoices}（${amount}）注明合同 ${contract}，但没有系统存在该合同`,
  }),
  wrong_customer: ({ contract, invoices, amount }) => ({
    en: `Invoice ${invoices} of ${amount} went to another customer than contract ${contract} is with`,
    zh: `发票 ${invoices}（${amount}）的客户与合同 ${contract} 的客户不同`,
  }),
  wrong_currency: ({ contract, invoices, amount }) => ({
    en: `Invoice ${invoices} is in ${amount.split(' ')[1] ?? 'another currency'}, contract ${contract} in another currency`,
    zh: `发票 ${invoices} 的币种（${amount.split(' ')[1] ?? ''}）与合同 ${contract} 不同`,
  }),
  changed_after_signing: ({ contract, amount, due }) => ({
    en: `Contract ${contract} says something else than on ${due}, when it was signed: ${isNothing(amount) ? 'other lines or another currency' : `the amount differs by ${amount}`}`,
    zh: `合同 ${contract} 与 ${due} 签订时不同：${isNothing(amount) ? '收款计划或币种已变更' : `金额相差 ${amount}`}`,
  }),
  schedule_differs: ({ contract, amount, agreed }) => ({
    en: `Contract ${contract}: its schedule differs by ${amount} from the ${agreed ?? 'total'} agreed`,
    zh: `合同 ${contract}：收款计划与约定总额${agreed === undefined ? '' : ` ${agreed}`} 相差 ${amount}`,
  }),
  final_instalment_forgotten: ({ contract, amount, invoiced, due }) => ({
    en: `Contract ${contract}: the final instalment of ${amount}, due ${due}, was never invoiced; ${invoiced} was`,
    zh: `合同 ${contract}：尾款 ${amount}（到期日 ${due}）从未开票；已开票 ${invoiced}`,
  }),
  yearly_fee_forgotten: ({ contract, amount, due }) => ({
    en: `Contract ${contract}: the yearly fee of ${amount}, due ${due}, was not invoiced`,
    zh: `合同 ${contract}：年费 ${amount}（到期日 ${due}）未开票`,
  }),
  owner_left: ({ contract, amount, owner }) => ({
    en: `Contract ${contract} was looked after by ${owner}, who left; ${amount} is not invoiced`,
    zh: `合同 ${contract} 由已离职的 ${owner} 负责，${amount} 未开票`,
  }),
};

const todo: Readonly<Record<EntitlementFinding['kind'], Sentence>> = {
  not_billed: { en: 'Issue the invoice, or correct the schedule in the CRM', zh: '开具发票，或在 CRM 中更正收款计划' },
  under_billed: { en: 'Issue the missing invoice, or correct the schedule in the CRM', zh: '补开发票，或在 CRM 中更正收款计划' },
  over_billed: { en: 'Credit the difference, or add what was agreed later to the contract', zh: '开具红字发票冲减差额，或在合同中补充后续约定' },
  billed_without_contract: { en: 'Enter the contract in the CRM, or correct its number on the invoice', zh: '在 CRM 中录入合同，或更正发票上的合同号' },
  wrong_customer: { en: 'Correct the customer of the invoice or of the contract', zh: '更正发票或合同的客户' },
  wrong_currency: { en: 'Invoice again in the currency of the contract, or correct it there', zh: '按合同币种重新开票，或更正合同' },
  changed_after_signing: {
    en: 'Have the change signed and enter its signing date in the CRM, or put back there what was signed',
    zh: '请对变更重新签订并在 CRM 中填写新的签订日期，或恢复签订时的条款',
  },
  schedule_differs: { en: 'Bring the schedule and the total of the contract together in the CRM', zh: '在 CRM 中使收款计划与合同总额一致' },
  final_instalment_forgotten: { en: 'Issue the final invoice', zh: '开具尾款发票' },
  yearly_fee_forgotten: { en: 'Issue the invoice of the year, or end the contract', zh: '开具本年度发票，或终止合同' },
  owner_left: { en: 'Give the customer to a colleague, and issue the invoice', zh: '将客户转交同事，并开具发票' },
};

/** A finding in plain words, and what to do about it. */
export function findingSentence(kind: EntitlementFinding['kind'], words: FindingWords): { readonly sentence: Sentence; readonly todo: Sentence } {
  return { sentence: told[kind](words), todo: todo[kind] };
}

import type { Sentence } from '../../model/error.ts';
import type { OpenReason } from './openReasons.ts';

/** Why a receipt has no proposal. */
export const openReasons: Readonly<Record<OpenReason['kind'], Sentence>> = {
  duplicate_payment: { en: 'looks like a second payment of a paid invoice', zh: '疑似重复付款' },
  other_party_invoice: { en: 'names an invoice of another customer', zh: '注明的发票属于其他客户' },
  unidentified: { en: 'the payer is not known', zh: '付款方未知' },
  advance: { en: 'an advance', zh: '预付款' },
  other_currency: { en: 'open invoices are in another currency', zh: '未清发票为其他币种' },
  nothing_open: { en: 'this customer owes nothing', zh: '该客户没有未清款' },
  company_unknown: { en: 'which of our companies it was paid to is not known: give it in the column company', zh: '无法判断付给哪家本方公司：请在 company 列中注明' },
  unsure: { en: 'what fits is not sure: without --auto it is shown', zh: '有匹配建议但不确定：不加 --auto 可查看' },
  no_match: { en: 'no open invoice fits', zh: '没有匹配的未清发票' },
};

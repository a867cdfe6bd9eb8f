import type { Evidence } from '../model/proposal.ts';
import type { MatchContext } from './context.ts';
import { numberKeys, numberTokens } from './documentNumber.ts';
import type { OpenReceipt } from './draft.ts';
import { readMemo } from './memo.ts';

/** Why nothing was found for a receipt, as a person would say it. */
export interface OpenReason {
  readonly kind: 'duplicate_payment' | 'other_party_invoice' | 'unidentified' | 'advance' | 'other_currency' | 'nothing_open' | 'no_match' | 'company_unknown' | 'unsure';
  readonly evidence: readonly Evidence[];
}

/** Explains a receipt that stays open: it pays a paid claim again, names somebody else's invoice, its payer is unknown, it is an advance, it names a claim in another currency, or the payer owes nothing that fits. */
export function openReason(receipt: OpenReceipt, context: MatchContext): OpenReason {
  const { company, currency, payer, text, remittance = [] } = receipt.receipt;
  const hits = context.hits(receipt);
  const words = [...remittance.map((line) => line.ref), ...(receipt.receipt.references ?? []), ...numberTokens(text)];
  const all = words.flatMap((word) => {
    const reference = context.index.byReference(company, word.replace(/\s+/g, '').toUpperCase());
    const rows = reference.length > 0 ? reference : context.index.byNumber(company, numberKeys(word).full);
    return rows.map((row) => ({ word, row }));
  });
  const named = all.filter(({ row }) => row.claim.currency === currency);
  const evidence = (rule: string, seen: string, expected: string): Evidence[] => [{ rule, field: 'reference', seen, expected, weight: 0 }];
  const paid = named.find(({ row }) => context.open(row) === 0n && hits.some((hit) => hit.party === row.claim.party));
  if (paid !== undefined) return { kind: 'duplicate_payment', evidence: evidence('claim_already_paid', paid.word, 'an open document') };
  if (hits.length === 0) return { kind: 'unidentified', evidence: [{ rule: 'payer_unknown', field: 'payer', seen: payer, expected: 'a known party', weight: 0 }] };
  const foreign = named.find(({ row }) => !hits.some((hit) => hit.party === row.claim.party));
  if (foreign !== undefined) return { kind: 'other_party_invoice', evidence: evidence('number_of_other_party', foreign.word, 'a document of this payer') };
  const abroad = all.find(({ row }) => row.claim.currency !== currency && context.open(row) !== 0n);
  if (abroad !== undefined) return { kind: 'other_currency', evidence: evidence('other_currency', abroad.word, abroad.row.claim.currency) };
  if (remittance.some((line) => readMemo(line.memo, currency).advance) || readMemo(text, currency).advance) return { kind: 'advance', evidence: [] };
  return { kind: context.pool(receipt).length === 0 ? 'nothing_open' : 'no_match', evidence: [] };
}

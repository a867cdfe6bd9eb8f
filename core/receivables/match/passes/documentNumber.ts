import type { KnownRow } from '../../book/claimRow.ts';
import type { MatchContext } from '../context.ts';
import { numberKeys, numberTokens } from '../documentNumber.ts';
import type { OpenReceipt } from '../draft.ts';
import type { Pass } from '../pass.ts';
import { draftByName, type NamedClaim } from './byName.ts';

/** Bare digits name a document only when there are so many of them; shorter ones are dates, cheque numbers and amounts. */
const bareDigitsMin = 3;

/** (b) The text names one or more document numbers, and the amount agrees. */
export const documentNumber: Pass = {
  name: 'document_number',
  about: { en: 'The payment text names the document number; the amount was checked.', zh: '付款附言中有单据号;金额已核对。' },
  ceiling: 0.99,
  find(receipt, context) {
    const named = namedClaims(receipt, context);
    return named.length === 0 ? undefined : draftByName(receipt, context, named, 'number_equal');
  },
};

function namedClaims(receipt: OpenReceipt, context: MatchContext): NamedClaim[] {
  const { company, currency, text } = receipt.receipt;
  const found: NamedClaim[] = [];
  const take = (rows: readonly KnownRow[], seen: string, quality: NamedClaim['quality']): void => {
    const own = rows.filter((row) => row.claim.currency === currency);
    const [row] = own;
    if (own.length === 1 && row !== undefined && !found.some((named) => named.row === row)) found.push({ row, seen, quality });
  };
  const tokens = numberTokens(text);
  for (const token of receipt.receipt.references === undefined ? tokens : [...receipt.receipt.references, ...tokens]) {
    const keys = numberKeys(token);
    const exact = context.index.byNumber(company, keys.full);
    if (exact.length > 0) take(exact, token, 'full');
    else if (keys.digits.length >= bareDigitsMin) {
      // Without the whole number only a claim whose amount is the payment's counts.
      const fits = context.index.byDigits(company, keys.digits).filter((row) => context.open(row) === receipt.leftMinor && context.hit(receipt, row.claim.party) !== undefined);
      take(fits, token, 'digits');
    }
  }
  return found;
}

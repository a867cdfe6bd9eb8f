import type { Claim } from '../../model/claim.ts';
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
  about: { en: 'The payment text names the document number, and the amount agrees.', zh: '付款附言中有单据号,且金额相符。' },
  find(receipt, context) {
    const named = namedClaims(receipt, context);
    return named.length === 0 ? undefined : draftByName(receipt, context, named, 'number_equal');
  },
};

function namedClaims(receipt: OpenReceipt, context: MatchContext): NamedClaim[] {
  const { company, currency, text } = receipt.receipt;
  const found = new Map<string, NamedClaim>();
  const take = (claims: readonly Claim[], seen: string, quality: NamedClaim['quality']): void => {
    const own = claims.filter((claim) => claim.currency === currency);
    if (own.length === 1 && !found.has((own[0] as Claim).id)) found.set((own[0] as Claim).id, { claim: own[0] as Claim, seen, quality });
  };
  for (const token of [...(receipt.receipt.references ?? []), ...numberTokens(text)]) {
    const keys = numberKeys(token);
    const exact = context.index.byNumber(company, keys.full);
    if (exact.length > 0) take(exact, token, 'full');
    else if (keys.digits.length >= bareDigitsMin) {
      // Without the whole number only a claim whose amount is the payment's counts.
      const fits = context.index.byDigits(company, keys.digits).filter((claim) => context.open(claim) === receipt.leftMinor && context.hit(receipt, claim.party) !== undefined);
      take(fits, token, 'digits');
    }
  }
  return [...found.values()];
}

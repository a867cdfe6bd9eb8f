import type { KnownRow } from '../../book/claimRow.ts';
import type { Adjustment } from '../../model/matchGroup.ts';
import type { MatchContext } from '../context.ts';
import { convertMinor } from '../convert.ts';
import { numberKeys, numberTokens } from '../documentNumber.ts';
import type { OpenReceipt } from '../draft.ts';
import { amountEvidence, partyEvidence, referenceEvidence } from '../evidence.ts';
import type { Pass } from '../pass.ts';

/** A paid amount may be off the converted one by so many hundredths of a percent: rates of the day differ between banks. */
const toleranceBasisPoints = 200n;

/** (b′) The payment names a claim in another currency, and at the day's rate it is about the open amount. The difference is written apart, and a second person sees it. */
export const otherCurrency: Pass = {
  name: 'other_currency',
  about: {
    en: 'The payment names a claim in another currency; converted at the day’s rate it is about what is open.',
    zh: '付款指明另一币种的单据;按当日汇率折算与未清额基本一致。',
  },
  ceiling: 0.8,
  find(receipt, context) {
    const { currency, date } = receipt.receipt;
    for (const { row, word } of namedAbroad(receipt, context)) {
      const { claim } = row;
      const hit = context.hit(receipt, claim.party);
      const rate = context.rate(currency, claim.currency, date);
      const claimMinor = rate === undefined ? undefined : convertMinor(receipt.leftMinor, currency, claim.currency, rate.value);
      const open = context.open(row);
      if (hit === undefined || rate === undefined || claimMinor === undefined || !isNear(claimMinor, open)) continue;
      const adjustments: Adjustment[] = claimMinor === open ? [] : [{ claim: claim.id, amountMinor: open - claimMinor, reason: 'fxDifference' }];
      return {
        confidence: 0.8,
        allocations: [{ claim: claim.id, amountMinor: receipt.leftMinor, claimMinor }],
        adjustments,
        rate,
        evidence: [
          partyEvidence(hit, receipt.receipt.payer),
          referenceEvidence('number_equal', word, claim, 0.9),
          { rule: 'rate', field: 'currency', seen: `${rate.value} ${currency}/${claim.currency}`, expected: rate.source, weight: 0.5 },
          amountEvidence('converted_amount', claimMinor, open, claim, 0.7),
        ],
      };
    }
    return undefined;
  },
};

/** Open claims of the company in another currency that the payment names. */
function namedAbroad(receipt: OpenReceipt, context: MatchContext): { row: KnownRow; word: string }[] {
  const { company, currency, text, remittance = [] } = receipt.receipt;
  const words = [...context.references(receipt), ...(receipt.receipt.references ?? []), ...numberTokens(text), ...remittance.map((line) => line.ref)];
  return words.flatMap((word) => {
    const referenced = context.index.byReference(company, word);
    const rows = referenced.length > 0 ? referenced : context.index.byNumber(company, numberKeys(word).full);
    return rows.filter((row) => row.claim.currency !== currency && context.open(row) !== 0n).map((row) => ({ row, word }));
  });
}

function isNear(paid: bigint, open: bigint): boolean {
  if (paid > 0n !== open > 0n) return false;
  const difference = paid > open ? paid - open : open - paid;
  return difference * 10_000n <= (open < 0n ? -open : open) * toleranceBasisPoints;
}

import type { Adjustment } from '../../model/matchGroup.ts';
import { fitAmount } from '../amountFit.ts';
import type { Draft } from '../draft.ts';
import { amountEvidence, partyEvidence } from '../evidence.ts';
import { readMemo } from '../memo.ts';
import type { Pass } from '../pass.ts';

/** (e) The payer is known and one claim is short by a reason that is known: its terms, a stated reduction, a usual rate, a bank fee, rounding. */
export const knownDeduction: Pass = {
  name: 'known_deduction',
  about: { en: 'One open claim is short by a known reason: discount, fee, withholding or rounding.', zh: '一张未清单据因已知原因少付:现金折扣、手续费、代扣或尾差。' },
  ceiling: 0.85,
  afterWords: true,
  find(receipt, context) {
    const memo = readMemo(receipt.receipt.text, receipt.receipt.currency);
    const drafts: Draft[] = [];
    for (const { claim, openMinor, party } of context.poolByDue(receipt)) {
      const fit = fitAmount(receipt.leftMinor, openMinor, claim, receipt.receipt.date, context.policy, memo);
      if (fit.kind !== 'deducted' || party.strength < 0.8) continue;
      const adjustments: Adjustment[] = [{ claim: claim.id, amountMinor: fit.differenceMinor, reason: fit.reason }];
      const evidence = [partyEvidence(party, receipt.receipt.payer), amountEvidence(`short_by_${fit.reason}`, receipt.leftMinor, openMinor, claim, 0.7)];
      drafts.push({ confidence: fit.sure ? 0.85 : 0.65, allocations: [{ claim: claim.id, amountMinor: receipt.leftMinor }], adjustments, evidence });
    }
    const [best, ...others] = drafts.sort((a, b) => b.confidence - a.confidence);
    if (best === undefined) return undefined;
    const rivals = others.filter((other) => other.confidence === best.confidence);
    const alternatives = others
      .slice(0, 5)
      .map((other) => ({ claims: other.allocations.map((a) => a.claim), confidence: other.confidence, why: 'another claim would be short by a usual rate' }));
    return rivals.length === 0 ? { ...best, alternatives } : { ...best, alternatives, confidence: 0.4, ambiguous: true };
  },
};

import { granularity, isNoChance } from '../chance.ts';
import type { MatchContext, PoolClaim } from '../context.ts';
import type { Draft, OpenReceipt } from '../draft.ts';
import { amountEvidence, partyEvidence } from '../evidence.ts';
import type { Pass } from '../pass.ts';

/** (d) The payer is known and exactly one of its claims has the amount. */
export const singleExact: Pass = {
  name: 'single_exact',
  about: { en: 'The payer is known, and exactly one open claim has this amount.', zh: '付款方已知,且只有一张未清单据金额相同。' },
  ceiling: 0.97,
  afterWords: true,
  find(receipt, context) {
    const pool = context.pool(receipt);
    const hits = pool.filter((item) => item.openMinor === receipt.leftMinor);
    if (hits.length === 0) return undefined;
    const equal = hits.length === 1 ? hits : context.poolByDue(receipt).filter((item) => item.openMinor === receipt.leftMinor);
    const strongest = equal.reduce((most, item) => Math.max(most, item.party.strength), 0);
    const best = equal.filter((item) => item.party.strength === strongest);
    const chosen = best[0] as PoolClaim;
    const draft: Draft = {
      confidence: confidenceOf(receipt, context, pool, chosen),
      allocations: [{ claim: chosen.claim.id, amountMinor: receipt.leftMinor }],
      evidence: [partyEvidence(chosen.party, receipt.receipt.payer), amountEvidence('amount_equal', receipt.leftMinor, chosen.openMinor, chosen.claim, 1)],
      alternatives: equal.slice(1, 6).map((item) => ({ claims: [item.claim.id], confidence: 0.5 * item.party.strength, why: 'the same amount is open' })),
    };
    if (best.length === 1 && equal.length === 1) return draft;
    if (best.length === 1) return { ...draft, confidence: Math.min(draft.confidence, 0.8) };
    return { ...draft, confidence: 0.55, ambiguous: true };
  },
};

/** A name that is equal (or a confirmed alias) and an amount that chance would hardly hit is automatic; shortened names and initials are a suggestion. */
function confidenceOf(receipt: OpenReceipt, context: MatchContext, pool: readonly PoolClaim[], chosen: PoolClaim): number {
  const { strength } = chosen.party;
  const own = pool.filter((item) => item.party.party === chosen.party.party);
  const grain = granularity([...own.map((item) => item.openMinor), receipt.leftMinor]);
  const sure = strength >= 0.97 && isNoChance(own.length - 1, grain, receipt.leftMinor);
  if (sure) return context.policy.autoAt + 0.01;
  return 0.6 + 0.3 * strength;
}

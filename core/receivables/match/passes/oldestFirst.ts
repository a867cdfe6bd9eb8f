import { amountEvidence, partyEvidence } from '../evidence.ts';
import type { Pass } from '../pass.ts';

/** (h) Nothing else fits: the payment would pay the payer's oldest claims. Never more than a thought to start from. */
export const oldestFirst: Pass = {
  name: 'oldest_first',
  about: { en: 'Nothing fits exactly: the oldest open claims first, as a suggestion only.', zh: '没有完全相符的单据:仅建议按最早到期核销。' },
  ceiling: 0.3,
  afterWords: true,
  find(receipt, context) {
    if (receipt.leftMinor <= 0n) return undefined;
    const pool = context.poolByDue(receipt).filter((item) => item.openMinor > 0n && item.party.strength >= 0.97);
    let left = receipt.leftMinor;
    const allocations = [];
    const evidence = [];
    for (const { claim, openMinor, party } of pool) {
      if (left === 0n) break;
      const amountMinor = openMinor < left ? openMinor : left;
      left -= amountMinor;
      if (evidence.length === 0) evidence.push(partyEvidence(party, receipt.receipt.payer));
      allocations.push({ claim: claim.id, amountMinor });
      evidence.push(amountEvidence('oldest_first', amountMinor, openMinor, claim, 0.1));
    }
    return allocations.length === 0 ? undefined : { confidence: 0.3, allocations, evidence };
  },
};

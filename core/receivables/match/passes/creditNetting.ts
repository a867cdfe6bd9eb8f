import { findCombinations } from '../combination.ts';
import type { PoolClaim } from '../context.ts';
import type { Draft } from '../draft.ts';
import { amountEvidence, partyEvidence } from '../evidence.ts';
import type { Pass } from '../pass.ts';
import { poolsByParty } from './combination.ts';

/** So many credit notes are tried together; more have too many accidental answers. */
const creditsMax = 2;
const creditCandidatesMax = 12;

/** (g) Invoices less one or two credit notes of the payer are exactly the payment. */
export const creditNetting: Pass = {
  name: 'credit_netting',
  about: { en: 'Open invoices less the payer’s credit notes are exactly the payment.', zh: '未清发票减去该客户的贷项(红字)恰好等于付款。' },
  ceiling: 0.8,
  afterWords: true,
  searches: true,
  find(receipt, context) {
    if (receipt.leftMinor <= 0n) return undefined;
    const credits = context.poolByDue(receipt).filter((item) => item.openMinor < 0n);
    if (credits.length === 0) return undefined;
    const answers: PoolClaim[][] = [];
    for (const invoices of poolsByParty(receipt, context)) {
      const own = credits.filter((credit) => credit.party.party === invoices[0]?.party.party).slice(0, creditCandidatesMax);
      for (const taken of smallSets(own)) {
        const target = receipt.leftMinor - taken.reduce((sum, credit) => sum + credit.openMinor, 0n);
        const singles = invoices.filter((invoice) => invoice.openMinor === target).map((invoice) => [invoice.claim.id]);
        const sets = findCombinations(
          invoices.map((i) => ({ id: i.claim.id, amountMinor: i.openMinor })),
          target,
          { sizeMax: 3, nodesMax: context.policy.combinationNodesMax / 20 },
        ).found;
        for (const ids of [...singles, ...sets]) answers.push([...invoices.filter((invoice) => ids.includes(invoice.claim.id)), ...taken]);
        if (answers.length > 1) break;
      }
    }
    const [chosen, ...others] = answers;
    if (chosen === undefined) return undefined;
    const draft: Draft = {
      confidence: others.length === 0 ? 0.8 : 0.5,
      allocations: chosen.map((item) => ({ claim: item.claim.id, amountMinor: item.openMinor })),
      evidence: [
        partyEvidence(chosen[0]?.party, receipt.receipt.payer),
        ...chosen.map((item) => amountEvidence(item.openMinor < 0n ? 'credit_taken' : 'part_of_exact_set', item.openMinor, item.openMinor, item.claim, 0.7)),
      ],
      alternatives: others.map((items) => ({ claims: items.map((item) => item.claim.id), confidence: 0.5, why: 'this set has the same sum' })),
    };
    return others.length === 0 ? draft : { ...draft, ambiguous: true };
  },
};

function smallSets(credits: readonly PoolClaim[]): PoolClaim[][] {
  const sets: PoolClaim[][] = credits.map((credit) => [credit]);
  if (creditsMax < 2) return sets;
  for (let i = 0; i < credits.length; i += 1) for (let j = i + 1; j < credits.length; j += 1) sets.push([credits[i] as PoolClaim, credits[j] as PoolClaim]);
  return sets;
}

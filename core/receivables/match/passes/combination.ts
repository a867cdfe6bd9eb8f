import { granularity, isNoChance, setsUpTo } from '../chance.ts';
import { findCombinations } from '../combination.ts';
import type { MatchContext, PoolClaim } from '../context.ts';
import type { Draft, OpenReceipt } from '../draft.ts';
import { amountEvidence, partyEvidence } from '../evidence.ts';
import type { Pass } from '../pass.ts';

const stopped = { en: 'The search stopped at its budget; there may be other sets.', zh: '搜索达到上限而停止,可能还有其他组合。' };

/** (f) A set of claims of the payer sums exactly to the payment, and no other set does. */
export const combination: Pass = {
  name: 'combination',
  about: { en: 'A set of open claims sums exactly to the payment, and it is the only one.', zh: '一组未清单据之和恰好等于付款,且唯一。' },
  ceiling: 0.96,
  afterWords: true,
  searches: true,
  find(receipt, context) {
    if (receipt.leftMinor <= 0n) return undefined;
    for (const items of poolsByParty(receipt, context)) {
      const draft = combine(receipt, context, items);
      if (draft !== undefined) return draft;
    }
    return undefined;
  },
};

/** The open invoices of each party the payer may be, the strongest party first; a longer list is cut to the oldest. */
export function poolsByParty(receipt: OpenReceipt, context: MatchContext): PoolClaim[][] {
  const pool = context.poolByDue(receipt).filter((item) => item.openMinor > 0n && item.party.strength >= 0.6);
  const [only] = pool;
  if (only !== undefined && pool.every((item) => item.party === only.party)) return [pool.slice(0, context.policy.combinationCandidatesMax)];
  const groups = [...Map.groupBy(pool, (item) => item.party.party).values()].sort((a, b) => (b[0]?.party.strength ?? 0) - (a[0]?.party.strength ?? 0));
  return groups.map((items) => items.slice(0, context.policy.combinationCandidatesMax));
}

function combine(receipt: OpenReceipt, context: MatchContext, items: readonly PoolClaim[]): Draft | undefined {
  const { policy } = context;
  const byId = new Map(items.map((item) => [item.claim.id, item]));
  const list = items.map((item) => ({ id: item.claim.id, amountMinor: item.openMinor }));
  const nodesMax = policy.combinationNodesMax;
  let result = findCombinations(list, receipt.leftMinor, { sizeMax: policy.combinationAutoMax, nodesMax });
  let size = policy.combinationAutoMax;
  if (result.found.length === 0 && result.complete && items.length > size) {
    // The smaller sets are known not to be there. A set of so many is only ever a suggestion: it may cost half of a payment's budget.
    result = findCombinations(list, receipt.leftMinor, { sizeMin: size + 1, sizeMax: policy.combinationMax, nodesMax: Math.min(nodesMax / 4, nodesMax - result.nodes) });
    size = policy.combinationMax;
  }
  const [first, ...others] = preferred(result.found, byId);
  if (first === undefined) return undefined;
  const chosen = first.map((id) => byId.get(id) as PoolClaim);
  const { party } = chosen[0] as PoolClaim;
  const noChance = isNoChance(setsUpTo(items.length, size), granularity([...items.map((i) => i.openMinor), receipt.leftMinor]), receipt.leftMinor);
  const unique = others.length === 0 && result.complete;
  const confidence = !unique ? 0.55 : noChance && party.strength >= 0.97 && size === policy.combinationAutoMax ? policy.autoAt + 0.005 : noChance ? 0.85 : 0.7;
  return {
    confidence,
    allocations: chosen.map((item) => ({ claim: item.claim.id, amountMinor: item.openMinor })),
    evidence: [partyEvidence(party, receipt.receipt.payer), ...chosen.map((item) => amountEvidence('part_of_exact_set', item.openMinor, item.openMinor, item.claim, 0.8))],
    alternatives: others.map((ids) => ({ claims: ids, confidence: 0.5, why: 'this set has the same sum' })),
    ...(unique ? {} : { ambiguous: true as const, held: result.complete ? undefined : stopped }),
  };
}

/** Of several sets: all due first, then oldest, then one contract, then fewest. */
function preferred(found: readonly (readonly string[])[], byId: ReadonlyMap<string, PoolClaim>): readonly (readonly string[])[] {
  if (found.length < 2) return found;
  const rank = (ids: readonly string[]): string => {
    const claims = ids.map((id) => byId.get(id)?.claim);
    const latest = claims.reduce((most, claim) => ((claim?.due ?? '9999') > most ? (claim?.due ?? '9999') : most), '');
    const contracts = new Set(claims.map((claim) => claim?.contract ?? ''));
    return `${latest}|${String(contracts.size).padStart(3, '0')}|${String(ids.length).padStart(3, '0')}|${ids.join()}`;
  };
  return [...found].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

import type { Claim } from '../model/claim.ts';
import type { Fact } from '../model/fact.ts';

/** Going live: a claim that was partly paid before the cut-over gets one `opening` group per claim over what was settled, dated on the cut-over, with the statement that proves it. Its own payments are never asked for. */
export function openingFacts(claims: readonly (Claim & { readonly openAtCutoverMinor: bigint })[], cutover: string, proof: string): Fact[] {
  const facts: Fact[] = [];
  for (const { openAtCutoverMinor, ...claim } of claims) {
    facts.push({ type: 'claim', claim });
    const settled = claim.totalMinor - openAtCutoverMinor;
    if (settled === 0n) continue;
    facts.push({
      type: 'group',
      group: {
        id: `opening_${claim.id}`,
        origin: 'opening',
        company: claim.company,
        date: cutover,
        allocations: [],
        adjustments: [{ claim: claim.id, amountMinor: settled, reason: 'opening' }],
        by: `opening:${proof}`,
      },
    });
  }
  return facts;
}

import { contentHash } from '../../model/hash.ts';
import type { MatchGroup } from '../model/matchGroup.ts';

/** Names a decision by what it joins: the same receipt to the same claims by the same amounts, with the same adjustments. A rejected one is not offered again. */
export function decisionKey({ allocations, adjustments }: Pick<MatchGroup, 'allocations' | 'adjustments'>): string {
  const joined = allocations.map((a) => `${a.receipt ?? ''}>${a.claim}:${a.claimMinor}`);
  const taken = adjustments.map((a) => `${a.claim}-${a.amountMinor}:${a.reason}`);
  return contentHash([...joined, ...taken].sort());
}

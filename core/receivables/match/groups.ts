import { contentHash } from '../../model/hash.ts';
import { type Adjustment, type Allocation, groupDocumentsMax, type MatchGroup } from '../model/matchGroup.ts';
import type { Proposal } from '../model/proposal.ts';

/** Who accepts a proposal, and on which day it counts. `approvedBy` is the second person where one is needed. */
export interface Acceptance {
  readonly by: string;
  readonly date: string;
  readonly approvedBy?: string;
}

/** Why a proposal was not accepted as it is. */
export type AcceptanceRefusal = 'needs_approver' | 'same_person' | 'nothing_in_it';

/** Makes the group (or the chain of groups, when there are more documents than one group holds) that a proposal stands for. Adjustments need an approver who is not the proposer. Credit notes go first, so that no part of a chain takes more than the receipt has. */
export function groupsOf(proposal: Proposal, acceptance: Acceptance): { readonly groups: readonly MatchGroup[]; readonly refused?: AcceptanceRefusal } {
  const { allocations, adjustments } = proposal;
  if (allocations.length === 0 && adjustments.length === 0) return { groups: [], refused: 'nothing_in_it' };
  if (adjustments.length > 0 && acceptance.approvedBy === undefined) return { groups: [], refused: 'needs_approver' };
  if (acceptance.approvedBy !== undefined && acceptance.approvedBy === acceptance.by) return { groups: [], refused: 'same_person' };
  const ordered = allocations.length > groupDocumentsMax ? [...allocations].sort((a, b) => (a.claimMinor < b.claimMinor ? -1 : 1)) : allocations;
  const groups: MatchGroup[] = [];
  // In a chain an adjustment goes with its claim; one of a claim that gets no money goes last.
  const adjustmentsOf = (lines: readonly Allocation[], last: boolean): Adjustment[] =>
    adjustments.filter(({ claim }) => lines.some((line) => line.claim === claim) || (last && !ordered.some((line) => line.claim === claim)));
  for (let from = 0, part = 0; from < Math.max(ordered.length, 1); from += groupDocumentsMax, part += 1) {
    const lines = ordered.slice(from, from + groupDocumentsMax);
    groups.push({
      id: `g_${part === 0 ? proposal.inputsHash : contentHash([proposal.inputsHash, part])}`,
      origin: 'us',
      company: proposal.company,
      date: acceptance.date,
      allocations: lines,
      adjustments: ordered.length <= groupDocumentsMax ? adjustments : adjustmentsOf(lines, from + groupDocumentsMax >= ordered.length),
      by: acceptance.by,
      approvedBy: acceptance.approvedBy,
      proposal: proposal.id,
      previous: groups.at(-1)?.id,
      rate: proposal.rate,
    });
  }
  return { groups };
}

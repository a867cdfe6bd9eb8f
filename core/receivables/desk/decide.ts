import { err, ok, type Result } from '../../model/result.ts';
import type { Book } from '../book/book.ts';
import { type CommitConflict, commitGroup } from '../book/commit.ts';
import { decisionKey } from '../book/decisionKey.ts';
import { type Acceptance, type AcceptanceRefusal, groupsOf } from '../match/groups.ts';
import type { Fact } from '../model/fact.ts';
import type { Proposal } from '../model/proposal.ts';

/** Accepts a proposal: the groups it stands for, all or none. The checks are made against the book as it is now, so a proposal whose claims changed meanwhile is a conflict, never an over-allocation. */
export function acceptProposal(book: Book, proposal: Proposal, acceptance: Acceptance): Result<readonly Fact[], CommitConflict | AcceptanceRefusal> {
  const { groups, refused } = groupsOf(proposal, acceptance);
  if (refused !== undefined) return err(refused);
  const facts: Fact[] = [];
  for (const group of groups) {
    const checked = commitGroup(book, group);
    if (!checked.ok) return checked;
    facts.push(checked.value);
  }
  return ok(facts);
}

/** Rejects a proposal, so that the same decision is not offered again. */
export function rejectProposal(proposal: Proposal): readonly Fact[] {
  return [
    { type: 'rejected', key: decisionKey(proposal) },
    { type: 'rejected', key: proposal.id },
  ];
}

import { contentHash } from '../../model/hash.ts';
import type { Fact } from '../model/fact.ts';
import type { MatchGroup } from '../model/matchGroup.ts';
import type { Book } from './book.ts';
import { decisionKey } from './decisionKey.ts';
import { firstOpen } from './firstOpen.ts';

/** Takes back a group with its whole chain, newest first: one reversal each, and the proposal marked so that it is not offered again. The reversal is dated in the open period. An unknown or already reversed group gives nothing. */
export function undoGroup(book: Book, groupId: string, by: { readonly date: string; readonly by: string; readonly reason: string }): Fact[] {
  const chain = chainOf(book, groupId).filter((group) => !book.reversals.has(group.id));
  const facts: Fact[] = [];
  for (const group of chain) {
    facts.push({
      type: 'reversal',
      reversal: { id: `rev_${contentHash([group.id])}`, reverses: group.id, date: firstOpen(by.date, book.closedThrough(group.company)), by: by.by, reason: by.reason },
    });
    facts.push({ type: 'rejected', key: decisionKey(group) });
    if (group.proposal !== undefined) facts.push({ type: 'rejected', key: group.proposal });
  }
  return facts;
}

/** Reverses everything a charged-back receipt was applied to; the claims are open again. */
export function chargeBack(book: Book, receipt: string, by: { readonly date: string; readonly by: string; readonly reason: string }): Fact[] {
  const facts: Fact[] = [{ type: 'chargeback', receipt, date: by.date, reason: by.reason }];
  for (const group of book.effectiveGroups()) {
    if (!group.allocations.some((allocation) => allocation.receipt === receipt)) continue;
    facts.push({
      type: 'reversal',
      reversal: { id: `rev_${contentHash([group.id])}`, reverses: group.id, date: firstOpen(by.date, book.closedThrough(group.company)), by: by.by, reason: by.reason },
    });
  }
  return facts;
}

/** All groups of the chain a group belongs to, newest first. */
function chainOf(book: Book, groupId: string): MatchGroup[] {
  const start = book.groups.get(groupId);
  if (start === undefined) return [];
  const next = new Map([...book.groups.values()].filter((g) => g.previous !== undefined).map((g) => [g.previous as string, g]));
  const chain = [start];
  for (
    let group = start.previous === undefined ? undefined : book.groups.get(start.previous);
    group !== undefined;
    group = group.previous === undefined ? undefined : book.groups.get(group.previous)
  )
    chain.push(group);
  for (let group = next.get(groupId); group !== undefined; group = next.get(group.id)) chain.unshift(group);
  return chain;
}

import type { Fact } from '../../model/fact.ts';

/** What happened between two moments, counted by kind, with the facts themselves in order of arrival. */
export interface LedgerChanges {
  readonly counts: Readonly<Record<string, number>>;
  readonly facts: readonly Fact[];
}

/** What changed since yesterday: facts that arrived from one instant to another. The caller knows when each arrived. */
export function changesBetween(facts: readonly { readonly fact: Fact; readonly at: number }[], fromMs: number, toMs: number): LedgerChanges {
  const chosen = facts.filter(({ at }) => at >= fromMs && at < toMs).sort((a, b) => a.at - b.at);
  const counts: Record<string, number> = {};
  for (const { fact } of chosen) counts[fact.type] = (counts[fact.type] ?? 0) + 1;
  return { counts, facts: chosen.map(({ fact }) => fact) };
}

import { keyPart } from '../../model/keys.ts';
import type { Item, ItemInput, Key } from '../../ports/table.ts';
import type { MatchGroup, Reversal } from '../model/matchGroup.ts';
import type { Evidence, Proposal } from '../model/proposal.ts';
import { fromBody, toBody } from './minor.ts';

/** Why a match was made: kept with it, because documents change. */
export interface Reasons {
  readonly pass: string;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

/** Pieces of evidence kept: more nobody reads, and an item has its limit. */
const evidenceMax = 40;

/** What a proposal says for itself. */
export function reasonsOf({ pass, confidence, evidence }: Proposal): Reasons {
  return { pass, confidence, evidence: evidence.slice(0, evidenceMax) };
}

/** A match group as it is kept: one item of at most 90 documents, with its reversal once there is one. Never deleted. */
export interface StoredGroup {
  readonly group: MatchGroup;
  readonly reversal?: Reversal;
  /** What spoke for it, as it was seen then. */
  readonly why?: Reasons;
  /** When it was stored, and when it was reversed: milliseconds. */
  readonly at: number;
  readonly reversedAt?: number;
}

/** Where a group lies. */
export function groupKey(id: string): Key {
  return { pk: `GROUP#${keyPart(id)}`, sk: '@' };
}

/** The group as an item. */
export function groupItem(stored: StoredGroup): ItemInput {
  return { ...groupKey(stored.group.id), kind: 'group', body: toBody(stored) };
}

/** A group from its item. */
export function groupOf(item: Item): StoredGroup {
  return fromBody<StoredGroup>(item.body);
}

/** Documents that a group touches, each once: `claim#…` and `receipt#…`. */
export function touchedBy(group: MatchGroup): string[] {
  const touched = new Set<string>();
  for (const { claim, receipt } of group.allocations) {
    touched.add(`claim#${claim}`);
    if (receipt !== undefined) touched.add(`receipt#${receipt}`);
  }
  for (const { claim } of group.adjustments) touched.add(`claim#${claim}`);
  return [...touched];
}

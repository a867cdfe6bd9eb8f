import { keyPart } from '../../model/keys.ts';
import type { Item, ItemInput, Key } from '../../ports/table.ts';
import type { MatchGroup, Reversal } from '../model/matchGroup.ts';
import { fromBody, toBody } from './minor.ts';

/** A match group as it is kept: one item of at most 90 documents, with its reversal once there is one. Never deleted. */
export interface StoredGroup {
  readonly group: MatchGroup;
  readonly reversal?: Reversal;
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

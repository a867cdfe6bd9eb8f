import type { JsonObject } from '../model/json.ts';
import type { Change } from '../ports/feed.ts';
import type { Entity } from './entity.ts';
import { showsSame } from './features.ts';
import { signatureIn } from './gone-signature.ts';
import type { SourceRecord } from './record.ts';
import { recordOf } from './record-item.ts';
import type { World } from './world.ts';

/**
 * Live records of both parts of a split: the new part stands under no key yet, and the other may be one with somebody whom the records that left had kept out.
 */
export function partedBySplit(old: Entity | undefined, now: Entity): string[] {
  return now.mergedInto !== undefined || !isPart(old, now) ? [] : liveOf(now);
}

/**
 * Live records of an entity that may be one with somebody now whom another of its records had kept out: that one no longer shows something that it was compared by, and its own comparison misses whoever has nothing in common with it.
 *
 *   a: name, mailbox      b: name, telephone, tax 16      one customer
 *   c: name, mailbox, tax 08                              kept apart by the number of b, found by the mailbox of a
 *   person clears it in b: b is compared, and shares nothing with c; a does
 */
export function freedToJoin(world: World, old: Entity | undefined, now: Entity): string[] {
  if (old === undefined || now.mergedInto !== undefined || isPart(old, now)) return [];
  const shown = (ref: string): JsonObject | undefined => signatureIn(world, now, ref);
  const freeing = Object.keys(old.members).filter((ref) => lacksValue(signatureIn(world, old, ref), shown(ref)));
  return freeing.length === 0 ? [] : liveOf(now).filter((ref) => freeing.every((other) => lacksValue(shown(ref), shown(other))));
}

const liveOf = ({ members }: Entity): string[] => Object.keys(members).filter((ref) => members[ref]?.dead !== true);

function isPart(old: Entity | undefined, now: Entity): boolean {
  const isNew = old === undefined || old.mergedInto !== undefined;
  return isNew ? now.cannotLink.length > 0 : Object.keys(old.members).some((ref) => now.members[ref] === undefined);
}

/** True when something that one was compared by is not in the other. */
function lacksValue(one: JsonObject | undefined, other: JsonObject | undefined): boolean {
  return one !== undefined && Object.keys(one).some((feature) => [one[feature]].flat().some((value) => ![other?.[feature]].flat().includes(value)));
}

/**
 * The record that shows somebody else since a delivery wrote to it or looked at it. Whoever takes in a page is told again until the record is compared with others; a delivery that comes again finds nothing left to do:
 *
 *   delivery: tax 16 written to c · record · entity · †
 *   again:                                            c shows 16: nobody compares it with the other customer of that number
 */
export function shownAnew(world: World, change: Change): SourceRecord | undefined {
  if (change.old?.kind !== 'record' || change.new?.kind !== 'record') return undefined;
  const [before, rec] = [recordOf(change.old), recordOf(change.new)];
  const isByPage = before.seen[0] !== rec.seen[0] || before.seen[1] !== rec.seen[1];
  if (before.seq === rec.seq || isByPage || rec.origin !== 'native' || rec.state === 'gone') return undefined;
  return showsSame(world, before, rec) ? undefined : rec;
}

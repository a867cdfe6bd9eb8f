import type { Change } from '../ports/feed.ts';
import type { Entity } from './entity.ts';
import { showsSame } from './features.ts';
import type { SourceRecord } from './record.ts';
import { recordOf } from './record-item.ts';
import type { World } from './world.ts';

/**
 * Live records of both parts of a split: the new part stands under no key yet, and the other may be one with somebody whom the records that left had kept out.
 */
export function partedBySplit(old: Entity | undefined, now: Entity): string[] {
  const isNew = old === undefined || old.mergedInto !== undefined;
  const isPart = isNew ? now.cannotLink.length > 0 : Object.keys(old.members).some((ref) => now.members[ref] === undefined);
  return now.mergedInto !== undefined || !isPart ? [] : Object.keys(now.members).filter((ref) => now.members[ref]?.dead !== true);
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

import type { Item } from '../../ports/table.ts';
import type { Entity } from '../entity.ts';
import { entityOf } from '../entity-item.ts';
import { fold } from '../fold.ts';
import { recordOf } from '../record-item.ts';
import type { World } from '../world.ts';
import type { Subject } from './subject.ts';
import { storeTombs } from './tombstone.ts';

/**
 * The entity of a record that became known as the person's only after the others were counted: whoever had stored it died before its entity knew of it, or had found the person just as that went.
 * It is the person's; but nobody has asked its system yet, and the receipt would leave it out.
 */
export async function lateEntity(world: World, items: readonly Item[], who: Subject, erasure: string): Promise<string | undefined> {
  for (const item of items) {
    if (item.kind === 'entity') {
      const entity = entityOf(item);
      if (who.ids.includes(entity.id) && entity.mergedInto === undefined && hasLate(entity, who)) return entity.id;
    }
    if (item.kind === 'record') {
      const rec = recordOf(item);
      if (rec.state !== 'live' || who.refs.includes(rec.ref) || !who.ids.includes(rec.entity)) continue;
      // Under the id that has gone: the record may name one that was merged into it, whose redirect still stands.
      await storeTombs(world, [who.entity], erasure);
      const folded = await fold(world, { value: { ...rec, entity: who.entity as typeof rec.entity }, version: item.version });
      if (folded !== undefined) return folded.entity.id;
    }
  }
  return undefined;
}

/** True when a record has joined since it was found out who the person is: nobody has asked its system yet. */
export function hasLate({ members }: Entity, { refs }: Subject): boolean {
  return Object.entries(members).some(([ref, { dead }]) => dead !== true && !refs.includes(ref));
}

import { partsOf } from '../model/ids.ts';
import type { Conflict } from './conflicts.ts';
import type { Entity } from './entity.ts';
import { equalRaw, fieldsOf } from './reading.ts';
import { toldOf } from './recompute.ts';
import type { Lost, SourceRecord } from './record.ts';
import { compareStamps } from './stamp.ts';
import type { World } from './world.ts';

/**
 * What a write is about to replace in these fields, and a person may have put there: it counts as ours, since it is what a write without an answer had sent, but nobody who came after him has said anything else.
 * A split took away whoever had said it, say, or golden fell back to what is older:
 *
 *   c says vip ▶ written to a, no answer · a person puts vip into a · vip is found there: ours · c is split off ▶ vip is taken out of a
 */
export function replacedUnproven(world: Pick<World, 'mapping' | 'config'>, entity: Entity, rec: SourceRecord, fields: readonly string[]): readonly Conflict[] {
  if (!fields.some((field) => rec.cells[field]?.unanswered !== undefined)) return [];
  const { connection, stream } = partsOf(rec.ref);
  const mapping = world.mapping(connection, stream);
  if (mapping === undefined) return [];
  const shown = fieldsOf(rec.snapshot, rec.held, mapping).fields;
  const limbo = fields.flatMap((field): Lost[] => {
    const { unanswered, synced, stored = null } = rec.cells[field] ?? {};
    if (unanswered === undefined || synced === undefined || !equalRaw(field, shown[field] ?? null, stored, mapping)) return [];
    const golden = entity.golden[field];
    const author = entity.members[synced.ref]?.assertions[field];
    // Whoever had said it and says something else now has seen it, whoever else put it there.
    const isSeen = author !== undefined && compareStamps(author.stamp, synced) > 0;
    const isOutdated = golden !== undefined && (isSeen || compareStamps(golden.stamp, unanswered) > 0);
    return isOutdated ? [] : [{ field, raw: stored, stamp: unanswered, why: 'doubt', sentOf: synced.ref, seq: rec.seq }];
  });
  return toldOf(world, entity, rec.ref, limbo);
}

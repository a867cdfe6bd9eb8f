import { ok, type Result } from '../../model/result.ts';
import { entityAt, entityListKey } from '../entity-item.ts';
import type { Refusal } from '../service.ts';
import { readEntities } from '../store.ts';
import type { RecordView } from '../views/records.ts';
import type { World } from '../world.ts';
import { changedAt } from './changed-at.ts';
import { listMerged } from './index-list.ts';
import { isLive } from './record-line.ts';
import { outlineOf } from './record-view.ts';
import { namedType } from './refuse.ts';

/** Entities read at once. */
const batchMax = 100;

/** Every live entity of a type, by name. Origin and time of reading of its records, and conflicts, are left out: they would cost several reads a record. */
export function exportAll(world: World, type: string): Result<AsyncIterable<RecordView>, Refusal> {
  const known = namedType(type);
  return known.ok ? ok(allOf(world, type)) : known;
}

async function* allOf(world: World, type: string): AsyncGenerator<RecordView> {
  let ids: string[] = [];
  for await (const entry of listMerged(world, (shard) => entityListKey(type, shard))) {
    ids.push(entityAt(entry.pk));
    if (ids.length < batchMax) continue;
    yield* viewsOf(world, ids);
    ids = [];
  }
  yield* viewsOf(world, ids);
}

async function* viewsOf(world: World, ids: readonly string[]): AsyncGenerator<RecordView> {
  const entities = await readEntities(world, ids);
  // An entity merged away since the index was read is told by the one it went into.
  const live = ids.flatMap((id) => {
    const entity = entities.get(id)?.value;
    return entity !== undefined && entity.id === id && isLive(entity) ? [entity] : [];
  });
  const changed = await changedAt(world, live);
  for (const entity of live) yield outlineOf(entity, changed.get(entity.id) ?? entity.foundedAt);
}

import type { Conflict } from './conflicts.ts';
import type { Entity } from './entity.ts';
import { doubtsOf, toldOf } from './recompute.ts';
import { readRecords } from './store.ts';
import type { World } from './world.ts';

/** What was in doubt in these records, and no delivery asks their systems about once the entity is this: a merge left them unwritten, or an approval is pending. */
export async function doubtsLeft(world: World, entity: Entity, refs: readonly string[]): Promise<readonly Conflict[]> {
  const records = await readRecords(world, refs, true);
  return records.flatMap((rec) => (rec === undefined ? [] : toldOf(world, entity, rec.value.ref, doubtsOf(rec.value, entity))));
}

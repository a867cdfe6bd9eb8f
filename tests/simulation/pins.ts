import { logConflicts } from '../../core/sync/conflict-log.ts';
import { doubtsLeft } from '../../core/sync/doubts-left.ts';
import type { Entity } from '../../core/sync/entity.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import { recomputeAll } from '../../core/sync/recompute.ts';
import { readEntity, readRecord, writeEntity } from '../../core/sync/store.ts';
import type { World } from '../../core/sync/world.ts';

/** Changes an entity as a person's decision does: recompute, log what lost, one conditional write. Its id; undefined when there is none yet: its record may be stored, and not folded. */
async function change(world: World, id: string, make: (entity: Entity) => Entity): Promise<string | undefined> {
  for (;;) {
    const read = await readEntity(world, id);
    if (read === undefined) return undefined;
    const { entity, conflicts } = recomputeAll(world, read.value, make(read.value));
    // What is in doubt in a field whose approval is asked for: no delivery asks the system about it until that is given.
    const asked = Object.keys(entity.freezes).some((field) => !Object.hasOwn(read.value.freezes, field));
    await logConflicts(world, entity.id, [...conflicts, ...(asked ? await doubtsLeft(world, entity, Object.keys(entity.members)) : [])]);
    if ((await writeEntity(world, entity, read.version)) === 'ok') return entity.id;
  }
}

async function ownerOf(world: World, ref: string | undefined): Promise<string | undefined> {
  return ref === undefined ? undefined : (await readRecord(world, ref))?.value.entity;
}

/** A person puts a value above all systems. */
export async function pin(world: World, ref: string | undefined, field: string, value: string): Promise<void> {
  const id = await ownerOf(world, ref);
  if (id !== undefined) await change(world, id, (e) => ({ ...e, pins: { ...e.pins, [field]: { value, by: 'p_it', at: world.clock.now() } } }));
}

/** An approval is asked for: nothing of the field is delivered. With whom it was stored; undefined when nobody of that name is known yet. */
export async function freeze(world: World, ref: string | undefined, field: string): Promise<string | undefined> {
  const id = await ownerOf(world, ref);
  if (id === undefined) return undefined;
  return change(world, id, (e) => {
    const held = e.golden[field];
    return { ...e, freezes: { ...e.freezes, [field]: { since: world.clock.now(), by: 'p_it', ...(held === undefined ? {} : { held }) } } };
  });
}

/** All pins go. */
export async function unpin(world: World): Promise<void> {
  for (const entity of await everyEntity(world)) if (Object.keys(entity.pins).length > 0) await change(world, entity.id, (e) => ({ ...e, pins: {} }));
}

/** All approvals are given; told of each just before it is. */
export async function thaw(world: World, give: (entity: string, field: string) => void): Promise<void> {
  for (const entity of await everyEntity(world)) {
    if (Object.keys(entity.freezes).length === 0) continue;
    await change(world, entity.id, (e) => {
      for (const field of Object.keys(e.freezes)) give(e.id, field);
      return { ...e, freezes: {} };
    });
  }
}

async function everyEntity(world: World): Promise<Entity[]> {
  const found: Entity[] = [];
  let after: string | undefined;
  do {
    const page = await world.table.scan(0, 1, after);
    for (const item of page.items) if (item.kind === 'entity') found.push(entityOf(item));
    after = page.next;
  } while (after !== undefined);
  return found.filter((e) => e.mergedInto === undefined);
}

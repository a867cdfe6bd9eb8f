import type { Canon } from '../ports/mapping.ts';
import { logConflicts } from './conflict-log.ts';
import type { Entity } from './entity.ts';
import { recomputeAll } from './recompute.ts';
import { readEntity, writeEntity } from './store.ts';
import type { World } from './world.ts';

/** Puts a person's value above all systems; what the systems say stays known, and is golden again once the pin goes. Undefined when there is no such entity. */
export async function pinField(world: World, id: string, field: string, value: Canon, by: string): Promise<Entity | undefined> {
  return decide(world, id, (entity) => ({ ...entity, pins: { ...entity.pins, [field]: { value, by, at: world.clock.now() } } }));
}

/** Takes a pin away. Undefined when there is no such entity. */
export async function unpinField(world: World, id: string, field: string): Promise<Entity | undefined> {
  return decide(world, id, (entity) => {
    const { [field]: _, ...pins } = entity.pins;
    return { ...entity, pins };
  });
}

/** Recompute, log what lost, one conditional write; again when somebody else wrote meanwhile. */
async function decide(world: World, id: string, change: (entity: Entity) => Entity): Promise<Entity | undefined> {
  for (;;) {
    const read = await readEntity(world, id);
    if (read === undefined) return undefined;
    const { entity, conflicts } = recomputeAll(world, read.value, change(read.value));
    await logConflicts(world, entity.id, conflicts);
    if ((await writeEntity(world, entity, read.version)) === 'ok') return entity;
  }
}

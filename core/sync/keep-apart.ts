import type { EntityId } from '../model/ids.ts';
import { areApart, type Entity } from './entity.ts';
import { entityOp, put, readEntity } from './store.ts';
import type { World } from './world.ts';

/** Two entities that a person called two: no record of one ever joins the other, and they never merge. Safe to repeat; false when they are one already. */
export async function keepApart(world: World, first: EntityId, second: EntityId): Promise<boolean> {
  for (;;) {
    const [a, b] = [await readEntity(world, first), await readEntity(world, second)];
    if (a === undefined || b === undefined) throw new RangeError(`cannot keep apart: there is no entity ${a === undefined ? first : second}`);
    if (a.value.id === b.value.id) return false;
    if (areApart(a.value, b.value)) return true;
    const pairs = Object.keys(a.value.members).flatMap((x) => Object.keys(b.value.members).map((y) => [x, y] as const));
    const without = (entity: Entity): Entity => ({ ...entity, cannotLink: [...entity.cannotLink, ...pairs] });
    if ((await put(world, [entityOp(without(a.value), a.version), entityOp(without(b.value), b.version)])) === 'ok') return true;
  }
}

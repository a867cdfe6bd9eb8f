import { tableLimits } from '../../ports/table.ts';
import type { Entity } from '../entity.ts';
import { historySk } from '../history.ts';
import type { World } from '../world.ts';

/** When each entity last changed: the time of its newest history row, or of its newest value while relay has not written that yet. */
export async function changedAt(world: World, entities: readonly Entity[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let i = 0; i < entities.length; i += tableLimits.getKeys) {
    const slice = entities.slice(i, i + tableLimits.getKeys);
    const items = await world.table.get(slice.map((e) => ({ pk: `ENT#${e.id}`, sk: historySk(e.goldenVersion) })));
    slice.forEach((entity, at) => {
      const told = items[at]?.body['at'];
      found.set(entity.id, typeof told === 'number' ? told : newestStamp(entity));
    });
  }
  return found;
}

function newestStamp(entity: Entity): number {
  return Object.values(entity.golden).reduce((latest, g) => Math.max(latest, g.stamp.at), entity.foundedAt);
}

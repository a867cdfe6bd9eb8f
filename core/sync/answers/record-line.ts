import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { type Entity, labelOf } from '../entity.ts';
import type { RecordLineView } from '../views/records.ts';
import type { World } from '../world.ts';
import { changedAt } from './changed-at.ts';
import { goldenView, hintOf } from './golden-view.ts';

/** Connections that hold a live record of an entity. */
export function systemsOf(entity: Pick<Entity, 'members'>): string[] {
  const live = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  return [...new Set(live.map((ref) => ref.slice(0, ref.indexOf('/'))))].sort();
}

/** True while some system holds a record of it. */
export function isLive(entity: Pick<Entity, 'members'>): boolean {
  return Object.values(entity.members).some((m) => m.dead !== true);
}

/** Entities as lines of a list. */
export async function recordLines(world: World, entities: readonly Entity[]): Promise<RecordLineView[]> {
  const changed = await changedAt(world, entities);
  return entities.map((entity) => {
    const label = labelOf(entity, canonicalType(entity.type).label);
    const hint = hintOf(goldenView(entity), label);
    return {
      id: entity.id,
      type: entity.type,
      label,
      systems: systemsOf(entity),
      changedAt: isoOf(changed.get(entity.id) ?? entity.foundedAt),
      state: isLive(entity) ? 'live' : 'gone',
      ...(hint === undefined ? {} : { hint }),
    };
  });
}

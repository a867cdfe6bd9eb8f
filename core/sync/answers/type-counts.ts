import type { Entity } from '../entity.ts';
import { entityListKey, entityOf } from '../entity-item.ts';
import { allShards } from '../recover.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import { listOne } from './index-list.ts';

type TypeView = StatusView['types'][number];

/** Types that some stream carries, in the order of the configuration. */
export function carriedTypes(world: World): string[] {
  const types = world.config.connections.flatMap((c) => c.streams.map((s) => world.mapping(c.name, s.name)?.type));
  return [...new Set(types)].filter((t) => t !== undefined);
}

/** How many records of a type became how many entities. */
export async function typeView(world: World, type: string): Promise<TypeView> {
  const counts = { entities: 0, records: 0, shared: 0, duplicates: 0, undecided: 0 };
  for (const shard of allShards()) {
    let batch: { pk: string; sk: string }[] = [];
    const count = async (): Promise<void> => {
      for (const item of batch.length === 0 ? [] : await world.table.get(batch)) if (item !== undefined) add(counts, entityOf(item));
      batch = [];
    };
    for await (const { pk, sk } of listOne(world, entityListKey(type, shard))) {
      batch.push({ pk, sk });
      if (batch.length === 100) await count();
    }
    await count();
  }
  return { type, ...counts, exact: true };
}

function add(counts: { entities: number; records: number; shared: number; duplicates: number; undecided: number }, entity: Entity): void {
  const live = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  if (entity.mergedInto !== undefined || live.length === 0) return;
  const connections = new Set(live.map((ref) => ref.slice(0, ref.indexOf('/'))));
  counts.entities += 1;
  counts.records += live.length;
  counts.duplicates += live.length - connections.size;
  if (connections.size > 1) counts.shared += 1;
  if (live.some((ref) => entity.members[ref]?.held === true)) counts.undecided += 1;
}

import type { Entity } from '../entity.ts';
import { entityListKey, entityOf } from '../entity-item.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import { inBatches, mergedEntries, readItems } from './scan-list.ts';

type TypeView = StatusView['types'][number];

/** Entities looked at per type; a larger workspace is told the figures of the first ones, and that they are not all. */
const lookedAtMax = 5_000;

/** Types that some stream carries, with how many records became how many entities. */
export async function typeViews(world: World): Promise<readonly TypeView[]> {
  const types = new Set<string>();
  for (const { name, streams } of world.config.connections) {
    for (const stream of streams) types.add(world.mapping(name, stream.name)?.type ?? '');
  }
  types.delete('');
  return Promise.all([...types].map((type) => typeView(world, type)));
}

async function typeView(world: World, type: string): Promise<TypeView> {
  const counts = { entities: 0, records: 0, shared: 0, duplicates: 0, undecided: 0 };
  const entries = mergedEntries(world, (shard) => entityListKey(type, shard));
  for await (const batch of inBatches(entries, 100)) {
    for (const item of await readItems(world, batch)) if (item !== undefined) countEntity(counts, entityOf(item));
    if (counts.entities >= lookedAtMax) return { type, ...counts, exact: false };
  }
  return { type, ...counts, exact: true };
}

function countEntity(counts: { entities: number; records: number; shared: number; duplicates: number; undecided: number }, entity: Entity): void {
  const live = Object.entries(entity.members).filter(([, member]) => member.dead !== true);
  if (live.length === 0) return;
  const connections = new Set(live.map(([ref]) => ref.slice(0, ref.indexOf('/'))));
  const streams = new Set(live.map(([ref]) => ref.split('/', 2).join('/')));
  counts.entities += 1;
  counts.records += live.length;
  if (connections.size > 1) counts.shared += 1;
  counts.duplicates += live.length - streams.size;
  if (live.some(([, member]) => member.held === true)) counts.undecided += 1;
}

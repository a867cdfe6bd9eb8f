import { entityListKey } from '../entity-item.ts';
import { readListState } from '../list-state.ts';
import { allShards } from '../recover.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import { listOne } from './index-list.ts';

type TypeView = StatusView['types'][number];

/** Index entries counted per type; beyond this the counts are projected from the shards read (names are spread over them by hash), and say so. */
const countedMax = 200_000;

/** Up to this many entities every look counts anew. */
const freshMax = 20_000;

/** A larger count that took t ms is told again for so many times t: status stays quick on large workspaces. */
const keptFactor = 20;

interface Counts {
  entities: number;
  records: number;
  shared: number;
  duplicates: number;
  undecided: number;
}

/** Types that some stream carries, in the order of the configuration. */
export function carriedTypes(world: World): string[] {
  const types = world.config.connections.flatMap((c) => c.streams.map((s) => world.mapping(c.name, s.name)?.type));
  return [...new Set(types)].filter((t) => t !== undefined);
}

/** Counts records and entities per type from the index. Keeps what was costly to count for a short time. */
export class TypeCounts {
  readonly #world: World;
  readonly #kept = new Map<string, { readonly at: number; readonly forMs: number; readonly view: TypeView }>();

  constructor(world: World) {
    this.#world = world;
  }

  /** How many records of every carried type became how many entities. */
  async views(): Promise<TypeView[]> {
    const views: TypeView[] = [];
    for (const type of carriedTypes(this.#world)) views.push(await this.#view(type));
    return views;
  }

  async #view(type: string): Promise<TypeView> {
    const now = this.#world.clock.now();
    const kept = this.#kept.get(type);
    if (kept !== undefined && Math.abs(now - kept.at) < kept.forMs) return kept.view;
    const view = await countType(this.#world, type, countedMax);
    const done = this.#world.clock.now();
    if (view.entities > freshMax) this.#kept.set(type, { at: done, forMs: Math.max(0, done - now) * keptFactor, view });
    return view;
  }
}

/** Counts one type: whole shards until `max` entries are read, the rest by proportion. */
export async function countType(world: World, type: string, max: number): Promise<TypeView> {
  const counts: Counts = { entities: 0, records: 0, shared: 0, duplicates: 0, undecided: 0 };
  const shards = allShards();
  let [read, entries] = [0, 0];
  for (const shard of shards) {
    if (entries >= max) break;
    for await (const { state } of listOne(world, entityListKey(type, shard), { chunk: 1_000 })) {
      entries += 1;
      add(counts, state);
    }
    read += 1;
  }
  const scale = (n: number): number => Math.round((n * shards.length) / read);
  const told = Object.fromEntries(Object.entries(counts).map(([k, n]) => [k, scale(n)])) as unknown as Counts;
  return { type, ...told, exact: read === shards.length };
}

function add(counts: Counts, state: string | undefined): void {
  const { records, systems, undecided } = readListState(state);
  if (records === 0) return;
  counts.entities += 1;
  counts.records += records;
  counts.duplicates += records - systems;
  if (systems > 1) counts.shared += 1;
  if (undecided) counts.undecided += 1;
}

import type { IndexEntry, Item, Key } from '../../ports/table.ts';
import { allShards } from '../recover.ts';
import { readItems } from '../store.ts';
import type { World } from '../world.ts';

/** An entry of the index. */
export type Entry = Key & IndexEntry;

/** Where to begin, and what to keep to. */
export interface ListRange {
  readonly prefix?: string;
  /** Exclusive start: the sort key of the last entry taken. */
  readonly after?: string;
  /** Entries asked of a shard at once. */
  readonly chunk?: number;
}

const chunkDefault = 500;

/** Entries of one index partition in order. */
export async function* listOne(world: World, lpk: string, { prefix, after: afterKey, chunk = chunkDefault }: ListRange = {}): AsyncGenerator<Entry> {
  let next: string | undefined;
  do {
    const bounds = afterKey === undefined ? { prefix } : { from: afterKey, ...(prefix === undefined ? {} : { to: `${prefix}\u{10ffff}` }) };
    const page = await world.table.list(lpk, { ...bounds, limit: chunk, ...(next === undefined ? {} : { after: next }) });
    for (const entry of page.entries) if (entry.lsk !== afterKey) yield entry;
    next = page.next;
  } while (next !== undefined);
}

/** The items of one index partition, in its order; what is gone meanwhile is left out. */
export async function listedItems(world: World, lpk: string, consistent: boolean, range: ListRange = {}): Promise<Item[]> {
  const keys: Key[] = [];
  for await (const { pk, sk } of listOne(world, lpk, range)) keys.push({ pk, sk });
  return (await readItems(world, keys, consistent)).filter((item) => item !== undefined);
}

/** Entries of all shards of a list, one shard after the other: for counting, where order does not matter. */
export async function* listShards(world: World, lpkOf: (shard: string) => string, range: ListRange = {}): AsyncGenerator<Entry> {
  for (const shard of allShards()) yield* listOne(world, lpkOf(shard), range);
}

/** Entries of all shards merged into one order (UTF-8 bytes of the sort key). */
export async function* listMerged(world: World, lpkOf: (shard: string) => string, range: ListRange = {}): AsyncGenerator<Entry> {
  const readers = allShards().map((shard) => listOne(world, lpkOf(shard), range));
  const heads = await Promise.all(readers.map(async (reader) => ({ reader, head: (await reader.next()).value as Entry | undefined })));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const one of heads) if (one.head !== undefined && (first?.head === undefined || isBefore(one.head, first.head))) first = one;
    if (first?.head === undefined) return;
    yield first.head;
    first.head = (await first.reader.next()).value as Entry | undefined;
  }
}

/** Order of sort keys as the store has it: by UTF-8 bytes, which is the order of code points. */
function isBefore(a: Entry, b: Entry): boolean {
  const [x, y] = [a.lsk, b.lsk];
  if (x === y) return a.pk < b.pk;
  return Buffer.compare(Buffer.from(x), Buffer.from(y)) < 0;
}

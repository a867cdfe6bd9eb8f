import type { IndexEntry, Item, Key } from '../../ports/table.ts';
import { tableLimits } from '../../ports/table.ts';
import { allShards } from '../recover.ts';
import type { World } from '../world.ts';

/** One entry of the index. */
export type Entry = Key & IndexEntry;

/** Entries of one shard from a position, page by page. */
async function* shardEntries(world: World, lpk: string, options: { readonly prefix?: string; readonly after?: string }): AsyncGenerator<Entry> {
  let { after } = options;
  do {
    const page = await world.table.list(lpk, {
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
      ...(after === undefined ? {} : { after }),
      limit: pageEntries,
    });
    yield* page.entries;
    after = page.next;
  } while (after !== undefined);
}

/** Entries of a page: small, because most readers stop early. */
const pageEntries = 200;

/** Entries of all 16 shards in one order. `lpkOf` names the partition of a shard; `after` is the sort key of the last entry already given. */
export async function* mergedEntries(world: World, lpkOf: (shard: string) => string, options: { readonly prefix?: string; readonly after?: string } = {}): AsyncGenerator<Entry> {
  const sources = allShards().map((shard) => shardEntries(world, lpkOf(shard), options));
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let least = -1;
    for (const [i, head] of heads.entries()) {
      if (head.done === true) continue;
      if (least < 0 || Buffer.compare(Buffer.from(head.value.lsk), Buffer.from((heads[least] as IteratorYieldResult<Entry>).value.lsk)) < 0) least = i;
    }
    if (least < 0) return;
    yield (heads[least] as IteratorYieldResult<Entry>).value;
    heads[least] = await (sources[least] as AsyncGenerator<Entry>).next();
  }
}

/** Reads items by key in the order asked, however many. */
export async function readItems(world: World, keys: readonly Key[]): Promise<(Item | undefined)[]> {
  const items: (Item | undefined)[] = [];
  for (let i = 0; i < keys.length; i += tableLimits.getKeys) {
    items.push(...(await world.table.get(keys.slice(i, i + tableLimits.getKeys).map(({ pk, sk }) => ({ pk, sk })))));
  }
  return items;
}

/** A generator in lists of at most `size`. */
export async function* inBatches<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

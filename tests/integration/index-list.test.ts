import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { workspace } from '../../core/model/ids.ts';
import { shardOf } from '../../core/model/keys.ts';
import { type Entry, listMerged, listOne } from '../../core/sync/answers/index-list.ts';
import type { World } from '../../core/sync/world.ts';

let folder: string;
let store: EmbeddedStore;
let world: Pick<World, 'table'>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'syncline-list-'));
  store = openEmbedded({ file: join(folder, 'store.db') });
  world = { table: store.tables.in(workspace('main')) };
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

let lists = 0;

/** Stores names as a sharded list and tells its partition. */
async function stored(names: readonly string[]): Promise<(shard: string) => string> {
  lists += 1;
  const list = `T#${lists}`;
  await Promise.all(
    names.map((name, i) => {
      const index = { lpk: `${list}#${shardOf(`${i}`)}`, lsk: `${name}#${i}` };
      return world.table.write([{ op: 'put', item: { pk: `${list}#${i}`, sk: '@', kind: 'test', body: {}, index }, when: 'any' }]);
    }),
  );
  return (shard) => `${list}#${shard}`;
}

async function all(entries: AsyncIterable<Entry>): Promise<string[]> {
  const keys: string[] = [];
  for await (const entry of entries) keys.push(entry.lsk);
  return keys;
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const name = fc.string({ unit: fc.constantFrom('a', 'b', 'z', 'é', '上', '晨', '😀', '\uffee'), maxLength: 3 });

describe('a sharded list', () => {
  it('is read in one order of bytes, whole, from any place and below any prefix', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 40 }), name, fc.nat(), fc.integer({ min: 1, max: 7 }), async (names, prefix, at, chunk) => {
        const lpkOf = await stored(names);
        const sorted = names.map((n, i) => `${n}#${i}`).sort(byBytes);
        expect(await all(listMerged(world as World, lpkOf, { chunk }))).toEqual(sorted);
        expect(await all(listMerged(world as World, lpkOf, { prefix, chunk }))).toEqual(sorted.filter((key) => key.startsWith(prefix)));
        const below = sorted.filter((key) => key.startsWith(prefix));
        const place = below.length === 0 ? 0 : at % below.length;
        if (below.length > 0) expect(await all(listMerged(world as World, lpkOf, { prefix, after: below[place], chunk }))).toEqual(below.slice(place + 1));
      }),
      { numRuns: 40 },
    );
  });

  it('is read shard by shard in pages, none left out where a page ends', async () => {
    const lpkOf = await stored(Array.from({ length: 60 }, (_, i) => `n${i}`));
    const counted = await Promise.all(Array.from({ length: 16 }, (_, i) => all(listOne(world as World, lpkOf(String(i).padStart(2, '0')), { chunk: 2 }))));
    expect(counted.flat()).toHaveLength(60);
  });
});

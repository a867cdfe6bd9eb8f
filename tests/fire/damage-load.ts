import { writeSync } from 'node:fs';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import { workspace } from '../../core/model/ids.ts';
import type { Item, Table } from '../../core/ports/table.ts';

/** Rounds of writing; each commits one transaction that touches all places, and is told when it is acknowledged. */
const writesEach = 40;
/** Places written to, with bodies from some bytes to several pages. */
export const places = 60;

const main = workspace('main');
const keyOf = (place: number) => ({ pk: `P${place % 7}`, sk: `s${place}` });

/** The text at a place after write `n`: nobody could make it up. */
export function textAt(place: number, n: number): string {
  return `${place}.${n}.`.repeat(place % 10 === 0 ? 1_500 : 5 + place);
}

/** What can be read of a store: the number of the last write that a place holds, `missing`, or what was thrown. Anything else than what was written is `wrong`. */
export type Found = number | 'missing' | 'wrong' | { readonly thrown: unknown };

/** Reads every place by its key and by its partition. */
export async function readAll(store: EmbeddedStore): Promise<readonly Found[]> {
  const table = store.tables.in(main);
  const found: Found[] = [];
  for (let place = 0; place < places; place += 1) found.push(await foundAt(table, place));
  return found;
}

async function foundAt(table: Table, place: number): Promise<Found> {
  try {
    const key = keyOf(place);
    const [item] = await table.get([key], { consistent: true });
    const page = await table.query(key.pk, { prefix: key.sk });
    const listed = page.items.find((one) => one.sk === key.sk);
    return item === undefined || listed === undefined ? 'missing' : bothSay(item, listed, place);
  } catch (thrown) {
    return { thrown };
  }
}

function bothSay(item: Item, listed: Item, place: number): Found {
  const n = item.body['n'];
  const same = JSON.stringify(item.body) === JSON.stringify(listed.body);
  return same && typeof n === 'number' && item.body['text'] === textAt(place, n) ? n : 'wrong';
}

async function write(table: Table, n: number): Promise<void> {
  const ops = Array.from({ length: places }, (_, place) => ({
    op: 'put' as const,
    item: { ...keyOf(place), kind: 'thing', body: { n, text: textAt(place, n) }, index: { lpk: 'L', lsk: `${place}` } },
    when: 'any' as const,
  }));
  await table.write(ops);
}

/** As a process: writes a store that stands in its first argument, tells each acknowledged write, and either closes or waits to be killed. */
if (process.argv[1]?.endsWith('damage-load.ts') === true) {
  const [file = '', end] = process.argv.slice(2);
  const store = openEmbedded({ file });
  for (let n = 1; n <= writesEach; n += 1) {
    await write(store.tables.in(main), n);
    writeSync(1, `${n}\n`);
  }
  if (end === 'close') await store.close();
  else setInterval(() => undefined, 1_000);
}

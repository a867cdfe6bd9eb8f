import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { type EmbeddedStore, openEmbedded } from '../adapters/embedded/open.ts';
import { startRunner } from '../adapters/embedded/runner.ts';
import { sha256Hex } from '../core/model/hash.ts';
import { workspace } from '../core/model/ids.ts';
import type { ItemInput, Op } from '../core/ports/table.ts';

/** Measures the embedded store: items per second at full durability. `node bench/store.ts [--items 20000] [--json]`. */
const { values } = parseArgs({ options: { items: { type: 'string', default: '20000' }, json: { type: 'boolean', default: false } } });
const items = Number(values.items);
const main = workspace('main');
const none = { batchItemFailures: [] };

/** An item of some 900 bytes, as records of real systems are. */
function itemOf(i: number, kind: string, round: number): ItemInput {
  const fields = Object.fromEntries(Array.from({ length: 14 }, (_, f) => [`field${f}`, { value: `value ${f} of ${i} in ${round}`, at: 1_700_000_000_000 + i }]));
  return { pk: `ENT#o_${sha256Hex(String(i)).slice(0, 20)}`, sk: '@', kind, body: { fields }, index: { lpk: `LIST#person#${i % 16}`, lsk: `name ${i}`, label: `Name ${i}` } };
}

const put = (item: ItemInput, when: Extract<Op, { op: 'put' }>['when']): Op => ({ op: 'put', item, when });

/** Per second by the clock, and µs of CPU for one (which a busy machine does not distort). */
interface Rate {
  readonly perSecond: number;
  readonly cpuUs: number;
}

async function measured(count: number, work: () => Promise<unknown>): Promise<Rate> {
  const from = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: Math.round((count / (performance.now() - from)) * 1_000), cpuUs: Math.round(((user + system) / count) * 10) / 10 };
}

/** Runs `work` over all items, `width` at a time. */
function rate(count: number, width: number, work: (i: number) => Promise<unknown>): Promise<Rate> {
  return measured(count, async () => {
    for (let i = 0; i < count; i += width) await Promise.all(Array.from({ length: Math.min(width, count - i) }, (_, k) => work(i + k)));
  });
}

/** The floor: the same rows by bare statements of `node:sqlite`, a hundred per commit. */
function bare(folder: string): Promise<Rate> {
  const db = new DatabaseSync(join(folder, 'bare.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE item (pk TEXT, sk TEXT, body TEXT, PRIMARY KEY (pk, sk))');
  const insert = db.prepare('INSERT INTO item (pk, sk, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  return measured(items, async () => {
    for (let i = 0; i < items; i += 1) {
      if (i % 100 === 0) db.exec('BEGIN');
      const item = itemOf(i, 'plain', 0);
      insert.run(item.pk, item.sk, JSON.stringify(item.body));
      if (i % 100 === 99) db.exec('COMMIT');
    }
    db.close();
  });
}

async function tableRates(store: EmbeddedStore): Promise<Record<string, Rate>> {
  const table = store.tables.in(main);
  const few = Math.min(items, 2_000);
  const result: Record<string, Rate> = {};
  result['put, one at a time'] = await rate(few, 1, (i) => table.write([put(itemOf(i, 'plain', 0), 'absent')], { writeId: store.ids.fresh('w') }));
  result['put new, 100 per commit'] = await rate(items, 100, (i) => table.write([put(itemOf(i + few, 'plain', 0), 'absent')], { writeId: store.ids.fresh('w') }));
  result['put again, 100 per commit'] = await rate(items, 100, (i) => table.write([put(itemOf(i + few, 'plain', 1), { version: 1 })], { writeId: store.ids.fresh('w') }));
  result['put new announced, 100 per commit'] = await rate(items, 100, (i) => table.write([put(itemOf(i + 10_000_000, 'entity', 0), 'absent')], { writeId: store.ids.fresh('w') }));
  result['put again announced, 100 per commit'] = await rate(items, 100, (i) =>
    table.write([put(itemOf(i + 10_000_000, 'entity', 1), { version: 1 })], { writeId: store.ids.fresh('w') }),
  );
  result['get, one key'] = await rate(items, 1, (i) => table.get([{ pk: itemOf((i * 7_919) % items, 'plain', 0).pk, sk: '@' }]));
  return result;
}

async function flowRates(store: EmbeddedStore): Promise<Record<string, Rate>> {
  const result: Record<string, Rate> = {};
  const handlers = { inbound: none, outbound: none, receivables: none, reactions: none, jobs: none };
  const idle = Object.fromEntries(Object.keys(handlers).map((name) => [name, async () => none])) as Record<keyof typeof handlers, () => Promise<typeof none>>;
  const changes = store.feed.size();
  const runner = startRunner({ store, handlers: { ...idle, feed: async () => none, tick: async () => undefined }, tickMs: 0 });
  result['feed changes taken and acknowledged'] = await measured(changes, () => runner.idle());
  const message = { body: JSON.stringify({ ids: Array.from({ length: 25 }, (_, i) => `o_${i}${'x'.repeat(20)}`) }), group: 'main/crm' };
  result['messages sent, received, acknowledged'] = await measured(items, async () => {
    for (let i = 0; i < items; i += 100) await Promise.all(Array.from({ length: 10 }, () => store.queues.outbound.send(Array.from({ length: 10 }, () => message))));
    await runner.idle();
  });
  await runner.stop();
  return result;
}

const folder = mkdtempSync(join(tmpdir(), 'syncline-bench-'));
try {
  const file = join(folder, 'store.db');
  const store = openEmbedded({ file });
  const rates = { 'bare insert, 100 per commit (the floor)': await bare(folder), ...(await tableRates(store)), ...(await flowRates(store)) };
  await store.close();
  const from = performance.now();
  await openEmbedded({ file }).close();
  const figures = {
    items,
    rates,
    openAndCloseMs: Math.round(performance.now() - from),
    fileMb: Math.round(statSync(file).size / 1e6),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  };
  console.log(
    values.json
      ? JSON.stringify(figures)
      : [
          `embedded store, ${items} items of 900 B, WAL, synchronous=FULL`,
          ...Object.entries(rates).map(([what, r]) => `${what.padEnd(40)} ${String(r.perSecond).padStart(8)} /s ${String(r.cpuUs).padStart(8)} µs CPU`),
          `opened and closed in ${figures.openAndCloseMs} ms · file ${figures.fileMb} MB · peak RSS ${figures.peakRssMb} MB`,
        ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

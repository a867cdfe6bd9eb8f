import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EmbeddedStore, openEmbedded } from '../adapters/embedded/open.ts';
import { startRunner } from '../adapters/embedded/runner.ts';
import { entityIdFrom, refOf, workspace } from '../core/model/ids.ts';
import { entityItem } from '../core/sync/entity-item.ts';
import { foundEntity } from '../core/sync/recompute.ts';
import type { SourceRecord } from '../core/sync/record.ts';
import { recordItem } from '../core/sync/record-item.ts';

/** How long `npm start` takes until its API answers, on a store that holds many records. `node bench/start.ts [records] [--json]` */
const records = Number(process.argv.find((a) => /^\d+$/.test(a)) ?? 100_000);
const starts = 3;
const main = workspace('main');
const root = join(import.meta.dirname, '..');

/** A record at rest with the assertions of its fields, as a pull leaves it. */
function recordOf(i: number, now: number): SourceRecord {
  const ref = refOf('crm', 'contacts', String(i));
  const snapshot = Object.fromEntries(Array.from({ length: 12 }, (_, f) => [`field${f}`, `value ${f} of ${i}`]));
  const stamp = { at: now, ref };
  const cells = Object.fromEntries(Object.keys(snapshot).map((f) => [f, { stamp, synced: { at: 0, ref: '' } }]));
  const assertions = Object.fromEntries(Object.entries(snapshot).map(([f, raw]) => [f, { raw, stamp, prev: null, synced: { at: 0, ref: '' } }]));
  const still = { state: 'live', origin: 'native', type: 'person', held: {}, limbo: [], failing: [], hash: String(i), seen: [1, 1], seq: 1 } as const;
  return { ...still, ref, entity: entityIdFrom(main, 'p', ref), snapshot, modifiedAt: now, lastReadAt: now, cells, assertions };
}

async function fill(store: EmbeddedStore): Promise<void> {
  const [table, now] = [store.tables.in(main), store.clock.now()];
  const none = async (): Promise<{ batchItemFailures: [] }> => ({ batchItemFailures: [] });
  const handlers = { inbound: none, outbound: none, receivables: none, reactions: none, jobs: none, feed: none, tick: async () => undefined };
  const runner = startRunner({ store, handlers, tickMs: 0 });
  for (let i = 0; i < records; i += 500) {
    const batch = Array.from({ length: Math.min(500, records - i) }, (_, k) => recordOf(i + k, now));
    const items = batch.flatMap((rec) => [recordItem(rec), entityItem(foundEntity(rec.entity, rec, now))]);
    await Promise.all(items.map((item) => table.write([{ op: 'put', item, when: 'absent' }])));
  }
  await runner.idle();
  await runner.stop();
}

/** Ms from the start of the process to its first answer, and what it then takes of memory. */
async function start(folder: string): Promise<{ readonly ms: number; readonly cpuSeconds: number | undefined; readonly rssMiB: number | undefined }> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };
  const flags = (scripts['syncline'] ?? '').split(' ').slice(1);
  const from = performance.now();
  const child: ChildProcess = spawn(process.execPath, [...flags, 'up', '--workspace', folder, '--port', '0', '--no-sync', '--lang', 'en'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await firstUrl(child);
    await fetch(`${url}/health`);
    return { ms: Math.round(performance.now() - from), cpuSeconds: cpuSecondsOf(child.pid), rssMiB: rssOf(child.pid) };
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /http:\/\/[\w.:]+/.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it answered: ${text}`)));
  });
}

/** Seconds of CPU that a process has used, where the system tells it (Linux, 100 ticks a second): a busy machine does not distort it. */
function cpuSecondsOf(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ');
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return undefined;
  }
}

/** Resident memory where the system tells it (Linux). */
function rssOf(pid: number | undefined): number | undefined {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024);
  } catch {
    return undefined;
  }
}

const folder = join(mkdtempSync(join(tmpdir(), 'syncline-bench-')), 'sample');
try {
  cpSync(join(root, 'samples/trading-company'), folder, { recursive: true });
  const file = join(folder, '.syncline', 'store.db');
  mkdirSync(dirname(file), { recursive: true });
  const store = openEmbedded({ file });
  await fill(store);
  await store.close();
  const runs: Awaited<ReturnType<typeof start>>[] = [];
  for (let i = 0; i < starts; i += 1) runs.push(await start(folder));
  const figures = {
    records,
    fileMb: Math.round(statSync(file).size / 1e6),
    readyMs: runs.map((r) => r.ms),
    cpuSeconds: runs.map((r) => r.cpuSeconds),
    rssMiB: runs.at(-1)?.rssMiB,
    bar: { readyMs: 1_000 },
  };
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else
    console.log(
      `${records} records and their entities (${figures.fileMb} MB): the API answers after ${figures.readyMs.join(', ')} ms (CPU ${figures.cpuSeconds.join(', ')} s), in ${figures.rssMiB} MiB (bar: 1000 ms)`,
    );
} finally {
  rmSync(dirname(folder), { recursive: true, force: true });
}

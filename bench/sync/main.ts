import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvOf, rowOf } from './contacts.ts';

/** J1: the product beside a plain script on the same file, the same durability and the same kind of target, in one run. Ratios count; absolute times depend on the machine. `node bench/sync/main.ts [rows] [--json]` */
const rows = Number(process.argv.find((a) => /^\d+$/.test(a)) ?? 50_000);
const json = process.argv.includes('--json');

interface Run {
  readonly seconds: number;
  /** Of all threads, without what it takes to start. */
  readonly cpuSeconds: number;
  readonly maxRssMiB: number;
}

interface Stats {
  readonly records: number;
  readonly calls: number;
  readonly writes: number;
  readonly duplicates: number;
}

/** The product runs with the flags that `npm start` gives it. */
function productFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };
  const words = (scripts['start'] ?? '').split(' ');
  return words.slice(1, words.indexOf('cli/main.ts'));
}

/** Compiled code is at hand, as it is from the second start of the product on: a few rows are run first and not counted. */
const warmUpRows = 100;
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'syncline-bench-code') };

function child(script: string, args: readonly string[], flags: readonly string[] = []): ChildProcess {
  return spawn(process.execPath, [...flags, join(import.meta.dirname, script), ...args], { stdio: ['pipe', 'pipe', 'inherit'], env });
}

function line(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    process.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    process.on('exit', (code) => reject(new Error(`exit ${code} before an answer`)));
  });
}

async function measure(script: string, n: number, flags: readonly string[] = []): Promise<{ runs: Run[]; stats: Stats[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-bench-'));
  const server = child('target-server.ts', []);
  try {
    const port = await line(server);
    const runs: Run[] = [];
    const stats: Stats[] = [];
    mkdirSync(join(folder, 'in'));
    for (const text of [csvOf(n, 0), csvOf(n, 1), `${csvOf(n, 1)}${rowOf(n, 1).join(',')}\n`]) {
      writeFileSync(join(folder, 'in', 'contacts.csv'), text);
      const source = script === 'floor.ts' ? join(folder, 'in', 'contacts.csv') : join(folder, 'in');
      runs.push(JSON.parse(await line(child(script, [source, join(folder, 'bench.db'), port], flags))) as Run);
      stats.push((await (await fetch(`http://127.0.0.1:${port}/stats`)).json()) as Stats);
    }
    return { runs, stats };
  } finally {
    server.stdin?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

await measure('ours.ts', warmUpRows, productFlags());
const floor = await measure('floor.ts', rows);
const ours = await measure('ours.ts', rows, productFlags());
type Measured = typeof floor;

const rate = (run: Run | undefined): number => Math.round(rows / (run?.seconds ?? 1));
const cpuUs = (run: Run | undefined): number => Math.round(((run?.cpuSeconds ?? 0) * 1e6) / rows);
const times = (a: number, b: number): number => Number((a / b).toFixed(3));
const figures = ({ runs, stats }: Measured) => ({
  run1: rate(runs[0]),
  run2: rate(runs[1]),
  run3: rate(runs[2]),
  cpuUs1: cpuUs(runs[0]),
  cpuUs2: cpuUs(runs[1]),
  cpuUs3: cpuUs(runs[2]),
  peakMiB: Math.max(...runs.map((r) => r.maxRssMiB)),
  stats,
});
const [plain, product] = [figures(floor), figures(ours)];
const result = {
  rows,
  floor: plain,
  ours: product,
  ratio: {
    run1: times(product.run1, plain.run1),
    run2: times(product.run2, plain.run2),
    run3: times(product.run3, plain.run3),
    cpu1: times(plain.cpuUs1, product.cpuUs1),
    cpu2: times(plain.cpuUs2, product.cpuUs2),
    cpu3: times(plain.cpuUs3, product.cpuUs3),
  },
  bar: { run1: 1 / 3, run2: 1 / 2, peakMiB: 200 },
};
if (json) console.log(JSON.stringify(result));
else {
  const line = (name: string, cells: readonly (number | string)[]): string => `${name.padEnd(8)}${cells.map((c) => String(c).padStart(15)).join('')}`;
  console.log(`${rows} contacts, 12 mapped fields, one HTTP target in batches of 500; run 2 has 10 % changed, run 3 one row more`);
  console.log(line('', ['run 1 rec/s', 'run 2 rec/s', 'run 3 rec/s', 'run 1 CPU µs', 'run 2 CPU µs', 'run 3 CPU µs', 'peak MiB', 'at the target']));
  for (const name of ['floor', 'ours'] as const) {
    const r = result[name];
    console.log(line(name, [r.run1, r.run2, r.run3, r.cpuUs1, r.cpuUs2, r.cpuUs3, r.peakMiB, r.stats.at(-1)?.records ?? 0]));
  }
  const { run1, run2, run3, cpu1, cpu2, cpu3 } = result.ratio;
  console.log(`${line('ratio', [run1, run2, run3, cpu1, cpu2, cpu3])}   (bars: ≥ 0.333, ≥ 0.5; ≤ 200 MiB)`);
}

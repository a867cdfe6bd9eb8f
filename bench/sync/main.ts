import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvOf } from './contacts.ts';

/** J1: the product beside a plain script on the same file, the same durability and the same kind of target, in one run. Ratios count; absolute times depend on the machine. */
const rows = Number(process.argv.find((a) => /^\d+$/.test(a)) ?? 50_000);
const json = process.argv.includes('--json');

interface Run {
  readonly seconds: number;
  readonly maxRssMiB: number;
}

interface Stats {
  readonly records: number;
  readonly calls: number;
  readonly writes: number;
  readonly duplicates: number;
}

function child(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
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

async function measure(script: string): Promise<{ runs: Run[]; stats: Stats[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-bench-'));
  const server = child('target-server.ts', []);
  try {
    const port = await line(server);
    const runs: Run[] = [];
    const stats: Stats[] = [];
    mkdirSync(join(folder, 'in'));
    for (const edition of [0, 1]) {
      writeFileSync(join(folder, 'in', 'contacts.csv'), csvOf(rows, edition));
      const source = script === 'floor.ts' ? join(folder, 'in', 'contacts.csv') : join(folder, 'in');
      runs.push(JSON.parse(await line(child(script, [source, join(folder, 'bench.db'), port]))) as Run);
      stats.push((await (await fetch(`http://127.0.0.1:${port}/stats`)).json()) as Stats);
    }
    return { runs, stats };
  } finally {
    server.stdin?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const floor = await measure('floor.ts');
const ours = await measure('ours.ts');
const rate = (run: Run | undefined): number => Math.round(rows / (run?.seconds ?? 1));
const ratio = (at: number): number => Number((rate(ours.runs[at]) / rate(floor.runs[at])).toFixed(3));
const result = {
  rows,
  floor: { run1: rate(floor.runs[0]), run2: rate(floor.runs[1]), peakMiB: Math.max(...floor.runs.map((r) => r.maxRssMiB)), stats: floor.stats },
  ours: { run1: rate(ours.runs[0]), run2: rate(ours.runs[1]), peakMiB: Math.max(...ours.runs.map((r) => r.maxRssMiB)), stats: ours.stats },
  ratio: { run1: ratio(0), run2: ratio(1) },
  bar: { run1: 1 / 3, run2: 1 / 2, peakMiB: 200 },
};
if (json) console.log(JSON.stringify(result));
else {
  console.log(`${rows} contacts, 12 mapped fields, one HTTP target in batches of 500; run 2 has 10 % changed`);
  console.log('              run 1 rec/s   run 2 rec/s   peak MiB   records at target');
  for (const name of ['floor', 'ours'] as const) {
    const r = result[name];
    console.log(`${name.padEnd(12)}${String(r.run1).padStart(13)}${String(r.run2).padStart(14)}${String(r.peakMiB).padStart(11)}${String(r.stats.at(-1)?.records).padStart(20)}`);
  }
  console.log(`ratio       ${result.ratio.run1.toFixed(3).padStart(13)}${result.ratio.run2.toFixed(3).padStart(14)}      (bars: ≥ 0.333, ≥ 0.5, ≤ 200 MiB)`);
}

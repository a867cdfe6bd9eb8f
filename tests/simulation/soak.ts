import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { countOption } from './count-option.ts';
import { refuseUnknownOptions } from './known-options.ts';
import type { Report } from './totals.ts';
import { Totals } from './totals.ts';

/** `npm run sim:soak [-- --seed N] [--runs N] [--processes N]`: thousands of seeds in two processes; a line now and then, the totals last, exit 1 when one failed. */
refuseUnknownOptions(['--seed', '--runs', '--processes']);
const [first, runs, processes] = [countOption('seed', 10_000), countOption('runs', 10_000, 1), countOption('processes', 2, 1)];
/** Seeds that one process runs before it reports; a new one begins with an empty heap. */
const chunk = 100;
/** A line is printed after so many seeds. */
const progressEvery = 500;
const totals = new Totals();
let next = first;
let told = 0;

/** Runs one chunk in a process of its own. */
function runChunk(from: number, count: number): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), ['--seed', String(from), '--runs', String(count), '--report'], {
      execArgv: ['--max-semi-space-size=32'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let report: Report | undefined;
    child.on('message', (message) => {
      report = message as Report;
    });
    child.on('exit', (code) => (report === undefined ? reject(new Error(`seeds ${from} to ${from + count - 1} ended with ${code} and no report`)) : resolve(report)));
  });
}

async function work(): Promise<void> {
  while (next < first + runs) {
    const [from, count] = [next, Math.min(chunk, first + runs - next)];
    next += count;
    totals.join(await runChunk(from, count));
    if (totals.seeds - told < progressEvery) continue;
    told = totals.seeds;
    console.log(`${totals.line()}`);
  }
}

await Promise.all(Array.from({ length: processes }, work));
console.log(totals.text());
process.exit(totals.failed === 0 ? 0 : 1);

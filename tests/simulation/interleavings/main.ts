import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { refuseUnknownOptions } from '../known-options.ts';
import { races } from './races.ts';
import type { Tried } from './thread.ts';

/** Two races at a time: as many as a small machine has cores. */
const threads = 2;
/** Much of what an execution makes is gone with it: with room for a good many, little of that is ever looked at twice. */
const youngMb = 192;

/** `npm run sim:interleavings [-- --only <words>]`: every order in which two workers on one entity can meet; exit 1 when one of them breaks a rule. */
refuseUnknownOptions(['--only']);
const at = process.argv.indexOf('--only');
const only = at < 0 ? '' : (process.argv[at + 1] ?? '');
const open = races.map(({ name }) => name).filter((name) => name.includes(only));
const started = performance.now();
const tried: Tried[] = [];

/** One thread: it takes race after race as long as there are any. */
async function work(): Promise<void> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    thread.postMessage(name);
    const [ended] = (await once(thread, 'message')) as [Tried];
    tried.push(ended);
    tell(ended);
  }
  await thread.terminate();
}

function tell({ race, interleavings, states, ends, executions, pruned, seconds, failures }: Tried): void {
  console.log(
    `${race.padEnd(78)} ${interleavings} interleavings, ${states} states, ${ends} ends, ${executions} executions (${pruned} cut short), ${seconds.toFixed(1)} s, ${failures.length} failed`,
  );
  for (const failure of failures.slice(0, 3)) console.log(`  ${failure.what}\n    ${failure.schedule}`);
}

await Promise.all(Array.from({ length: threads }, work));
const failed = tried.reduce((sum, { failures }) => sum + failures.length, 0);
const total = tried.reduce((sum, { interleavings }) => sum + interleavings, 0);
console.log(`${total} interleavings of two workers on one entity, ${failed} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exit(failed === 0 ? 0 : 1);

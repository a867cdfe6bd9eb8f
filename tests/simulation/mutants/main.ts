import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mutants, unplanted } from './list.ts';
import type { Mutant } from './mutant.ts';

/** `npm run sim:mutants [-- --only <words>] [--seeds N] [--part i/n] [--json]`: plants each bug in turn and prints which oracle saw it after how many seeds; exit 1 when one survives. */
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const [only, seeds, json] = [option('only') ?? '', Number(option('seeds') ?? 120), process.argv.includes('--json')];
const [part = 0, parts = 1] = (option('part') ?? '0/1').split('/').map(Number);
const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const run = promisify(execFile);
const queue = mutants.filter((m, at) => m.name.includes(only) && at % parts === part % parts);
const started = performance.now();

interface Seen {
  readonly mutant: string;
  readonly aim: string;
  /** Undefined when it survived. */
  readonly oracle: string | undefined;
  readonly seeds: number;
  readonly what: string;
}
const table: Seen[] = [];

/** What the child saw from a seed on. */
async function firstSeen(mutant: Mutant, aim: string, from: number, runs: number): Promise<{ seed?: number; oracle?: string; what?: string }> {
  const { stdout } = await run(process.execPath, [child, mutant.name, aim, String(from), String(runs)], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as { seed?: number; oracle?: string; what?: string };
}

/** A seed that fails with nothing planted as well proves nothing: the next one is tried. One that cannot run (its text no longer fits the code) is as bad as one that survives. */
async function lookFor(mutant: Mutant): Promise<Seen> {
  const aim = mutant.aim ?? '';
  try {
    for (let from = 1; from <= seeds; ) {
      const { seed, oracle, what = '' } = await firstSeen(mutant, aim, from, seeds + 1 - from);
      if (seed === undefined) break;
      if (oracle === 'interleaving') return { mutant: mutant.name, aim: mutant.race ?? '', oracle, seeds: seed, what };
      if ((await firstSeen(unplanted, aim, seed, 1)).seed === undefined) return { mutant: mutant.name, aim, oracle, seeds: seed, what };
      from = seed + 1;
    }
    return { mutant: mutant.name, aim, oracle: undefined, seeds, what: '' };
  } catch (error) {
    return { mutant: mutant.name, aim, oracle: undefined, seeds: 0, what: error instanceof Error ? error.message.slice(0, 1_000) : String(error) };
  }
}

async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const seen = await lookFor(mutant);
    table.push(seen);
    if (json) continue;
    const told =
      seen.oracle === undefined
        ? `SURVIVED ${seen.seeds} seeds${seen.what === '' ? '' : `: ${seen.what}`}`
        : `${seen.oracle.padEnd(10)} after ${seen.seeds}${seen.oracle === 'interleaving' ? ' interleavings' : ''}`;
    console.log(`${seen.mutant.padEnd(76)} ${told}${seen.aim === '' ? '' : ` of "${seen.aim}"`}`);
  }
}

/** Two at a time: as many as a small machine has cores. */
await Promise.all([work(), work()]);
const survivors = table.filter((s) => s.oracle === undefined).map((s) => s.mutant);
if (json) console.log(JSON.stringify({ killed: table.length - survivors.length, of: table.length, table }, undefined, 2));
else
  console.log(
    `${table.length - survivors.length} of ${table.length} planted bugs seen in ${Math.round((performance.now() - started) / 1000)} s${survivors.length === 0 ? '' : `; survived: ${survivors.join('; ')}`}`,
  );
process.exit(survivors.length === 0 ? 0 : 1);

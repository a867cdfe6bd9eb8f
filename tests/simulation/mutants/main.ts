import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { refuseUnknownOptions } from '../known-options.ts';
import { mutants, unplanted } from './list.ts';
import type { Mutant } from './mutant.ts';

/** `npm run sim:mutants [-- --only <words|words>] [--seeds N] [--part i/n] [--json]`: plants each bug in turn and prints which oracle saw it after how many seeds; exit 1 when one survives. */
refuseUnknownOptions(['--only', '--seeds', '--part', '--json']);
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const [only, seeds, json] = [option('only') ?? '', Number(option('seeds') ?? 150), process.argv.includes('--json')];
const [part = 0, parts = 1] = (option('part') ?? '0/1').split('/').map(Number);
const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const run = promisify(execFile);
const queue = mutants.filter((m, at) => only.split('|').some((words) => m.name.includes(words)) && at % parts === part % parts);
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

async function runChild(args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['--max-semi-space-size=32', child, ...args], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

/** What was seen of a mutant from a seed on. One that cannot run (its text no longer fits the code) is as bad as one that survives. */
async function lookFor(mutant: Mutant, from: number): Promise<Seen> {
  const aim = mutant.aim ?? '';
  try {
    const found = (await runChild([mutant.name, aim, String(from), String(seeds + 1 - from)])) as { seed?: number; oracle?: string; what?: string };
    const isRace = found.oracle === 'interleaving';
    return { mutant: mutant.name, aim: isRace ? (mutant.race ?? '') : aim, oracle: found.oracle, seeds: found.seed ?? seeds, what: found.what ?? '' };
  } catch (error) {
    return { mutant: mutant.name, aim, oracle: undefined, seeds: 0, what: error instanceof Error ? error.message.slice(0, 1_000) : String(error) };
  }
}

function tell(seen: Seen): void {
  if (json) return;
  const told =
    seen.oracle === undefined
      ? `SURVIVED ${seen.seeds} seeds${seen.what === '' ? '' : `: ${seen.what}`}`
      : `${seen.oracle.padEnd(12)} after ${seen.seeds}${seen.oracle === 'interleaving' ? ' interleavings' : ''}`;
  console.log(`${seen.mutant.padEnd(76)} ${told}${seen.aim === '' ? '' : ` of "${seen.aim}"`}`);
}

/** Looks for every mutant from its seed on. */
async function lookForAll(wanted: readonly { readonly mutant: Mutant; readonly from: number }[]): Promise<void> {
  const open = [...wanted];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const seen = await lookFor(next.mutant, next.from);
      table.push(seen);
      tell(seen);
    }
  };
  // Two at a time: as many as a small machine has cores.
  await Promise.all([work(), work()]);
}

/** Those that failed on a seed which fails with nothing planted as well: it proves nothing, and they are tried from the next one on. */
async function unproved(): Promise<readonly { readonly mutant: Mutant; readonly from: number }[]> {
  const bySeed = table.filter((s) => s.oracle !== undefined && s.oracle !== 'interleaving');
  const pairs = [...new Set(bySeed.map((s) => JSON.stringify([s.aim, s.seeds])))];
  const halves = [pairs.filter((_, at) => at % 2 === 0), pairs.filter((_, at) => at % 2 === 1)];
  const failing = new Set(
    (await Promise.all(halves.map(async (half) => (await runChild([unplanted.name, '', '0', '0', `[${half.join(',')}]`])) as [string, number][])))
      .flat()
      .map((pair) => JSON.stringify(pair)),
  );
  return bySeed
    .filter((s) => failing.has(JSON.stringify([s.aim, s.seeds])))
    .map((s) => {
      table.splice(table.indexOf(s), 1);
      if (!json) console.log(`${s.mutant}: seed ${s.seeds} fails with nothing planted, too`);
      return { mutant: mutants.find((m) => m.name === s.mutant) as Mutant, from: s.seeds + 1 };
    });
}

await lookForAll(queue.map((mutant) => ({ mutant, from: 1 })));
for (let open = await unproved(); open.length > 0; open = await unproved()) await lookForAll(open);
const survivors = table.filter((s) => s.oracle === undefined).map((s) => s.mutant);
if (json) console.log(JSON.stringify({ killed: table.length - survivors.length, of: table.length, table }, undefined, 2));
else
  console.log(
    `${table.length - survivors.length} of ${table.length} planted bugs seen in ${Math.round((performance.now() - started) / 1000)} s${survivors.length === 0 ? '' : `; survived: ${survivors.join('; ')}`}`,
  );
process.exit(survivors.length === 0 ? 0 : 1);

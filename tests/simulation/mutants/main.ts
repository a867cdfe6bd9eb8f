import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mutants } from './list.ts';

/** `npm run sim:mutants [-- --only <words>] [--seeds N]`: plants each bug in turn and prints which oracle saw it after how many seeds; exit 1 when one survives. */
const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const [only, seeds] = [option('only') ?? '', Number(option('seeds') ?? 150)];
const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const run = promisify(execFile);
const queue = mutants.filter((m) => m.name.includes(only));
const survivors: string[] = [];
let tried = 0;

/** What the child saw; one that cannot even run (its text no longer fits the code) is as bad as one that survives. */
async function seen(name: string, skip = ''): Promise<{ seeds: number; oracle?: string; failing?: number[] }> {
  try {
    const { stdout } = await run(process.execPath, [child, name, '1', String(seeds), skip], { maxBuffer: 2 ** 26 });
    return JSON.parse(stdout) as { seeds: number; oracle?: string; failing?: number[] };
  } catch (error) {
    console.error(error instanceof Error ? error.message.slice(0, 2_000) : error);
    return { seeds: 0 };
  }
}

const failing = (await seen('none')).failing ?? [];
if (failing.length > 0) console.log(`seeds left out because they fail with nothing planted: ${failing.join(', ')}`);

async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const found = await seen(mutant.name, failing.join());
    tried += 1;
    if (found.oracle === undefined) survivors.push(mutant.name);
    console.log(`${mutant.name.padEnd(76)} ${found.oracle === undefined ? `SURVIVED ${found.seeds} seeds` : `${found.oracle} after ${found.seeds}`}`);
  }
}

/** Two at a time: as many as a small machine has cores. */
await Promise.all([work(), work()]);
console.log(`${tried - survivors.length} of ${tried} planted bugs seen${survivors.length === 0 ? '' : `; survived: ${survivors.join('; ')}`}`);
process.exit(survivors.length === 0 ? 0 : 1);

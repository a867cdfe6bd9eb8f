import type { AimName } from '../aims.ts';
import { mutants, unplanted } from './list.ts';
import { plant } from './plant.ts';

/** Runs seeds with one bug planted until an oracle sees it; prints `{ seed, oracle, what }`, or `{}` when none does; with a list of [aim, seed] as fifth argument, those that fail. The audit never runs: nothing may be repaired behind the oracles' backs. */
const [name, aim, from, runs] = [process.argv[2], process.argv[3] ?? '', Number(process.argv[4]), Number(process.argv[5])];
const listed = JSON.parse(process.argv[6] ?? '[]') as [string, number][];
const mutant = [...mutants, unplanted].find((m) => m.name === name);
if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
plant(mutant);
const { drawAimed } = await import('../aims.ts');
const { drawHarsh } = await import('../scenario.ts');
const { runScenario } = await import('../seed.ts');
const { explore } = await import('../interleavings/explore.ts');
const { startRace } = await import('../interleavings/race.ts');
const { races } = await import('../interleavings/races.ts');
/** Executions of a race with a bug planted, which may make it wider. */
const executionsMax = 20_000;
let found: { readonly seed: number; readonly oracle: string; readonly what: string } | undefined;
for (const race of races.filter((r) => mutant.race !== undefined && r.name.includes(mutant.race))) {
  const { failures, interleavings } = await explore(() => startRace(race), executionsMax);
  if (failures.length > 0) found ??= { seed: interleavings, oracle: 'interleaving', what: failures[0]?.what ?? '' };
}
const play = (of: string, seed: number) => runScenario(of === '' ? drawHarsh(seed) : drawAimed(of as AimName, seed), { noAudit: true });
if (process.argv[6] !== undefined) {
  const failing: [string, number][] = [];
  for (const [of, seed] of listed) if ((await play(of, seed)).violations.length > 0) failing.push([of, seed]);
  console.log(JSON.stringify(failing));
  process.exit(0);
}
for (let seed = from; seed < from + runs && found === undefined; seed += 1) {
  const { violations } = await play(aim, seed);
  const violation = violations.find((v) => mutant.expect.includes(v.oracle)) ?? violations[0];
  if (violation !== undefined) found = { seed, oracle: violation.oracle, what: violation.what.slice(0, 300) };
}
console.log(JSON.stringify(found ?? {}));

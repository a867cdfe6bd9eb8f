import { mutants, unplanted } from './list.ts';
import { plant } from './plant.ts';

/** Runs seeds with one bug planted until an oracle sees it; prints `{ oracle, seeds, what }`. The audit never runs: nothing may be repaired behind the oracles' backs. */
const [name, from, runs] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const mutant = [...mutants, unplanted].find((m) => m.name === name);
if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
plant(mutant);
const { drawHarsh } = await import('../scenario.ts');
const { runScenario } = await import('../seed.ts');
/** Seeds that fail with nothing planted prove nothing about a planted bug. */
const skip = new Set((process.argv[5] ?? '').split(',').map(Number));
const baseline = mutant === unplanted;
const failing: number[] = [];
let [found, seeds]: [{ oracle: string; what: string } | undefined, number] = [undefined, 0];
for (let seed = from; seed < from + runs && found === undefined; seed += 1) {
  if (skip.has(seed)) continue;
  const { violations } = await runScenario(drawHarsh(seed), { noAudit: true });
  seeds += 1;
  found = violations.find((v) => mutant.expect.includes(v.oracle)) ?? violations[0];
  if (baseline && found !== undefined) {
    failing.push(seed);
    found = undefined;
  }
}
console.log(JSON.stringify({ seeds, failing, ...found }));

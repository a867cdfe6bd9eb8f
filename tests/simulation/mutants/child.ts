import { mutants, unplanted } from './list.ts';
import { plant } from './plant.ts';

/** Runs seeds with one bug planted until an oracle sees it; prints `{ oracle, seeds, what }`. The audit never runs: nothing may be repaired behind the oracles' backs. */
const [name, from, runs] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const mutant = [...mutants, unplanted].find((m) => m.name === name);
if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
plant(mutant);
/** Crashes in every seed, more than swarm draws: a bug shows sooner. `none` of the list passes them (see simulation.test.ts). */
const crashes = 0.03;
const { drawScenario } = await import('../scenario.ts');
const { runScenario } = await import('../seed.ts');
let [found, seeds]: [{ oracle: string; what: string } | undefined, number] = [undefined, 0];
for (let seed = from; seed < from + runs && found === undefined; seed += 1) {
  const drawn = drawScenario(seed);
  const mix = { ...drawn.mix, crashBefore: crashes, crashAfter: crashes, feedGap: 0 };
  const scenario = { ...drawn, mix, events: drawn.events.filter((e) => e.what !== 'audit') };
  const { violations } = await runScenario(scenario, { noAudit: true });
  seeds += 1;
  found = violations.find((v) => mutant.expect.includes(v.oracle)) ?? violations[0];
}
console.log(JSON.stringify({ seeds, ...found }));

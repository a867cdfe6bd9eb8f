import { drawScenario } from './scenario.ts';
import { runScenario } from './seed.ts';
import { shrink, story } from './shrink.ts';
import { Totals } from './totals.ts';

/** `npm run sim -- --seed 42 [--runs N] [--calm] [--trace]`: N consecutive seeds of the product's own code under faults; exit 1 and the replay line on failure, one line of totals last. */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const [first, runs] = [option('seed', 1), option('runs', 1)];
const [calm, trace] = [process.argv.includes('--calm'), process.argv.includes('--trace')];
const totals = new Totals();
for (let seed = first; seed < first + runs; seed += 1) {
  const scenario = drawScenario(seed, { calm });
  const result = await runScenario(scenario, trace ? { traceLines: 100_000 } : {});
  totals.add(result);
  if (result.violations.length === 0) continue;
  console.log(`seed ${seed} FAILED; replay: npm run sim -- --seed ${seed}${calm ? ' --calm' : ''} --trace`);
  for (const v of result.violations.slice(0, 6)) console.log(`  ${v.oracle}: ${v.what.slice(0, 1_500)}`);
  // The first failure is cut down to what a person can follow; the others are usually the same.
  if (totals.failed === 1) console.log(story(await shrink(scenario, result)));
  if (trace) console.log(result.trace.join('\n'));
}
console.log(totals.text());
process.exit(totals.failed === 0 ? 0 : 1);

import { runSeed } from './seed.ts';

/** `npm run sim -- --seed 42 [--runs N] [--trace]`: N consecutive seeds of the product's own code under faults. */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const first = option('seed', 1);
const runs = option('runs', 1);
const calmly = process.argv.includes('--calm');
const started = performance.now();
let [failed, edits, writes, steps, overwritten] = [0, 0, 0, 0, 0];
for (let seed = first; seed < first + runs; seed += 1) {
  const result = await runSeed(seed, calmly);
  edits += result.edits;
  writes += result.writes;
  steps += result.steps;
  overwritten += result.excused.overwritten;
  if (result.violations.length === 0) continue;
  failed += 1;
  console.log(`seed ${seed} FAILED; replay: npm run sim -- --seed ${seed} --trace`);
  for (const v of result.violations.slice(0, 6)) console.log(`  ${v.oracle}: ${v.what.slice(0, 1500)}`);
  if (process.argv.includes('--trace')) console.log(result.trace.join('\n'));
}
const seconds = (performance.now() - started) / 1000;
console.log(
  `${runs} seeds, ${failed} failed, ${edits} edits, ${writes} vendor writes, ${overwritten} edits overwritten where a vendor has no guard, ${(runs / seconds).toFixed(1)} seeds/s, ${Math.round(steps / seconds)} steps/s`,
);
process.exit(failed === 0 ? 0 : 1);

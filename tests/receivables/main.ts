import { refuseUnknownOptions } from '../simulation/known-options.ts';
import { drawStory, tellStory } from './money-seed.ts';

/** `npm run sim:money -- --seed 1 [--runs N]`: invoices and receipts under faults, N consecutive seeds; exit 1 and the replay line on failure, one line of totals last. */
refuseUnknownOptions(['--seed', '--runs']);
const number = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const [first, runs] = [number('seed', 1), number('runs', 1)];
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(runs) || runs < 1) {
  console.error('usage: npm run sim:money -- --seed <whole number> [--runs <how many>]');
  process.exit(2);
}

let [failed, steps, documents, faults] = [0, 0, 0, 0];
const started = performance.now();
for (let seed = first; seed < first + runs; seed += 1) {
  const result = await tellStory(seed, drawStory(seed));
  [steps, documents, faults] = [steps + result.steps, documents + result.documents, faults + result.faults];
  if (result.wrong.length === 0) continue;
  failed += 1;
  console.log(`seed ${seed} FAILED; replay: npm run sim:money -- --seed ${seed}`);
  for (const line of result.wrong) console.log(`  ${line}`);
}
const seconds = (performance.now() - started) / 1_000;
console.log(`${runs} seeds, ${failed} failed, ${steps} events, ${documents} documents, ${faults} faults; ${(runs / seconds).toFixed(1)} seeds/s`);
process.exitCode = failed === 0 ? 0 : 1;

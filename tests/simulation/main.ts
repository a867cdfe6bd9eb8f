import { type AimName, aims, drawAimed } from './aims.ts';
import { countOption } from './count-option.ts';
import { refuseUnknownOptions } from './known-options.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { runScenario } from './seed.ts';
import { shrink, story } from './shrink.ts';
import { Totals } from './totals.ts';

/** `npm run sim -- --seed 42 [--runs N] [--aim <name>|each] [--calm] [--nobody-erased] [--contacts|--no-contacts] [--trace] [--no-shrink]`: N consecutive seeds of the product's own code under faults; exit 1 and the replay line on failure, one line of totals last. */
refuseUnknownOptions(['--seed', '--runs', '--aim', '--calm', '--nobody-erased', '--contacts', '--no-contacts', '--trace', '--no-shrink', '--report']);
const text = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const [first, runs, aim] = [countOption('seed', 1), countOption('runs', 1, 1), text('aim')];
const [calm, trace] = [process.argv.includes('--calm'), process.argv.includes('--trace')];
const erasures = !process.argv.includes('--nobody-erased');
const contacts = process.argv.includes('--contacts') ? true : process.argv.includes('--no-contacts') ? false : undefined;
const names = Object.keys(aims) as AimName[];
if (aim !== undefined && aim !== 'each' && !names.includes(aim as AimName)) {
  console.error(`there is no aim ${JSON.stringify(aim)}; there are: ${names.join(', ')}, each`);
  process.exit(2);
}
const totals = new Totals();

async function play(scenario: Scenario, options: string): Promise<void> {
  const result = await runScenario(scenario, trace ? { traceLines: 100_000 } : {});
  totals.add(result);
  if (result.violations.length === 0) return;
  console.log(`seed ${scenario.seed}${options} FAILED; replay: npm run sim -- --seed ${scenario.seed}${options} --trace`);
  for (const v of result.violations.slice(0, 6)) console.log(`  ${v.oracle}: ${v.what.slice(0, 1_500)}`);
  // The first failure is cut down to what a person can follow; the others are usually the same.
  if (totals.failed === 1 && !process.argv.includes('--no-shrink')) console.log(story(await shrink(scenario, result)));
  if (trace) console.log(result.trace.join('\n'));
}

const options = ['--calm', '--nobody-erased', '--contacts', '--no-contacts']
  .filter((option) => process.argv.includes(option))
  .map((option) => ` ${option}`)
  .join('');
for (let seed = first; seed < first + runs; seed += 1) {
  if (aim === undefined) await play(drawScenario(seed, { calm, erasures, ...(contacts === undefined ? {} : { contacts }) }), options);
  else for (const name of names) if (aim === 'each' || aim === name) await play(drawAimed(name, seed, contacts), `${options} --aim "${name}"`);
}
if (process.argv.includes('--report')) process.send?.(totals.report());
else console.log(totals.text());
process.exitCode = totals.failed === 0 ? 0 : 1;

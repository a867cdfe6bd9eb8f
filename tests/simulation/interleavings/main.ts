import { refuseUnknownOptions } from '../known-options.ts';
import { explore } from './explore.ts';
import { startRace } from './race.ts';
import { races } from './races.ts';

/** Executions of one race; more is a sign that its workers do too much to be tried whole. */
const executionsMax = 50_000;

/** `npm run sim:interleavings [-- --only <words>]`: every order in which two workers on one entity can meet; exit 1 when one of them breaks a rule. */
refuseUnknownOptions(['--only']);
const at = process.argv.indexOf('--only');
const only = at < 0 ? '' : (process.argv[at + 1] ?? '');
let [total, failed] = [0, 0];
const started = performance.now();
for (const race of races.filter((r) => r.name.includes(only))) {
  const from = performance.now();
  const { interleavings, states, ends, executions, pruned, failures } = await explore(() => startRace(race), executionsMax);
  total += interleavings;
  failed += failures.length;
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(
    `${race.name.padEnd(78)} ${interleavings} interleavings, ${states} states, ${ends} ends, ${executions} executions (${pruned} cut short), ${seconds} s, ${failures.length} failed`,
  );
  for (const failure of failures.slice(0, 3)) console.log(`  ${failure.what}\n    ${failure.schedule}`);
}
console.log(`${total} interleavings of two workers on one entity, ${failed} failed, ${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exit(failed === 0 ? 0 : 1);

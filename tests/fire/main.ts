import { parseArgs } from 'node:util';
import { type FireReport, lineOf } from './report.ts';
import { trials } from './trials.ts';

/** `npm run fire`: everything of `tests/fire` at length, with counts. `--quick` as in the test suite, `--only <word>` for one trial, `--rounds <n>`, `--json`. Exit code 1 when something was wrong. */
const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' }, rounds: { type: 'string' }, json: { type: 'boolean' } } });
const chosen = trials.filter((trial) => trial.name.includes(values.only ?? ''));
const reports: FireReport[] = [];
for (const trial of chosen) {
  const startedAt = performance.now();
  const report = { name: trial.name, ...(await trial.run(Number(values.rounds ?? trial.rounds[values.quick === true ? 'quick' : 'long']))) };
  reports.push(report);
  if (values.json === true) continue;
  console.log(`${lineOf(report)} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
  for (const wrong of report.wrong) console.log(`    ${wrong}`);
}
const sum = (of: (report: FireReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
const [rounds, held, skipped] = [sum((r) => r.rounds), sum((r) => r.held), reports.filter((r) => r.skipped !== undefined).length];
if (values.json === true) console.log(JSON.stringify(reports, null, 2));
else console.log(`${held} of ${rounds} rounds held, ${skipped} of ${reports.length} trials skipped by name`);
process.exitCode = held === rounds && chosen.length > 0 ? 0 : 1;

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { decisions } from './decisions.ts';

/** `npm run mutation [-- --only <words>]`: changes each file that decides in small ways and runs the test beside it; prints the score of each, and exits 1 when one is below the bar. */
const at = process.argv.indexOf('--only');
const only = at < 0 ? [''] : process.argv.slice(at + 1);
const config = 'tests/mutation/stryker.config.json';
const { thresholds } = JSON.parse(readFileSync(config, 'utf8')) as { thresholds: { break: number } };
const wanted = decisions.filter((d) => only.some((word) => d.includes(word)));
if (wanted.length === 0) {
  console.error(`no file that decides is called ${only.join(', ')}; there are ${decisions.join(', ')}`);
  process.exit(2);
}
let below = 0;
for (const name of wanted) {
  const env = { ...process.env, SYNCLINE_MUTATED: name };
  const args = ['run', config, '--mutate', `core/sync/${name}.ts`, '--incrementalFile', `.cache/stryker/${name}.json`];
  const { stdout } = spawnSync('stryker', args, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const row = new RegExp(`^ ${name}\\.ts +\\| +([0-9.]+)(.*)$`, 'm').exec(stdout);
  const score = Number(row?.[1] ?? Number.NaN);
  console.log(`${name.padEnd(16)} ${Number.isNaN(score) ? 'no result' : `${score} %`}`);
  if (score >= thresholds.break) continue;
  below += 1;
  console.log(stdout.slice(Math.max(0, stdout.indexOf('[Survived]'))));
}
console.log(`${below} below ${thresholds.break} %`);
process.exit(below === 0 ? 0 : 1);

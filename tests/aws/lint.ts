import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stages } from '../../infra/stage.ts';
import { program, readyOrSkip } from './ready.ts';
import { templateOf } from './synth.ts';

/** `npm run aws:lint`: cfn-lint over the templates of all stages. Exit 1 when it finds anything, 3 when it cannot be installed. */
readyOrSkip('cfnlint');
const folder = join(import.meta.dirname, '..', '..', '.cache', 'aws', 'templates');
mkdirSync(folder, { recursive: true });
const files = Object.entries(stages).map(([name, stage]) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(templateOf(stage).toJSON()));
  return file;
});
/** W3005: the CDK writes dependencies that a reference implies as well. */
const ignored = ['--ignore-checks', 'W3005'];
const { status } = spawnSync(program('cfnlint', 'cfn-lint'), ['--regions', 'eu-central-1', ...ignored, '--', ...files], { stdio: 'inherit', timeout: 180_000 });
console.log(status === 0 ? `cfn-lint: nothing found in ${files.length} templates` : 'cfn-lint: found the above');
process.exit(status === 0 ? 0 : 1);

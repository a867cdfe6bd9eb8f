import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isInstalled, startEmulator } from './emulator.ts';

/** `npm run aws:contracts`: installs the emulator under `.cache/` where it is missing, starts it, runs the contract suites of the AWS adapter, stops it. */
const root = join(import.meta.dirname, '..', '..');

/** The version that the suites were last seen to hold with. */
const emulator = 'ministack==1.5.33';

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}

if (!isInstalled()) {
  console.log(`installing ${emulator} into .cache/venv`);
  if (run('python3', ['-m', 'venv', '.cache/venv']) !== 0) process.exit(1);
  if (run(join(root, '.cache/venv/bin/pip'), ['install', '--quiet', emulator]) !== 0) process.exit(1);
}
const started = await startEmulator();
console.log(`${emulator} at ${started.endpoint}`);
let status = 1;
try {
  const args = ['run', '--config', 'tests/aws/vitest.config.ts', 'tests/aws/contracts.test.ts', ...process.argv.slice(2)];
  const child = spawn(join(root, 'node_modules/.bin/vitest'), args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...started.env } });
  status = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} finally {
  await started.stop();
}
process.exit(status);

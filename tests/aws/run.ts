import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startEmulator } from './emulator.ts';
import { emulatorVersion, readyOrSkip } from './ready.ts';

/** `npm run aws:contracts`: installs the emulator where it is missing, starts it, runs the contract suites of the AWS adapter, stops it. */
const root = join(import.meta.dirname, '..', '..');

readyOrSkip('ministack');
const started = await startEmulator();
console.log(`${emulatorVersion} at ${started.endpoint}`);
let status = 1;
try {
  const args = ['run', '--config', 'tests/aws/vitest.config.ts', 'tests/aws/contracts.test.ts', ...process.argv.slice(2)];
  const child = spawn(join(root, 'node_modules/.bin/vitest'), args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...started.env } });
  status = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} finally {
  await started.stop();
}
process.exit(status);

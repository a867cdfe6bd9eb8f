import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isInstalled } from './emulator.ts';

/** The version that suites and run-through were last seen to hold with. */
export const emulatorVersion = 'ministack==1.5.33';

/** What it verifies signatures of tokens with. */
const verifier = 'cryptography';

/** Installs the emulator under `.cache/venv` where it is missing; throws when that fails. */
export function ready(): void {
  if (isInstalled()) return;
  const root = join(import.meta.dirname, '..', '..');
  console.log(`installing ${emulatorVersion} into .cache/venv`);
  for (const [command, args] of [
    ['python3', ['-m', 'venv', '.cache/venv']],
    [join(root, '.cache/venv/bin/pip'), ['install', '--quiet', emulatorVersion, verifier]],
  ] as const) {
    if (spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0) throw new Error(`${emulatorVersion} could not be installed`);
  }
}

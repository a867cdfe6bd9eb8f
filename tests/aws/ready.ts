import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/** The version that suites and run-through were last seen to hold with. */
export const emulatorVersion = 'ministack==1.5.33';

/** What is installed for the checks of AWS: module → requirements. None of it is needed by `npm start` or `npm test`. */
const tools = {
  /** The emulator, and what it verifies signatures of tokens with. */
  ministack: [emulatorVersion, 'cryptography'],
  /** A second opinion on capacity. */
  moto: ['moto[server]==5.2.5'],
  /** Reads templates as CloudFormation does. */
  cfnlint: ['cfn-lint==1.58.0'],
} as const;

const root = join(import.meta.dirname, '..', '..');

/** A program of the virtual environment in `.cache/venv`. */
export const program = (name: string): string => join(root, '.cache', 'venv', 'bin', name);

/** Thrown when a tool is not there and cannot be installed, e.g. without network: the check is skipped by name. */
export class NotInstalled extends Error {}

/** Installs a tool under `.cache/venv` where it is missing; throws {@link NotInstalled}. */
export function ready(tool: keyof typeof tools = 'ministack'): void {
  if (globSync(join(root, '.cache', 'venv', 'lib', '*', 'site-packages', tool)).length > 0) return;
  const requirements = tools[tool];
  console.log(`installing ${requirements.join(', ')} into .cache/venv`);
  const steps = [
    ['python3', '-m', 'venv', '.cache/venv'],
    [program('pip'), 'install', '--quiet', '--disable-pip-version-check', ...requirements],
  ] as const;
  for (const [command, ...args] of steps) {
    if (spawnSync(command, args, { cwd: root, stdio: 'inherit', timeout: installMs }).status !== 0) throw new NotInstalled(`${requirements.join(', ')} could not be installed`);
  }
}

/** An installation that takes longer will not end well. */
const installMs = 180_000;

/** Exit code of a check that was skipped by name. */
export const skippedCode = 3;

/** Ends the process as skipped when what it needs cannot be installed. */
export function readyOrSkip(...wanted: readonly (keyof typeof tools)[]): void {
  try {
    for (const tool of wanted) ready(tool);
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    console.log(`skipped by name: ${error.message}`);
    process.exit(skippedCode);
  }
}

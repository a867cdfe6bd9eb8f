import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version that suites and run-through were last seen to hold with. */
export const emulatorVersion = 'ministack==1.5.33';

/** What is installed for the checks of AWS, each in a virtual environment of its own, since they want different versions of the same libraries. None of it is needed by `npm start` or `npm test`. */
const tools = {
  /** The emulator, and what it verifies signatures of tokens with. */
  ministack: [emulatorVersion, 'cryptography'],
  /** A second opinion on capacity: its server, with DynamoDB alone. */
  moto: ['moto[dynamodb]==5.2.5', 'flask', 'flask-cors'],
  /** Reads templates as CloudFormation does. */
  cfnlint: ['cfn-lint==1.58.0'],
} as const;

/** Name of a tool. */
export type Tool = keyof typeof tools;

const root = join(import.meta.dirname, '..', '..');
const environmentOf = (tool: Tool): string => join(root, '.cache', 'venv', tool);

/** A program of a tool's virtual environment. */
export const program = (tool: Tool, name: string): string => join(environmentOf(tool), 'bin', name);

/** Thrown when a tool is not there and cannot be installed, e.g. without network: the check is skipped by name. */
export class NotInstalled extends Error {}

/** An installation that takes longer will not end well. */
const installMs = 180_000;

/** Installs a tool below `.cache/venv` unless these very versions are there; throws {@link NotInstalled}. */
export function ready(tool: Tool): void {
  const requirements = tools[tool].join(', ');
  const [folder, mark] = [environmentOf(tool), join(environmentOf(tool), 'installed.txt')];
  if (existsSync(mark) && readFileSync(mark, 'utf8') === requirements) return;
  console.log(`installing ${requirements} into .cache/venv/${tool}`);
  rmSync(folder, { recursive: true, force: true });
  const steps = [
    ['python3', '-m', 'venv', folder],
    [program(tool, 'pip'), 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', ...tools[tool]],
  ] as const;
  for (const [command, ...args] of steps) {
    if (spawnSync(command, args, { cwd: root, stdio: 'inherit', timeout: installMs }).status !== 0) throw new NotInstalled(`${requirements} could not be installed`);
  }
  writeFileSync(mark, requirements);
}

/** Exit code of a check that was skipped by name. */
export const skippedCode = 3;

/** Ends the process as skipped when what it needs cannot be installed. */
export function readyOrSkip(...wanted: readonly Tool[]): void {
  try {
    for (const tool of wanted) ready(tool);
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    console.log(`skipped by name: ${error.message}`);
    process.exit(skippedCode);
  }
}

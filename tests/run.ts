import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `npm test`: the import rules, the types, then every test that needs nothing but the project. What needs the shared test data is skipped by name. */
const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

function run(name: string, args: readonly string[]): void {
  const { status } = spawnSync(bin(name), args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const shared = join(root, '..', 'shared');
if (!existsSync(shared)) console.log('skipped by name: tests that read ../shared (test data of others), which is not beside this checkout');
run('depcruise', ['core', 'mappings', 'connectors', 'functions', 'adapters', 'cli', '--config', '.dependency-cruiser.cjs', '--output-type', 'err']);
run('tsc', ['--noEmit']);
run('vitest', ['run', ...process.argv.slice(2)]);

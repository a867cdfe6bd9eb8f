import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** `npm test`: the import rules, the types, then every test that needs nothing but the project. What needs the shared test data is skipped by name. */
const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** Runs one program; what a quiet one says is printed whole when it ends, so that no two speak at once. Resolves with its exit code. */
function run(name: string, args: readonly string[], speaks: 'at once' | 'when it ends'): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(bin(name), args, { cwd: root, stdio: speaks === 'at once' ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('error', (error) => {
      said += `${name}: ${error.message}\n`;
    });
    child.on('close', (code) => {
      process.stdout.write(said);
      resolve(code ?? 1);
    });
  });
}

const shared = join(root, '..', 'shared');
if (!existsSync(shared)) console.log('skipped by name: tests that read ../shared (test data of others), which is not beside this checkout');
// Side by side: tests wait a good part of their time (for disks, clocks, other processes), which the types use.
const ended = await Promise.all([
  run('depcruise', ['core', 'mappings', 'connectors', 'functions', 'adapters', 'cli', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'], 'when it ends'),
  run('tsc', ['--noEmit'], 'when it ends'),
  run('vitest', ['run', ...process.argv.slice(2)], 'at once'),
]);
process.exitCode = ended.find((code) => code !== 0) ?? 0;

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const folders = ['core', 'mappings', 'connectors', 'functions', 'adapters', 'infra', 'cli', 'console', 'tests', 'bench'];

/** Every TypeScript file of the project, relative to its root, in order. */
export function sourceFiles(root: string): string[] {
  const found: string[] = [];
  for (const folder of folders) collect(root, join(root, folder), found);
  return found.sort();
}

function collect(root: string, folder: string, found: string[]): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collect(root, path, found);
    else if (entry.name.endsWith('.ts') || entry.name.endsWith('.tsx')) found.push(relative(root, path));
  }
}

function entriesOf(folder: string): ReturnType<typeof list> {
  try {
    return list(folder);
  } catch {
    return [];
  }
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).filter((e) => e.name !== 'node_modules' && !e.name.startsWith('.'));
}

/** True for tests and what only tests use. */
export function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || file.endsWith('.contract.ts') || file.startsWith('tests/') || file.startsWith('bench/');
}

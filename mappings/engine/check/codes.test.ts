import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

test('every code of a mistake in a document is in the guide', () => {
  const sources = globSync('mappings/engine/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const codes = new Set(sources.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/'(MAPPING_[A-Z_]+)'/g)].map((match) => match[1] as string)));
  const guide = readFileSync(join(root, 'docs', 'mappings.md'), 'utf8');
  expect(codes.size).toBeGreaterThan(10);
  expect([...codes].filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
});

import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('SECURITY.md', root), 'utf8');

it('SECURITY.md names only tests and files that there are', () => {
  const named = [...text.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path = '']) => (path.includes('/') ? path : `tests/security/${path}`));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

it('SECURITY.md says of every threat how it is met and what shows it', () => {
  const table = text.slice(text.indexOf('| threat |'), text.indexOf('## What is not defended at all'));
  const rows = table.trim().split('\n').slice(2);
  for (const row of rows)
    expect(
      row
        .split(' | ')
        .slice(0, 3)
        .every((cell) => cell.replaceAll('|', '').trim() !== ''),
      row,
    ).toBe(true);
});

import { stripTypeScriptTypes } from 'node:module';
import { expect, test } from 'vitest';
import { mutants } from './list.ts';
import { planted } from './plant.ts';

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s: fits the code and can be loaded', (_, mutant) => {
  for (const source of planted(mutant).values()) expect(stripTypeScriptTypes(source).length).toBeGreaterThan(0);
});

test('planted bugs have names of their own', () => {
  expect(new Set(mutants.map((m) => m.name)).size).toBe(mutants.length);
});

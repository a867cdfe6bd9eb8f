import { expect, test } from 'vitest';
import { known } from '../../tests/factories/sync.ts';
import type { SourceRecord } from './record.ts';
import { failingWith, mendable } from './write-failures.ts';

const failing = (causes: readonly string[], parked: readonly string[] = []): SourceRecord => {
  const rec = known({ name: 'Acme', city: 'Ulm', note: '' });
  const cells = Object.fromEntries(
    Object.entries(rec.cells).map(([field, cell]) => [field, parked.includes(field) ? { ...cell, park: { raw: 'x', mapping: 1, why: 'refused' as const } } : cell]),
  );
  return { ...rec, cells: cells as SourceRecord['cells'], failing: causes };
};

test('a failed write is mended once target and golden agree, a value that cannot be read is not', () => {
  expect(mendable(failing(['write.unknown.bug', 'read.date.format.issued']))).toEqual(['write.unknown.bug']);
});

test('the failure of a parked cell stands while it is parked; that of another does not', () => {
  expect(mendable(failing(['write.invalid.city.unknown.city', 'write.contested.name'], ['city']))).toEqual(['write.contested.name']);
});

test('nothing is mended where nothing failed', () => {
  expect(mendable(failing([], ['city']))).toEqual([]);
});

test('a record keeps each cause once, and stays the same when it knew them all', () => {
  const rec = failing(['write.unknown.bug']);
  expect(failingWith(rec, ['write.unknown.bug'])).toBe(rec);
  expect(failingWith(rec, ['write.unknown.bug', 'write.contested.name']).failing).toEqual(['write.unknown.bug', 'write.contested.name']);
});

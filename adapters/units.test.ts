import { expect, test } from 'vitest';
import type { Item } from '../core/ports/table.ts';
import { storedBodyBytes, storedItemBytes } from './size.ts';
import { UnitMeter } from './units.ts';

const text = (length: number): string => Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * 7_919 + (i >> 3) * 104_729) % 94))).join('');
const sized = (bodyBytes: number, extra: Partial<Item> = {}): Item => ({ pk: 'P', sk: '@', kind: 'record', version: 1, body: { t: text(bodyBytes) }, ...extra });
const meter = (count: (meter: UnitMeter) => void): { read: number; write: number } => {
  const made = new UnitMeter();
  count(made);
  const { read, write } = made.report();
  return { read, write };
};

test('a body over 900 bytes counts as deflated, a smaller one as it is', () => {
  const repetitive = JSON.stringify({ list: Array.from({ length: 200 }, () => 'the same words again') });
  expect(storedBodyBytes(repetitive)).toBeLessThan(repetitive.length / 10);
  expect(storedBodyBytes('{"a":1}')).toBe(7);
  expect(storedBodyBytes(JSON.stringify('大'.repeat(298)))).toBe(896);
});

test('an item counts its names and values', () => {
  // pk 'w#P' 3 + sk 1 + kind 6 + version 4 + body 11 + names pk sk k v b 7
  expect(storedItemBytes({ pk: 'P', sk: '@', kind: 'record', version: 1, body: { t: 'abc' } }, 'w#')).toBe(32);
});

test.each([
  ['an absent item, plain', [undefined], false, 0.5],
  ['an absent item, consistent', [undefined], true, 1],
  ['a small item, plain', [sized(100)], false, 0.5],
  ['a small item, consistent', [sized(100)], true, 1],
  ['two small items got by key round up one by one', [sized(100), sized(100)], false, 1],
])('reading %s', (_, items, consistent, read) => {
  expect(meter((m) => m.got(items, 'w#', consistent))).toEqual({ read, write: 0 });
});

test('a query sums sizes before it rounds', () => {
  const items = Array.from({ length: 8 }, () => sized(400));
  expect(meter((m) => m.queried(items, 'w#', true))).toEqual({ read: 1, write: 0 });
});

test('a write costs its larger image, twice in a transaction, and at least one', () => {
  const [small, large] = [sized(100), sized(700, { token: text(500) })];
  expect(storedItemBytes(large, 'w#')).toBeGreaterThan(1_024);
  expect(meter((m) => m.wrote('put', undefined, small, 'w#', false)).write).toBe(1);
  expect(meter((m) => m.wrote('put', large, small, 'w#', false)).write).toBe(2);
  expect(meter((m) => m.wrote('put', small, large, 'w#', true)).write).toBe(4);
  expect(meter((m) => m.wrote('check', small, small, 'w#', true)).write).toBe(2);
  expect(meter((m) => m.wrote('delete', undefined, undefined, 'w#', false)).write).toBe(1);
});

test.each([
  ['a new entry', undefined, { lpk: 'L', lsk: 'a' }, 1],
  ['the same entry', { lpk: 'L', lsk: 'a', label: 'A' }, { lpk: 'L', lsk: 'a', label: 'A' }, 0],
  ['another label', { lpk: 'L', lsk: 'a', label: 'A' }, { lpk: 'L', lsk: 'a', label: 'B' }, 1],
  ['another place', { lpk: 'L', lsk: 'a' }, { lpk: 'L', lsk: 'b' }, 2],
  ['no entry any more', { lpk: 'L', lsk: 'a' }, undefined, 1],
])('the index costs for %s', (_, before, after, units) => {
  const [old, now] = [sized(10, { index: before }), sized(10, { index: after })];
  expect(meter((m) => m.wrote('put', old, now, 'w#', false)).write).toBe(1 + units);
});

test('units are told by label and kind', async () => {
  const made = new UnitMeter();
  await made.under('compare', async () => made.got([sized(10)], 'w#', false));
  made.wrote('put', undefined, sized(10), 'w#', false);
  expect(made.report()).toEqual({ read: 0.5, write: 1, by: { '- record': { read: 0, write: 1 }, 'compare record': { read: 0.5, write: 0 } } });
  made.reset();
  expect(made.report()).toEqual({ read: 0, write: 0, by: {} });
});

import { expect, test } from 'vitest';
import { bareSurroundings, madeStep, shown } from '../testing/step.ts';
import { lookup } from './lookup.ts';

const states = { A: 'active', Active: 'active', X: 'inactive', '-': null };

test.each([
  ['A', 'active'],
  ['active', 'active'],
  ['ＡＣＴＩＶＥ', 'active'],
  ['X', 'inactive'],
  ['-', null],
  ['gold', '?lookup.missing'],
])('%s is read as %j', (given, expected) => {
  expect(shown(madeStep('lookup', states).in(given))).toBe(expected);
});

test('backwards the first entry with the value is written', () => {
  const step = madeStep('lookup', states);
  expect(step.out?.('active')).toBe('A');
  expect(shown(step.out?.('gone') ?? null)).toBe('?lookup.missingOut');
});

test('else and elseOut stand for what the table does not hold', () => {
  const step = madeStep('lookup', { table: { A: 'active' }, else: 'inactive', elseOut: 'Z' });
  expect(step.in('gold')).toBe('inactive');
  expect(step.out?.('inactive')).toBe('Z');
});

test('keys of numbers and booleans are their text', () => {
  expect(madeStep('lookup', { 1: 'active', true: 'active' }).in(1)).toBe('active');
  expect(madeStep('lookup', { true: 'active' }).in(true)).toBe('active');
});

test('keys that objects inherit are not in the table', () => {
  expect(shown(madeStep('lookup', states).in('toString'))).toBe('?lookup.missing');
  expect(shown(madeStep('lookup', states).in('__proto__'))).toBe('?lookup.missing');
});

test('an empty table is a mistake in the document', () => {
  expect(lookup.make({}, bareSurroundings).ok).toBe(false);
});

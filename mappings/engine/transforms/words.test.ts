import { expect, test } from 'vitest';
import { bareSurroundings, madeStep, shown } from '../testing/step.ts';
import { replace } from './replace.ts';

test.each([
  ['boolean', 'Ja', true],
  ['boolean', '是', true],
  ['boolean', 'x', true],
  ['boolean', 0, false],
  ['boolean', false, false],
  ['boolean', 'maybe', '?boolean.invalid'],
  ['currency', 'eur', 'EUR'],
  ['currency', '€', 'EUR'],
  ['currency', '人民币', 'CNY'],
  ['currency', '$', '?currency.unknown'],
  ['taxId', ' de 811.907/980 ', 'DE811907980'],
  ['taxId', '９１３１００００６０７２１２３４５Ｘ', '91310000607212345X'],
  ['taxId', 'no', '?taxId.invalid'],
  ['url', 'www.ACME.de/', 'https://www.acme.de'],
  ['url', 'HTTP://acme.de/a?b=c', 'http://acme.de/a?b=c'],
  ['url', 'javascript:alert(1)', '?url.invalid'],
  ['url', 'not an address', '?url.invalid'],
  ['recordId', 4711, '4711'],
])('%s: %j is read as %j', (name, given, expected) => {
  expect(shown(madeStep(name).in(given))).toBe(expected);
});

test('yes and no are written in the words given', () => {
  const step = madeStep('boolean', { true: 'J', false: 'N' });
  expect([step.out?.(true), step.out?.(false), step.in('n'), step.in('J')]).toEqual(['J', 'N', false, true]);
});

test('a numeric record id is written as a number, another one as text', () => {
  const step = madeStep('recordId', 'numeric');
  expect([step.out?.('4711'), step.out?.('A-1')]).toEqual([4711, 'A-1']);
});

test('a prefix and a suffix are taken off and put on', () => {
  expect(madeStep('prefix', 'C-').in('C-17')).toBe('17');
  expect(madeStep('prefix', 'C-').out?.('17')).toBe('C-17');
  expect(madeStep('suffix', ' GmbH').in('ACME GmbH')).toBe('ACME');
  expect(madeStep('suffix', ' GmbH').out?.('ACME')).toBe('ACME GmbH');
});

test('a piece of a text is taken by number or by what it leaves', () => {
  expect(madeStep('split', { on: ' ', take: -1 }).in('Ann Maria Lee')).toBe('Lee');
  expect(madeStep('split', { on: ' ', take: 'allButLast' }).in('Ann Maria Lee')).toBe('Ann Maria');
  expect(madeStep('split', { on: ' ', take: 7 }).in('Ann')).toBeNull();
  expect(madeStep('split', { on: ' ', take: 0 }).out).toBeUndefined();
});

test('replacing runs on RE2: a pattern that would hang other engines answers, back-references are refused', () => {
  expect(madeStep('replace', { pattern: '^(Re|Fwd): ', with: '' }).in('Re: hello')).toBe('hello');
  const started = process.cpuUsage();
  madeStep('replace', { pattern: '(a+)+$', with: '' }).in(`${'a'.repeat(5_000)}b`);
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  expect(replace.make({ pattern: '(a)\\1', with: '' }, bareSurroundings).ok).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeStep, shown } from '../testing/step.ts';
import { decimalLocales } from './decimal.ts';

test.each([
  ['en', '660,508.40', '660508.4'],
  ['de', '660.508,40', '660508.4'],
  ['fr', '1 234,5', '1234.5'],
  ['fr', '1\u202f234\u00a0567,5', '1234567.5'],
  ['ch', "1'234.50", '1234.5'],
  ['in', '12,34,567.8', '1234567.8'],
  ['plain', '００12.50', '12.5'],
  ['plain', '-0', '0'],
  ['plain', '0.10', '0.1'],
  ['en', '(1,234.50)', '-1234.5'],
  ['en', '12.5-', '-12.5'],
  ['plain', '−5', '-5'],
  ['plain', '12345678901234567890.12', '12345678901234567890.12'],
])('%s: %s is read as %s', (locale, given, expected) => {
  expect(shown(madeStep('decimal', locale).in(given))).toBe(expected);
});

test.each([
  ['plain', '660,508.40'],
  ['plain', '1e5'],
  ['plain', 'NaN'],
  ['plain', '12 kg'],
  ['en', '66,0508.40'],
  ['en', '1.234,50'],
  ['de', '1,234.50'],
  ['de', '12.34'],
  ['fr', '1 23'],
])('%s: %s is refused, not guessed', (locale, given) => {
  expect(shown(madeStep('decimal', locale).in(given))).toBe('?decimal.format');
});

test('a JSON number is taken by its text, and refused where JSON may have lost digits', () => {
  expect(shown(madeStep('decimal').in(0.1))).toBe('0.1');
  expect(shown(madeStep('decimal').in(-0))).toBe('0');
  expect(shown(madeStep('decimal').in(0.1 + 0.2))).toBe('?decimal.precision');
  expect(shown(madeStep('decimal').in(1e21))).toBe('?decimal.precision');
});

test('digits pad what is written, number makes it a JSON number', () => {
  expect(madeStep('decimal', { locale: 'de', digits: 2 }).out?.('12.5')).toBe('12,50');
  expect(madeStep('decimal', { number: true }).out?.('12.5')).toBe(12.5);
});

test('whole numbers are whole', () => {
  expect(madeStep('integer', undefined, { decimal: 'en' }).in('1,234')).toBe(1234);
  expect(shown(madeStep('integer').in('12.5'))).toBe('?integer.invalid');
});

test('what is written in a locale is read as the same number', () => {
  const plain = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.stringMatching(/^[0-9]{0,6}[1-9]$|^$/))
    .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`));
  fc.assert(
    fc.property(plain, fc.constantFrom(...decimalLocales), (canon, locale) => {
      const step = madeStep('decimal', locale);
      expect(step.in(step.out?.(canon) as string)).toBe(canon);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareSurroundings, madeStep, shown } from '../testing/step.ts';
import { money } from './money.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

test.each([
  ['12.5', eur('12.50')],
  ['EUR 12.50', eur('12.50')],
  ['12.50 €', eur('12.50')],
  ['JPY 1200', { amount: '1200', currency: 'JPY' }],
  ['KWD 1.234', { amount: '1.234', currency: 'KWD' }],
  [12.5, eur('12.50')],
  ['-12.50', eur('-12.50')],
])('%j is read as %j where the currency is declared', (given, expected) => {
  expect(shown(madeStep('money', 'EUR').in(given))).toEqual(expected);
});

test.each([
  ['12.345', '?money.digits'],
  ['JPY 12.5', '?money.digits'],
  ['XQQ 5', '?currency.unknown'],
  ['twelve', '?decimal.format'],
])('%s is refused with %s', (given, expected) => {
  expect(shown(madeStep('money', 'EUR').in(given))).toBe(expected);
});

test('an amount without any currency is refused', () => {
  expect(shown(madeStep('money').in('12.50'))).toBe('?money.currency');
});

test('two parts are amount and currency, and are written as two', () => {
  const step = madeStep('money', { locale: 'en' }, { parts: 2, currency: 'EUR' });
  expect(shown(step.in(['660,508.40', 'RMB']))).toEqual({ amount: '660508.40', currency: 'CNY' });
  expect(shown(step.in(['5', null]))).toEqual(eur('5.00'));
  expect(shown(step.in([null, 'EUR']))).toBeNull();
  expect(step.out?.({ amount: '660508.40', currency: 'CNY' })).toEqual(['660508.40', 'CNY']);
});

test('one column takes no amount of another currency', () => {
  const step = madeStep('money', 'EUR');
  expect(step.out?.(eur('12.50'))).toBe('12.50');
  expect(shown(step.out?.({ amount: '12.50', currency: 'USD' }) ?? null)).toBe('?money.otherCurrency');
  expect(madeStep('money').out?.(eur('12.50'))).toBe('12.50 EUR');
});

test('minor units are cents, in both directions', () => {
  const step = madeStep('money', { currency: 'EUR', minor: true, number: true });
  expect(shown(step.in(1250))).toEqual(eur('12.50'));
  expect(step.out?.(eur('12.50'))).toBe(1250);
});

test('an unknown declared currency is a mistake in the document', () => {
  expect(money.make('EURO5', bareSurroundings).ok).toBe(false);
});

test('every exact amount survives writing and reading', () => {
  const amount = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);
  fc.assert(
    fc.property(amount, fc.constantFrom('en', 'de', 'fr', 'plain'), (canon, locale) => {
      const step = madeStep('money', { currency: 'EUR', locale });
      expect(step.in(step.out?.(eur(canon)) as string)).toEqual(eur(canon.replace(/^-(0\.00)$/, '$1')));
    }),
  );
});

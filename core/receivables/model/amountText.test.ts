import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf } from '../../model/money.ts';
import { amountFrom, plainDecimal } from './amountText.ts';

describe('plainDecimal', () => {
  it.each([
    ['660,508.40', '660508.40'],
    ['1.234,56', '1234.56'],
    ['2,300', '2300'],
    ['2,3', '2.3'],
    ['1.500', '1.500'],
    ['1.234.567', '1234567'],
    ['¥1,234.50', '1234.50'],
    ['-￥12', '-12'],
    ['(12.00)', '-12.00'],
    ['12,5-', '-12.5'],
    ['CNY 13.50', '13.50'],
    ['＋３', '3'],
    ["1'000.05", '1000.05'],
    ['.5', '0.5'],
  ])('reads %s as %s', (written, plain) => {
    expect(plainDecimal(written)).toBe(plain);
  });

  it.each(['', '-', 'abc', '1.2.3,4,5', '12a', '1,23,45,6.7.8', '131.77(已退款89.84)'])('refuses %j instead of guessing', (written) => {
    expect(plainDecimal(written)).toBeUndefined();
  });

  it('follows a declared decimal comma', () => {
    expect(plainDecimal('1.500', ',')).toBe('1500');
  });
});

describe('amountFrom', () => {
  it('reads back whatever decimalOf writes, for currencies of 0, 2 and 3 digits', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
        expect(amountFrom(decimalOf({ minor, currency }), currency, '.')).toEqual({ minor, currency });
      }),
    );
  });

  it('refuses more digits than the currency has', () => {
    expect(amountFrom('1.005', 'EUR', '.')).toBeUndefined();
    expect(amountFrom('1.5', 'JPY', '.')).toBeUndefined();
  });
});

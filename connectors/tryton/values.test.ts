import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FaultError } from '../../core/ports/connector.ts';
import { dayFrom, decimalFrom, flagFrom, rowsOf, stampFrom, textAt, textFrom, wireDateTime } from './values.ts';

const decimal = (text: string) => ({ __class__: 'Decimal', decimal: text });

describe("Tryton's JSON forms", () => {
  test('a stamp survives the way to the server and back to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000_000 }), (stamp) => {
        expect(stampFrom(wireDateTime(stamp))).toBe(stamp);
      }),
    );
  });

  test.each([
    ['12.50', '12.50'],
    ['-0.05', '-0.05'],
    ['123456789012345678.90', '123456789012345678.90'],
    ['1E+2', undefined],
    ['NaN', undefined],
  ])('a decimal %s is %s, never a float', (text, wanted) => {
    expect(decimalFrom(decimal(text))).toBe(wanted);
  });

  test('a number where a decimal is due is refused', () => {
    expect(decimalFrom(12.5)).toBeUndefined();
    expect(decimalFrom(null)).toBeNull();
  });

  test('a date is a day, and nothing else is', () => {
    expect(dayFrom({ __class__: 'date', year: 2026, month: 3, day: 7 })).toBe('2026-03-07');
    expect(dayFrom(null)).toBeNull();
    expect(dayFrom('2026-03-07')).toBeUndefined();
    expect(dayFrom({ __class__: 'date', year: 2026, month: 3 })).toBeUndefined();
  });

  test('SQLite says 1 where PostgreSQL says true', () => {
    expect([1, true, 0, false, null].map((v) => flagFrom(v))).toEqual([true, true, false, false, false]);
  });

  test('an unanswered field is not an empty one', () => {
    expect(textFrom('')).toBeNull();
    expect(textFrom(undefined)).toBeUndefined();
    expect(textFrom(5)).toBeUndefined();
    expect(textAt({ 'lang.': null }, 'lang', 'code')).toBeNull();
    expect(textAt({}, 'lang', 'code')).toBeUndefined();
    expect(() => rowsOf({}, 'addresses')).toThrow(FaultError);
  });
});

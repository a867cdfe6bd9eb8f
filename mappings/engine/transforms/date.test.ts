import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDate } from '../../../core/model/time.ts';
import { madeStep, shown } from '../testing/step.ts';
import { dayOf } from './date.ts';
import { dateFormat } from './date-format.ts';

const mixed = ['yyyy-MM-dd', 'dd.MM.yyyy', 'yyyy年M月d日', 'd MMM yyyy'];

describe('date', () => {
  test.each([
    ['2026-03-31', '2026-03-31'],
    ['31.03.2026', '2026-03-31'],
    ['2026年3月1日', '2026-03-01'],
    ['2026年12月31日', '2026-12-31'],
    ['1 mar 2026', '2026-03-01'],
    ['２０２６-03-31', '2026-03-31'],
    ['29.02.2024', '2024-02-29'],
  ])('%s is read as %s by one of several formats', (given, expected) => {
    expect(shown(madeStep('date', mixed).in(given))).toBe(expected);
  });

  test.each([
    ['29.02.2026', '?date.absent'],
    ['31.04.2026', '?date.absent'],
    ['0000-00-00', '?date.absent'],
    ['31.03.26', '?date.format'],
    ['03/31/2026', '?date.format'],
    ['46112', '?date.format'],
    ['2026-03-31T22:00:00Z', '?date.format'],
  ])('%s is refused with %s', (given, expected) => {
    expect(shown(madeStep('date', mixed).in(given))).toBe(expected);
  });

  test('a day that two declared formats read differently is refused, one that they agree on is not', () => {
    const { in: read } = madeStep('date', ['dd/MM/yyyy', 'MM/dd/yyyy']);
    expect(shown(read('04/05/2026'))).toBe('?date.ambiguous');
    expect(shown(read('05/05/2026'))).toBe('2026-05-05');
    expect(shown(read('31/05/2026'))).toBe('2026-05-31');
  });

  test('a time of day is left out, never used to shift the day', () => {
    expect(shown(madeStep('date', 'yyyy-MM-dd HH:mm:ss').in('2026-03-31 23:59:59'))).toBe('2026-03-31');
  });

  test('it is written in the first format', () => {
    expect(shown(madeStep('date', ['dd.MM.yyyy', 'yyyy-MM-dd']).out?.('2026-03-01') ?? null)).toBe('01.03.2026');
    expect(shown(madeStep('date', "d MMM yyyy 'at' HH:mm").out?.('2026-03-01') ?? null)).toBe('1 Mar 2026 at 00:00');
  });

  test.each(['dd.MM.yy', 'dd.MM', 'dd.MM.yyyy dd', 'MM/DD/YYYY', 'yyyy-ww-dd'])('the format %s is a mistake in the document', (format) => {
    expect(dateFormat(format).ok).toBe(false);
  });

  test('every existing day survives writing and reading in every format', () => {
    const day = fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.constantFrom(...mixed, 'MMMM d yyyy', 'dd/MM/yyyy', 'yyyyMMdd'), (canon, format) => {
        const step = madeStep('date', format);
        expect(step.in(step.out?.(canon) as string)).toBe(canon);
      }),
    );
  });

  test('a day exists exactly when the calendar says so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 2200 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (year, month, day) => {
        const written = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        expect(dayOf({ year, month, day, hour: 0, minute: 0, second: 0 })).toBe(localDate(written));
      }),
    );
  });
});

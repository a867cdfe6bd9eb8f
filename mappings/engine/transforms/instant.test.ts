import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareSurroundings, madeStep, shown } from '../testing/step.ts';
import { instant } from './instant.ts';

const berlin = { zone: 'Europe/Berlin' };

test.each([
  ['2026-03-31T08:00:00Z', '2026-03-31T08:00:00.000Z'],
  ['2026-03-31T10:00:00+02:00', '2026-03-31T08:00:00.000Z'],
  ['2026-03-31 10:00:00.123456+0200', '2026-03-31T08:00:00.123Z'],
  ['2026-03-31T10:00', '2026-03-31T08:00:00.000Z'],
  ['2026-01-31T10:00', '2026-01-31T09:00:00.000Z'],
])('%s in Berlin is read as %s', (given, expected) => {
  expect(shown(madeStep('instant', undefined, berlin).in(given))).toBe(expected);
});

test.each([
  ['2026-03-29T02:30:00', '?instant.absent'],
  ['2026-10-25T02:30:00', '?instant.ambiguous'],
  ['2026-02-30T10:00:00Z', '?instant.absent'],
  ['2026-03-31T25:00:00Z', '?instant.absent'],
  ['31.03.2026 10:00', '?instant.format'],
  ['1026-03-31T10:00:00Z', '?instant.range'],
])('%s in Berlin is refused with %s', (given, expected) => {
  expect(shown(madeStep('instant', undefined, berlin).in(given))).toBe(expected);
});

test('a time without a zone is refused where none is declared', () => {
  expect(shown(madeStep('instant').in('2026-03-31T10:00'))).toBe('?instant.zone');
});

test('seconds and milliseconds since 1970 are told apart by declaration, and a mix-up is refused', () => {
  expect(shown(madeStep('instant', 'seconds').in(1_774_944_000))).toBe('2026-03-31T08:00:00.000Z');
  expect(shown(madeStep('instant', 'milliseconds').in('1774944000000'))).toBe('2026-03-31T08:00:00.000Z');
  expect(shown(madeStep('instant', 'seconds').in(1_774_944_000_000))).toBe('?instant.range');
  expect(madeStep('instant', 'seconds').out?.('2026-03-31T08:00:00.000Z')).toBe(1_774_944_000);
});

test('a format with time is read and written in the zone', () => {
  const step = madeStep('instant', 'dd.MM.yyyy HH:mm', berlin);
  expect(shown(step.in('31.03.2026 10:00'))).toBe('2026-03-31T08:00:00.000Z');
  expect(step.out?.('2026-03-31T08:00:00.000Z')).toBe('31.03.2026 10:00');
  expect(instant.make('dd.MM.yyyy HH:mm', bareSurroundings).ok).toBe(false);
  expect(instant.make({ zone: 'Europe/Atlantis' }, bareSurroundings).ok).toBe(false);
});

test('what a local format writes is read as the same moment, unless clocks were put back', () => {
  const minute = fc.integer({ min: 0, max: 20_000_000 }).map((n) => 631_152_000_000 + n * 60_000);
  const step = madeStep('instant', 'yyyy-MM-dd HH:mm', { zone: 'America/New_York' });
  fc.assert(
    fc.property(minute, (at) => {
      const canon = new Date(at).toISOString();
      const back = shown(step.in(step.out?.(canon) as string));
      expect([canon, '?instant.ambiguous']).toContain(back);
    }),
    { numRuns: 200 },
  );
});

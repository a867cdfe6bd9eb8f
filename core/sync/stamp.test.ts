import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareStamps, laterStamp, loadStamp, type Stamp, stampZero, storeStamp } from './stamp.ts';

const stamps = fc.record({ at: fc.integer({ min: 0, max: 3 }), ref: fc.constantFrom('', 'a/s/1', 'b/s/1') });

test('stamps are in a total order: by time, then by record', () => {
  fc.assert(
    fc.property(stamps, stamps, stamps, (a, b, c) => {
      expect(Math.sign(compareStamps(a, b)) + Math.sign(compareStamps(b, a))).toBe(0);
      expect(compareStamps(a, b) === 0).toBe(a.at === b.at && a.ref === b.ref);
      if (compareStamps(a, b) <= 0 && compareStamps(b, c) <= 0) expect(compareStamps(a, c)).toBeLessThanOrEqual(0);
    }),
  );
  expect(compareStamps({ at: 1, ref: 'z' }, { at: 2, ref: 'a' })).toBe(-1);
  expect(compareStamps({ at: 1, ref: 'a' }, { at: 1, ref: 'b' })).toBe(-1);
  expect(compareStamps({ at: 1, ref: 'b' }, { at: 1, ref: 'a' })).toBe(1);
});

test('the later of two is one of them, and not before the other', () => {
  fc.assert(
    fc.property(stamps, stamps, (a, b) => {
      expect(compareStamps(laterStamp(a, b), a)).toBeGreaterThanOrEqual(0);
      expect(compareStamps(laterStamp(a, b), b)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(laterStamp({ at: 2, ref: 'a' }, { at: 1, ref: 'b' })).toEqual({ at: 2, ref: 'a' });
  expect(laterStamp({ at: 1, ref: 'a' }, { at: 1, ref: 'b' })).toEqual({ at: 1, ref: 'b' });
});

test('a stored stamp comes back, and the record’s own is a bare number', () => {
  const own = 'a/s/1';
  const there: Stamp = { at: 7, ref: 'b/s/1' };
  expect(storeStamp({ at: 7, ref: own }, own)).toBe(7);
  expect(storeStamp(there, own)).toEqual([7, 'b/s/1']);
  expect(storeStamp(stampZero, own)).toBe(0);
  expect(loadStamp(undefined, own)).toEqual({ at: 0, ref: '' });
  expect(loadStamp(0, own)).toEqual({ at: 0, ref: '' });
  expect(loadStamp(7, own)).toEqual({ at: 7, ref: own });
  expect(loadStamp([7, 'b/s/1'], own)).toEqual(there);
});

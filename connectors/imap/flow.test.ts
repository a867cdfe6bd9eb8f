import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangesOf } from './flow.ts';

test('a set of UIDs is written in runs, and names exactly these UIDs', () => {
  expect(rangesOf([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (uids) => {
      const sorted = uids.toSorted((a, b) => a - b);
      const named = rangesOf(sorted)
        .split(',')
        .flatMap((run) => {
          const [from = 0, to = from] = run.split(':').map(Number);
          return Array.from({ length: to - from + 1 }, (_, i) => from + i);
        });
      expect(named).toEqual(sorted);
    }),
  );
});

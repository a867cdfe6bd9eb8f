import { expect, test } from 'vitest';
import { lookAgainSeconds } from './advance.ts';

test.each([
  ['nothing can be told yet: longer from look to look', 0, Number.POSITIVE_INFINITY, 1],
  ['nothing can be told yet, for the twentieth time', 20, Number.POSITIVE_INFINITY, 5],
  ['a minute is left: no later than usual', 20, 60_000, 5],
  ['four seconds are left: half of them', 45, 4_000, 2],
  ['it is as good as done: never at once', 45, 1, 1],
])('%s', (_, tries, leftMs, seconds) => {
  expect(lookAgainSeconds(tries, leftMs)).toBe(seconds);
});

import { expect, it } from 'vitest';
import { minuteMs } from '../model/time.ts';
import { hasElapsed, isAhead } from './set-back.ts';

it('a moment is ahead when it lies further in the future than clocks of several hosts differ', () => {
  expect([isAhead(0, 0), isAhead(minuteMs, 0), isAhead(minuteMs + 1, 0)]).toEqual([false, false, true]);
});

it.each([
  ['before it is over', 1_000, 1_999, false],
  ['at its end', 1_000, 2_000, true],
  ['by the clock of a host that is a little behind', 2_000, 1_000, false],
  ['after the clock was set back by more', 1_000 + 2 * minuteMs, 1_000, true],
])('a time of a second has gone by %s: %s, %s', (_, since, now, is) => {
  expect(hasElapsed(since, 1_000, now)).toBe(is);
});

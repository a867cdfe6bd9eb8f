import { describe, expect, it } from 'vitest';
import { minuteMs } from '../../../core/model/time.ts';
import { crowdIn } from './crowd.ts';

/** Three canaries, four minutes apart, each with two who set out with it: nine requests. */
const asked = [0, 4, 8].flatMap((minute) => [0, 5, 10].map((ms) => 1_000_000 + minute * minuteMs + ms));

/** The clocks jump by so much, so long after the first request; in minutes. */
const jump = (after: number, by: number) => ({ at: 1_000_000 + after * minuteMs, byMs: by * minuteMs });

describe('a system that is away is asked too often', () => {
  it('where nine requests come within ten minutes', () => {
    expect(crowdIn(asked, [])).toBe(asked[0]);
    expect(crowdIn(asked.slice(1), [])).toBeUndefined();
  });

  it('not where our clock leapt over the rest of a wait between them', () => {
    expect(crowdIn(asked, [jump(2, 6)])).toBeUndefined();
    expect(crowdIn(asked, [jump(2, 1), jump(6, 1)])).toBeUndefined();
  });

  it('not where our clock was set back between them', () => {
    expect(crowdIn(asked, [jump(2, -3)])).toBeUndefined();
  });

  it.each([
    ['leapt by less than was left of the wait', jump(2, 1)],
    ['was set back by no more than hosts differ', jump(2, -1)],
    ['leapt before the first', jump(-1, 6)],
    ['leapt after the last', jump(9, 6)],
  ])('where our clock %s', (_, at) => {
    expect(crowdIn(asked, [at])).toBe(asked[0]);
  });
});

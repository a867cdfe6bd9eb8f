import { describe, expect, it } from 'vitest';
import type { Intent, Slot } from './record.ts';
import { mayHaveMade, slotPastMax } from './slot-time.ts';
import { writeTimeoutMs } from './target.ts';

const intentAt = (begunAt: number): Intent => ({ id: `i${begunAt}`, kind: 'write', fields: {}, deadline: begunAt + writeTimeoutMs });
const slotOf = (...begunAt: readonly number[]): Slot => {
  const [intent, ...past] = begunAt.toReversed().map(intentAt);
  return { state: 'open', n: 0, key: 'x-1', anchor: 'crm/customers/1' as never, stream: 'customers', intent: intent as Intent, past };
};

describe('whether a create may have made a record that was read at some time', () => {
  it.each([
    ['not what was shown before it began', slotOf(1_000), 999, 5_000, false],
    ['what was shown once it had begun', slotOf(1_000), 1_000, 5_000, true],
    ['what an earlier try may have made', slotOf(1_000, 100_000), 2_000, 200_000, true],
    ['not what was shown before its first try', slotOf(1_000, 100_000), 500, 200_000, false],
    ['anything, where our clock has been set back since', slotOf(10_000), 500, 600, true],
    ['anything, where its first tries are forgotten', slotOf(...Array.from({ length: slotPastMax + 1 }, (_, i) => 1_000 + i)), 500, 5_000, true],
  ])('%s', (_, slot, readAt, now, may) => {
    expect(mayHaveMade(slot, readAt, now)).toBe(may);
  });
});

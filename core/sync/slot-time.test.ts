import { describe, expect, it } from 'vitest';
import { blank, intending, plainMapping } from '../../tests/factories/sync.ts';
import type { Intent, Slot } from './record.ts';
import { mayHaveMade, slotPastMax } from './slot-time.ts';
import { writeTimeoutMs } from './target.ts';

const sent = { name: 'Ann Lee', 'emails:ann@lee.example': true, 'phones:+49301000100': true };
const intentAt = (begunAt: number): Intent => ({ ...(intending(blank(), sent).intent as Intent), deadline: begunAt + writeTimeoutMs });
const slotOf = (...begunAt: readonly number[]): Slot => {
  const [intent, ...past] = begunAt.toReversed().map(intentAt);
  return { state: 'open', n: 0, key: 'x-1', anchor: 'crm/customers/1' as never, stream: 'customers', intent: intent as Intent, past };
};
const shown = { name: 'Ann Lee', mail: 'ann@lee.example', phone: '+49301000100' };
const corrected = { ...shown, mail: 'info@lee.example' };

describe('whether a create may have made a record that was read at some time', () => {
  it.each([
    ['nobody of another mailbox who was shown before it began', slotOf(1_000), corrected, 999, false],
    ['nobody of another telephone who was shown before it began', slotOf(1_000), { ...shown, phone: '+49301000199' }, 999, false],
    ['whoever was shown once it had begun', slotOf(1_000), corrected, 1_000, true],
    ['whoever an earlier try may have made', slotOf(1_000, 100_000), corrected, 2_000, true],
    ['nobody of another mailbox who was shown before its first try', slotOf(1_000, 100_000), corrected, 500, false],
    ['whoever shows mailbox and telephone that were sent, whatever the clocks of two workers say', slotOf(1_000), { ...shown, city: 'Ulm' }, 999, true],
    ['whoever is reached by nothing', slotOf(1_000), { name: 'Ann Lee' }, 999, true],
    ['anybody, where its first tries are forgotten', slotOf(...Array.from({ length: slotPastMax + 1 }, (_, i) => 1_000 + i)), corrected, 500, true],
  ])('%s', (_, slot, record, readAt, may) => {
    expect(mayHaveMade(slot, { record, readAt }, plainMapping)).toBe(may);
  });
});

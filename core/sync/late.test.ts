import { expect, it } from 'vitest';
import { lateMs } from './late.ts';
import type { StreamState } from './stream-state.ts';

const hour = 3_600_000;
const begun = Date.UTC(2026, 0, 5, 3);
const ended = { lastStartedAt: begun, lastEndedAt: begun + 60_000 };

it.each<[string, Partial<StreamState>, string, number, number | undefined]>([
  ['a daily stream, 20 hours after its pass, owes nothing', ended, '0 3 * * *', 20 * hour, 0],
  ['and six hours after the next was due it owes six', ended, '0 3 * * *', 30 * hour, 6 * hour],
  ['one of every five minutes owes five hours after five hours, less those five minutes', ended, '*/5 * * * *', 5 * hour, 5 * hour - 300_000],
  ['one whose pass never ended owes since it began', { lastStartedAt: begun, lastEndedAt: 0 }, '0 3 * * *', 5 * hour, 5 * hour],
  ['one whose next pass is under way owes since that began', { ...ended, lastEndedAt: begun - hour }, '0 3 * * *', hour, hour],
  ['a paused one owes nothing', { ...ended, paused: { why: 'person', by: 'ann', at: begun } as never }, '*/5 * * * *', 50 * hour, undefined],
  ['one that never began cannot tell', { lastStartedAt: 0, lastEndedAt: 0 }, '*/5 * * * *', 50 * hour, undefined],
])('%s', (_, state, schedule, after, late) => {
  expect(lateMs({ zone: 'UTC' }, { schedule }, state as StreamState, begun + after)).toBe(late);
});

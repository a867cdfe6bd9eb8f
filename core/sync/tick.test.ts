import { describe, expect, it } from 'vitest';
import type { StreamState } from './stream-state.ts';
import { dueAt } from './tick.ts';

const at = (text: string): number => Date.parse(text);
const berlin = { name: 'crm', zone: 'Europe/Berlin' };
const nightly = { name: 'customers', schedule: '0 2 * * *' };
/** The jitter of this connection and stream is less than this. */
const jitterMsMax = 30_000;

const state = (more: Partial<StreamState> = {}): StreamState => ({
  token: 1,
  leaseUntil: 0,
  lastStartedAt: at('2026-03-01T12:00:00Z'),
  lastEndedAt: 0,
  known: 0,
  missing: 0,
  missingSince: 0,
  lastSweepAt: 0,
  resync: false,
  wantFull: false,
  releaseNext: false,
  ...more,
});

describe('when a stream is due', () => {
  it('is at once before its first pass, in the middle of one, and when a full one is wanted', () => {
    expect(dueAt(berlin, nightly, state({ lastStartedAt: 0 }))).toBe(0);
    expect(dueAt(berlin, nightly, state({ wantFull: true }))).toBe(0);
    expect(dueAt(berlin, nightly, state({ pass: {} as never }))).toBe(0);
  });

  it('follows the schedule in the zone of its connection, also over the change to summer time', () => {
    const winter = dueAt(berlin, nightly, state({ lastStartedAt: at('2026-03-01T12:00:00Z') }));
    expect(winter - at('2026-03-02T01:00:00Z')).toBeGreaterThanOrEqual(0);
    expect(winter - at('2026-03-02T01:00:00Z')).toBeLessThan(jitterMsMax);
    const summer = dueAt(berlin, nightly, state({ lastStartedAt: at('2026-03-30T12:00:00Z') }));
    expect(summer - at('2026-03-31T00:00:00Z')).toBe(winter - at('2026-03-02T01:00:00Z'));
  });

  it('moves each stream by its own part of half a minute, always the same', () => {
    const names = Array.from({ length: 20 }, (_, i) => ({ ...nightly, name: `s${i}` }));
    const moved = names.map((s) => dueAt(berlin, s, state()) - at('2026-03-02T01:00:00Z'));
    expect(new Set(moved).size).toBeGreaterThan(10);
    expect(Math.max(...moved)).toBeLessThan(jitterMsMax);
    expect(names.map((s) => dueAt(berlin, s, state()) - at('2026-03-02T01:00:00Z'))).toEqual(moved);
  });

  it('is never, where the schedule has no next time', () => {
    expect(dueAt(berlin, { ...nightly, schedule: '0 0 0 1 1 * 2020' }, state())).toBe(Number.POSITIVE_INFINITY);
  });
});

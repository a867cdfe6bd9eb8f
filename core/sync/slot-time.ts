import type { Slot } from './record.ts';
import { writeTimeoutMs } from './target.ts';

/** Earlier intents kept in a slot, to recognise a late landing. */
export const slotPastMax = 4;

/**
 * A record that was read at that time may be what the create has made: not one that was shown before its first try began, however much it looks like that.
 * Nobody can tell where earlier tries are forgotten, or where our clock has been set back since.
 */
export function mayHaveMade({ intent, past }: Slot, readAt: number, now: number): boolean {
  if (past.length >= slotPastMax) return true;
  const begunAt = Math.min(...[intent, ...past].map(({ deadline }) => deadline - writeTimeoutMs));
  return begunAt > now || readAt >= begunAt;
}

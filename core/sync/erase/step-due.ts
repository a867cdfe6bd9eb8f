import { minuteMs } from '../../model/time.ts';
import { isAhead } from '../set-back.ts';
import type { Erasure } from './erasure.ts';

/** No step waits longer for the next, ms: a create without an answer is looked at again, and what is under way is left to settle, after so long. */
export const stepWaitMaxMs = 15 * minuteMs;

/**
 * The next step is due later than any step waits: our clock was ahead when that was stored, and has been set back since. Nobody can tell how much of the wait is over; it begins anew.
 *
 *   step: +5 h · due at +5 h 15 min       its message
 *   clock:                          -5 h
 */
export function isDueAhead({ startedAt, dueAt = startedAt }: Pick<Erasure, 'startedAt' | 'dueAt'>, now: number): boolean {
  return isAhead(dueAt, now + stepWaitMaxMs);
}

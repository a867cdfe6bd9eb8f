import { minuteMs } from '../model/time.ts';

/** Clocks of several hosts differ by less than this. */
const differMs = minuteMs;

/** True for a stored moment that lies in the future: our clock has been set back since. How long ago it was, nobody can tell. */
export function isAhead(at: number, now: number): boolean {
  return at > now + differMs;
}

/** True when so much time has gone by since a stored moment, or nobody can tell because our clock has been set back since: what is done at intervals must not stand still until the clock has caught up. */
export function hasElapsed(since: number, forMs: number, now: number): boolean {
  return now - since >= forMs || isAhead(since, now);
}

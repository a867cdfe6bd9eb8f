import type { ClockJump } from '../../../adapters/simulated/core-world.ts';
import { minuteMs } from '../../../core/model/time.ts';

/** Requests to a system that stays away, in as long as its longest wait is: a canary, and those who set out with it. */
export const unheardMax = 8;
/** The longest wait between two tries. */
export const windowMs = 10 * minuteMs;
/** A clock that is set back by no more than this may be one host's beside another's: it ends no wait. */
const differMs = minuteMs;

/** The first of too many requests within one wait as our clock tells it: a jump ahead ends a wait by as much sooner, and one back may end it at once, since nobody can tell how long ago it began. Times in order, ms since 1970. */
export function crowdIn(asked: readonly number[], jumps: readonly ClockJump[]): number | undefined {
  const waited = asked.map((at) => jumps.reduce((ms, jump) => (jump.at < at ? ms + endsSoonerBy(jump) : ms), at));
  return asked.find((_, i) => (waited[i + unheardMax] ?? Number.POSITIVE_INFINITY) < (waited[i] as number) + windowMs);
}

function endsSoonerBy({ byMs }: ClockJump): number {
  if (byMs > 0) return byMs;
  return byMs < -differMs ? windowMs : 0;
}

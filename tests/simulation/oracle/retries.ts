import { minuteMs } from '../../../core/model/time.ts';
import { queueLimits } from '../../../core/ports/queue.ts';
import { contestedAfterWrites } from '../../../core/sync/desired.ts';
import type { Setup } from '../setup.ts';
import { crowdIn, unheardMax, windowMs } from './crowd.ts';
import { booksOf } from './records.ts';
import type { Violation } from './violation.ts';

/** A refused value is parked with its first answer; an answer that is lost with its worker comes as often as a message is received, also once its dead letter was sent again, or another asks for the same. */
const refusedMax = 3 * queueLimits.receives;
/** So often a value may be put back where a workflow undoes it, answers lost with their worker included. */
const putBackMax = contestedAfterWrites + 2 * queueLimits.receives;
/** By then the wait between two tries has grown to its longest. */
const patientAfterMs = 20 * minuteMs;

/** Tries are bounded: of a value that a system refuses, of one that is undone there, and of calls to a system that is away. */
export function retries(setup: Setup): Violation[] {
  const found: Violation[] = [];
  for (const { system, book } of booksOf(setup)) {
    for (const [what, times] of book.refusals) if (times > refusedMax) found.push({ oracle: 'retries', what: `${system} ${book.name} refused ${what} ${times} times` });
    const puts = Map.groupBy(book.puts, ({ record, field, value }) => `${record} ${field} = ${JSON.stringify(value)}`);
    for (const [what, all] of puts) if (all.length > putBackMax) found.push({ oracle: 'retries', what: `${system} ${book.name} ${what} was put ${all.length} times` });
  }
  return [...found, ...impatience(setup)];
}

function impatience(setup: Setup): Violation[] {
  return Object.values(setup.vendors).flatMap(({ name, outages, unheard }) =>
    outages.flatMap(({ from, until }): Violation[] => {
      const late = unheard.filter((at) => at >= from + patientAfterMs && at < until);
      const crowd = crowdIn(late, setup.sim.jumps);
      return crowd === undefined
        ? []
        : [{ oracle: 'retries', what: `${name} was away and asked more than ${unheardMax} times within ${windowMs / minuteMs} minutes from ${crowd} on` }];
    }),
  );
}

/** No system is told to be away because our own table or queue failed: what is blocked is not written to. */
export function blame(setup: Setup): Violation[] {
  return setup.blamed.map((what) => ({ oracle: 'blame', what: `a system was blamed for a failure of ours: ${what}` }));
}

import { partsOf, type Ref } from '../model/ids.ts';
import { busyFor } from './deliver-update.ts';
import { readRecord } from './store.ts';
import { type Delivered, round, type Target } from './target.ts';
import { unifyRecord } from './unify-record.ts';

/**
 * Nobody writes to the second records that a merge left in a target. What was under way to one then is looked at once nothing can land any more: an intent left open would make a doubt of whatever people put there later.
 * Undefined when nothing is open.
 */
export async function settleSecond(t: Target, seconds: readonly Ref[]): Promise<Delivered | typeof round | undefined> {
  for (const ref of seconds) {
    const stored = await readRecord(t.world, ref);
    if (stored?.value.intent === undefined || stored.value.state !== 'live') continue;
    const busy = busyFor(t, stored.value);
    if (busy > 0) return { state: 'later', inMs: busy };
    const { id } = partsOf(ref);
    const look = await t.calls.fetch(id);
    const absence = t.stream.deletes.by === 'sweep' ? 'look' : 'feed';
    if ((await unifyRecord({ ...t, quiet: true }, { id, prior: stored, look, seen: stored.value.seen, absence })) !== 'skipped') return round;
  }
  return undefined;
}

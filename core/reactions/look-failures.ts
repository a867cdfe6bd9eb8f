import type { Sentence } from '../model/error.ts';
import type { Key } from '../ports/table.ts';
import { type Failure, failureListKey } from '../sync/failure.ts';
import { allShards } from '../sync/recover.ts';
import type { World } from '../sync/world.ts';
import type { AlertFact } from './fact.ts';

/** Failures counted per connection and shard: beyond it the number is "at least". */
const failuresPerShardMax = 2_000;
/** Causes told per connection; more are one trouble with many names. */
const causesMax = 20;

interface Cause {
  count: number;
  readonly sample: Key;
}

/** Counts the open failures of a connection by cause, from the index alone, and reads one of each for its reason. */
export async function failureFacts(world: World, connection: string): Promise<AlertFact[]> {
  const causes = new Map<string, Cause>();
  await Promise.all(allShards().map((shard) => countShard(world, failureListKey(connection, shard), causes)));
  const worst = [...causes].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).slice(0, causesMax);
  const samples = await world.table.get(worst.map(([, { sample }]) => sample));
  return worst.flatMap(([failure, { count }], i): AlertFact[] => {
    const sample = samples[i]?.body as unknown as Failure | undefined;
    return sample === undefined ? [] : [{ about: 'failure', connection, failure: sample.cause ?? failure, raised: true, level: count, reason: reasonOf(sample) }];
  });
}

/** The sort key begins with the cause. */
async function countShard(world: World, lpk: string, causes: Map<string, Cause>): Promise<void> {
  let after: string | undefined;
  let counted = 0;
  do {
    const page = await world.table.list(lpk, after === undefined ? {} : { after });
    for (const { pk, sk, lsk } of page.entries) {
      const cause = lsk.slice(0, lsk.indexOf('#'));
      const known = causes.get(cause);
      if (known === undefined) causes.set(cause, { count: 1, sample: { pk, sk } });
      else known.count += 1;
    }
    counted += page.entries.length;
    after = page.next;
  } while (after !== undefined && counted < failuresPerShardMax);
}

/** Reasons hold no data of records, only names of fields and causes. */
function reasonOf(failure: Failure): Sentence {
  return failure.reason ?? { en: '', zh: '' };
}

import { describe, expect, it } from 'vitest';
import { scoredResolver } from '../../core/identity/scored.ts';
import { Dice } from '../eval/identity-random.ts';
import { runSet } from '../eval/identity-run.ts';
import type { EvalRecord } from '../eval/identity-sets.ts';
import { syntheticPersons } from '../eval/identity-synthetic-persons.ts';

/** Synthetic people without those who come again, but for one record in `every`. */
function rarelyTwice(count: number, every: number): EvalRecord[] {
  const known = new Set<string>();
  let again = 0;
  return syntheticPersons(count, new Dice(31)).filter(({ truth }) => {
    if (!known.has(truth)) return known.add(truth);
    again += 1;
    return again % every === 0;
  });
}

const run = (records: readonly EvalRecord[], rule: 'strong' | 'never') => {
  const set = { name: 'one stream', type: 'person' as const, country: 'US', records, acrossOnly: false, goal: 0 };
  const order = records.map((_, i) => i);
  return runSet(set, scoredResolver({ sameStream: () => rule }), order);
};

describe('one stream that holds customers twice', () => {
  it('gives at most 20 questions per 1,000 records when it holds few of them twice', () => {
    expect(run(rarelyTwice(4_000, 20), 'strong').reviewPerThousand).toBeLessThanOrEqual(20);
  });

  it('is asked about where little but name and town agrees; what agrees in something of its own is linked', () => {
    const { reviewPerThousand, agreement } = run(syntheticPersons(600, new Dice(31)), 'strong');
    expect(reviewPerThousand).toBeLessThanOrEqual(110);
    expect(agreement.precision).toBeGreaterThanOrEqual(0.96);
    expect(agreement.recall).toBeGreaterThanOrEqual(0.6);
  });

  it('links nobody when the source is trusted to hold nobody twice', () => {
    expect(run(syntheticPersons(600, new Dice(31)), 'never').agreement.pairs.found).toBe(0);
  });
});

import { Random } from '../../adapters/simulated/random.ts';
import { minuteMs } from '../../core/model/time.ts';
import { type Draft, numbered, type PeopleEvent } from './workload.ts';

/** Share of seeds in which somebody is erased. */
const erasingShare = 0.1;

/** When people begin to be erased: by then most of them are known, ms. */
const fromMs = 3 * minuteMs;

/** Who is erased when, and what happens just before or in the middle: drawn beside everything else, so that a seed in which nobody is erased is what it was before anybody could be. */
export function drawErasures(seed: number, events: readonly PeopleEvent[], workMs: number): PeopleEvent[] {
  const random = new Random(seed, 'erasure');
  const customers = [...new Set(events.flatMap((e) => (e.what === 'make' ? [e.tax] : [])))];
  if (!random.chance(erasingShare) || customers.length === 0) return [];
  const drafts = Array.from({ length: random.pick([1, 1, 2]) }, () => erasureOf(random, random.pick(customers), random.int(fromMs, workMs))).flat();
  return numbered(random, drafts, events.length);
}

/** One erasure, with an edit, a merge or a split under way, and somebody who asks again or a power cut in the middle. */
export function erasureOf(random: Random, customer: string, at: number): Draft[] {
  const drafts: Draft[] = [{ at, what: 'erase', customer }];
  const before = at - random.int(0, 2_000);
  if (random.chance(0.5))
    drafts.push({ at: before, what: 'edit', system: random.pick(['a', 'b', 'c']), field: 'note', value: `${random.int(8_000, 8_999)}note`, hint: true, customer });
  if (random.chance(0.15)) drafts.push({ at: before, what: random.pick(['merge', 'split']) as 'merge' });
  if (random.chance(0.2)) drafts.push({ at: before, what: 'outage', system: random.pick(['a', 'b', 'c']), forMs: random.int(20, 240) * 1_000 });
  if (random.chance(0.3)) drafts.push({ at: at + random.int(0, 60_000), what: 'power cut' });
  if (random.chance(0.2)) drafts.push({ at: at + random.int(0, 90_000), what: 'erase', customer });
  return drafts;
}

import { minuteMs } from '../../../core/model/time.ts';
import { type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, crossing, editOf, make, secondMs, times } from './aim.ts';

/** Situations of customers that are found to be one, and told apart. */
export const aimsOfMergers = {
  'merged while hidden': {
    why: 'a system leaves out some of what we made there for so long that it counts as gone, customers are merged meanwhile, and then it shows all that it had, beside what leads by now',
    events: (random, value) => {
      const hiddenAt = 150 * secondMs;
      return [
        ...taxIds.slice(0, 8).map((_, i) => make(value, random.pick(['a', 'c']), i)),
        { at: hiddenAt, what: 'hide', system: 'b', forMs: random.int(270, 400) * secondMs, share: 0.25 },
        ...times(random, 4, 4, 8).map((at): Draft => ({ at, what: 'merge' })),
        ...times(random, 12, 4, 12).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'city', 'industry']), at, random.chance(0.5))),
      ];
    },
    mix: (random) => ({ latencyMsMax: random.pick([50, 500]), httpTimeoutAfter: random.pick([0, 0.1]), duplicate: random.pick([0, 0.2]) }),
    rest: () => ({ workMs: 12 * minuteMs }),
  },
  splits: {
    why: 'customers are merged and split again while their values are under way',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => systems.filter((s) => s === 'a' || random.chance(0.5)).map((s) => make(value, s, i))),
      ...times(random, 6, 2, 8).map((at): Draft => ({ at, what: random.pick(['merge', 'split']) as 'merge' })),
      ...crossing(random, value, ['note', 'industry', 'city'], 5),
    ],
    mix: () => ({ latencyMsMax: 500, duplicate: 0.2, hold: 0.2, holdMsMax: 2_000 }),
  },
  'toggles, splits and merges': {
    why: 'a system is away while customers are parted that it has no record of, and somebody enters them there, so that the record of the one part keeps the other out; others are merged, elements of sets come and go; last of all records are deleted, or get another number',
    events: (random, value) => [
      { at: 0, what: 'outage', system: 'b', forMs: 200 * secondMs },
      ...[0, 1, 2].flatMap((i) => [make(value, 'a', i, i * secondMs), make(value, 'c', i, i * secondMs), make(value, 'b', i, random.int(60, 200) * secondMs)]),
      ...[1, 2].map((n): Draft => ({ at: random.int(120, 200) * secondMs, what: 'split', records: [`${random.pick(['a', 'c'])}/customers/customers-${n}`] })),
      ...(random.chance(0.3) ? [{ at: random.int(3, 6) * minuteMs, what: random.pick(['merge', 'split'] as const) } satisfies Draft] : []),
      ...times(random, 10, 2, 6).map((at): Draft => ({ at, what: 'toggle', system: random.pick(systems), tag: random.pick(['vip', 'export', 'cold']) })),
      ...times(random, 3, 6, 8).map((at, i): Draft => {
        const [system, customer] = [random.pick(systems), taxIds[random.int(0, 1)] as string];
        return random.chance(0.7) ? { at, what: 'remove', system, customer } : { at, what: 'edit', system, field: 'tax', value: taxIds[4 + i] as string, hint: false, customer };
      }),
    ],
    mix: (random) => ({ httpLost: 0.1, httpTimeoutAfter: 0.1, crashAfter: random.pick([0, 0.02]), duplicate: random.pick([0, 0.2]), latencyMsMax: random.pick([50, 500]) }),
    rest: (random) => ({ onSourceDelete: random.pick(['keep', 'delete']) }),
  },
  'strangers merged': {
    why: 'a record of one customer is merged with another, whose first record gets its number, is edited while it shows that, and is parted from it again; its other record still has the number',
    events: (random, value) => {
      const [stays, leaves] = random.pick([
        ['a', 'b'],
        ['b', 'a'],
      ] as const);
      const [first, other] = ['a/customers/customers-1', `${leaves}/customers/customers-2`];
      const at = 3 * minuteMs + random.int(0, 40) * secondMs;
      const edited = (system: System, after: number): Draft => ({ ...editOf(value, system, 'note', at + after, true), customer: taxIds[1] }) as Draft;
      return [
        ...[make(value, 'a', 0), make(value, 'b', 0), make(value, stays, 1, secondMs), make(value, leaves, 1, random.int(5, 20) * secondMs)],
        { at, what: 'split', records: [other] },
        { at: at + random.int(1, 10) * secondMs, what: 'merge', records: [first, other] },
        edited('a', 30 * secondMs),
        { at: at + 60 * secondMs, what: 'split', records: [first] },
        // Before our delivery has put its own number back, or after it.
        ...(random.chance(0.5) ? [edited('a', 60 * secondMs + random.int(0, 1_000))] : []),
      ];
    },
    mix: () => ({ latencyMsMax: 50 }),
  },
} as const satisfies Record<string, Aim>;

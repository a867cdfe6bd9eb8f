import { minuteMs } from '../../../core/model/time.ts';
import { systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, editOf, make, pairOf, secondMs, someNatives, times } from './aim.ts';

/** Situations of records that are deleted, or that listings leave out. */
export const aimsOfDeletes = {
  'hidden records': {
    why: 'listings lose records for less than two sweeps, where deletes are carried on',
    events: (random, value) => [
      ...[0, 1, 2].map((i) => make(value, random.pick(systems), i)),
      ...[3, 6].map((m): Draft => ({ at: m * minuteMs, what: 'hide', system: random.pick(systems), forMs: random.int(60, 110) * secondMs, share: 0.7 })),
    ],
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'hidden from hints first': {
    why: 'a system shows nothing for longer than two sweeps, and hints of single records meet it before a listing does, where deletes are carried on',
    events: (random, value) => {
      const [system, hiddenAt] = [random.pick(systems), random.int(3, 4) * minuteMs + 5 * secondMs];
      const customers = taxIds.slice(0, 8);
      return [
        ...customers.map((_, i) => make(value, system, i)),
        { at: hiddenAt, what: 'hide', system, forMs: 9 * minuteMs, share: 1 },
        ...[2, 200].flatMap((after) =>
          customers.slice(0, random.int(4, 7)).map((customer, i): Draft => ({ ...editOf(value, system, 'note', hiddenAt + (after + i) * secondMs, true), customer }) as Draft),
        ),
      ];
    },
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'deletes of hidden records': {
    why: 'a customer is deleted, and another system shows nothing for less than two sweeps, just when the delete is carried there; what it holds says all that golden says, so that nothing else has it looked at',
    events: (random, value) => {
      const [deleted, hidden] = pairOf(random);
      return [
        ...someNatives(value, 3, deleted),
        { at: 3 * minuteMs, what: 'remove', system: deleted },
        { at: random.pick([4, 5, 6, 7]) * minuteMs - random.int(5, 50) * secondMs, what: 'hide', system: hidden, forMs: random.int(60, 100) * secondMs, share: 1 },
      ];
    },
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'deletes and edits': {
    why: 'somebody deletes where another edits',
    events: (random, value) => [
      ...[0, 1, 2].flatMap((i) => systems.map((s) => make(value, s, i))),
      ...times(random, 3, 3, 8).map((at): Draft => ({ at, what: 'remove', system: random.pick(systems) })),
      ...times(random, 18, 3, 8).map((at) => editOf(value, random.pick(systems), 'note', at, random.chance(0.5))),
      // Just as a pass is sure of a delete, and its delivery is under way.
      ...[5, 6, 7].flatMap((m) =>
        taxIds.slice(0, 3).map((customer): Draft => ({ ...editOf(value, random.pick(systems), 'note', m * minuteMs + random.int(200, 6_000)), customer }) as Draft),
      ),
    ],
    mix: (random) => ({ httpTimeoutAfter: 0.1, latencyMsMax: random.pick([50, 500]), crashAfter: 0.01 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'deletes in passing': {
    why: 'somebody deletes a record that has just been read and is not yet taken in, while another system tells of the same customer, which is made there meanwhile',
    events: (random, value) => {
      const [told, read] = random.pick([
        ['a', 'c'],
        ['b', 'c'],
        ['b', 'a'],
      ] as const);
      return [3, 5].flatMap((minute, round) =>
        Array.from({ length: 6 }, (_, n) => 6 * round + n).flatMap((i): Draft[] => [
          make(value, read, i, minute * minuteMs - secondMs),
          { at: minute * minuteMs + random.int(6, 15) * secondMs, what: 'remove', system: read, customer: taxIds[i] as string },
          make(value, told, i, minute * minuteMs - secondMs),
        ]),
      );
    },
    mix: (random) => ({ latencyMsMax: 500, hold: 0.5, holdMsMax: random.pick([5_000, 10_000]) }),
  },
  'deleted unanswered': {
    why: 'somebody edits and deletes what we have made there before anybody here was shown it, since its create has no answer; it is made again, in one system under the same name, and edited again',
    events: (random, value) =>
      [0, 1, 2, 3, 4, 5].flatMap((i): Draft[] => {
        const [told, made] = random.pick([
          ['a', 'b'],
          ['c', 'b'],
          ['b', 'c'],
        ] as const);
        const customer = taxIds[i] as string;
        // Its system is read on the minute.
        const at = (2 + i) * minuteMs + random.int(2, 12) * secondMs;
        const there = (field: string, after: number): Draft => ({ ...editOf(value, made, field, at + after * secondMs), customer }) as Draft;
        return [
          make(value, told, i, at),
          { ...editOf(value, told, 'city', at + 1, true), customer } as Draft,
          { at: at + 15 * secondMs, what: 'toggle', system: made, tag: 'export', customer },
          there('note', random.int(15, 20)),
          { at: at + random.int(21, 40) * secondMs, what: 'remove', system: made, customer },
          there(random.pick(['note', 'industry']), random.int(60, 180)),
        ];
      }),
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.3, 0.6]), crashAfter: random.pick([0, 0.02]), latencyMsMax: 50 }),
    rest: (random) => ({ lateLanding: random.pick([0, 0.5]), onSourceDelete: random.pick(['keep', 'delete'] as const) }),
  },
  'edits against deletes': {
    why: 'somebody edits in a system that is away for us, after another has deleted the customer elsewhere',
    events: (random, value) => {
      const [deleted, away] = pairOf(random);
      return [
        ...systems.map((s) => make(value, s, 0)),
        { at: 3 * minuteMs, what: 'remove', system: deleted },
        { at: 3.5 * minuteMs, what: 'outage', system: away, forMs: 5 * minuteMs },
        editOf(value, away, 'note', 7 * minuteMs + random.int(0, 50) * 1_000, false),
      ];
    },
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'shown after deletes': {
    why: 'customers are entered in each system while one is away, and deleted in another; the third is away when that is to be carried there, and somebody edits some of them, so that it still has them when the first shows its own',
    events: (random, value) => {
      const [deleted, left, away] = random.pick([
        ['a', 'c', 'b'],
        ['b', 'c', 'a'],
        ['c', 'b', 'a'],
      ] as const);
      const customers = taxIds.slice(0, 4);
      return [
        { at: 110 * secondMs, what: 'outage', system: away, forMs: random.int(320, 370) * secondMs },
        ...customers.flatMap((_, i) => systems.map((s) => make(value, s, i, random.int(112, 118) * secondMs))),
        // Read by the sweep of three minutes, missed by those of five and seven.
        ...customers.map((customer): Draft => ({ at: random.int(190, 280) * secondMs, what: 'remove', system: deleted, customer })),
        { at: random.int(405, 415) * secondMs, what: 'outage', system: left, forMs: random.int(60, 180) * secondMs },
        ...customers.slice(0, 2).map((customer): Draft => ({ ...editOf(value, left, 'note', random.int(430, 465) * secondMs), customer }) as Draft),
        ...(random.chance(0.5) ? [{ at: random.int(470, 479) * secondMs, what: 'remove', system: left, customer: customers[0] as string } satisfies Draft] : []),
      ];
    },
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'parents that come back': {
    why: 'a system shows no customers for so long that they count as gone, documents of theirs are entered elsewhere, and then it shows them again',
    events: (random, value) => [
      ...[0, 1, 2].flatMap((i) => systems.map((s) => make(value, s, i))),
      { at: 3 * minuteMs, what: 'hide', system: 'b', forMs: 280 * secondMs, share: 1 },
      ...times(random, 5, 6, 7).map((at, i): Draft => {
        return { at, what: 'invoice', system: random.pick(['a', 'c']), number: `R-${i}`, description: value('desc'), customer: random.pick(taxIds.slice(0, 3)) };
      }),
    ],
    mix: () => ({ latencyMsMax: 50, duplicate: 0.2 }),
    rest: () => ({ invoices: true }),
  },
} as const satisfies Record<string, Aim>;

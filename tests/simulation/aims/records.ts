import { minuteMs } from '../../../core/model/time.ts';
import { type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, crossing, editOf, liveMs, make, pairOf, secondMs, someNatives, times } from './aim.ts';

/** Situations of whole records: made, deleted, hidden, found to be one, told apart. */
export const aimsOfRecords = {
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
  twins: {
    why: 'one customer is entered everywhere at once, while workers die',
    events: (random, value) =>
      [0, 1, 2].flatMap((i) => systems.filter(() => random.chance(0.7)).map((s) => make(value, s, i, random.pick([0, 3 * minuteMs + random.int(0, 3) * 100])))),
    mix: () => ({ crashBefore: 0.05, crashAfter: 0.05, duplicate: 0.2, latencyMsMax: 50 }),
    rest: (random) => ({ creates: random.chance(0.5), faultsFromMs: random.pick([0, liveMs]) }),
  },
  'numbers corrected': {
    why: 'a customer’s tax number is corrected while nobody knows whether its record elsewhere was made',
    events: (random, value) =>
      [0, 1, 2, 3].flatMap((i): Draft[] => {
        const at = 2 * minuteMs + i * minuteMs + random.int(0, 50) * secondMs;
        const corrected: Draft = {
          at: at + random.int(5, 90) * secondMs,
          what: 'edit',
          system: 'a',
          field: 'tax',
          value: taxIds[i + 4] as string,
          hint: true,
          customer: taxIds[i] as string,
        };
        return [make(value, 'a', i, at), corrected];
      }),
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.3, 0.5]), crashAfter: random.pick([0, 0.02]), latencyMsMax: 50 }),
    rest: (random) => ({ robot: random.chance(0.3) }),
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
  'twins apart': {
    why: 'one customer is entered in two systems at once, and both tell of it, workers die, and the third finds nothing by what it is',
    events: (random, value) =>
      [0, 1, 2, 3].flatMap((i) =>
        (['a', 'c'] as const).flatMap((s): Draft[] => {
          const at = 3 * minuteMs + i * 20 * secondMs + random.int(0, 300);
          // A hint of its own: listings come half a minute apart, and would never meet.
          return [make(value, s, i, at), { ...editOf(value, s, 'note', at + 1, true), customer: taxIds[i] } as Draft];
        }),
      ),
    mix: () => ({ crashBefore: 0.05, crashAfter: 0.05, latencyMsMax: 50 }),
    rest: () => ({ searchable: false }),
  },
  'creates taken over': {
    why: 'several workers make one customer’s record at the same time, and wait for the brake between slot and call, while our clock jumps over the wait for the first of them, and back',
    events: (random, value) =>
      [2, 4, 6].flatMap((minute, round) =>
        [0, 1, 2, 3].flatMap((n): Draft[] => {
          const [i, at, system] = [4 * round + n, minute * minuteMs + random.int(0, 300), random.pick(systems)];
          return [make(value, system, i, at), ...[1, 2, 3].map((after): Draft => ({ ...editOf(value, system, 'note', at + after, true), customer: taxIds[i] }) as Draft)];
        }),
      ),
    mix: (random) => ({ clockJump: random.pick([0.02, 0.05]), clockJumpMsMax: 2 * minuteMs, duplicate: 0.5, zombie: 0.3, latencyMsMax: random.pick([20, 50]) }),
  },
  'creates unanswered': {
    why: 'records and documents are made, and the answers are lost or late',
    events: (random, value) => [
      ...[0, 1, 2].map((i) => make(value, random.pick(systems), i)),
      ...times(random, 8, 1, 6).map((at, i): Draft => ({ at, what: 'invoice', system: random.pick(systems), number: `R-${i + 1}`, description: value('desc') })),
      ...times(random, 6, 1, 8).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'industry']), at, true)),
    ],
    mix: () => ({ httpTimeoutAfter: 0.35, crashAfter: 0.02, duplicate: 0.2, zombie: 0.2, latencyMsMax: 50 }),
    rest: () => ({ invoices: true, lateLanding: 0.3, searchable: false }),
  },
  'entered beside creates': {
    why: 'a customer is entered where a create of ours for it never arrived, and nobody knows that yet: it shows half of what was sent, and leaves a field empty',
    events: (random, value) =>
      [0, 1, 2, 3].flatMap((i): Draft[] => {
        const [told, entered] = random.pick([
          ['a', 'c'],
          ['b', 'c'],
          ['b', 'a'],
          ['c', 'a'],
        ] as const);
        const at = 2 * minuteMs + i * minuteMs + random.int(0, 40) * secondMs;
        const alike = (system: System, after: number): Draft => {
          const draft = make(value, system, i, at + after);
          return draft.what === 'make' ? { ...draft, fields: { ...draft.fields, tags: 'vip;cold', ...(system === entered ? { note: '' } : {}) } } : draft;
        };
        const hinted = { ...editOf(value, told, 'name', at + 1, true), customer: taxIds[i] } as Draft;
        return [alike(told, 0), hinted, alike(entered, random.int(2, 20) * secondMs)];
      }),
    mix: (random) => ({ httpLost: random.pick([0.3, 0.6]), crashAfter: random.pick([0, 0.02]), latencyMsMax: 50 }),
  },
  'documents made twice': {
    why: 'requests that make documents land after our clock has jumped over the wait for them, beside what the next try has made',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))),
      ...times(random, 14, 2, 8).map((at, i): Draft => ({ at, what: 'invoice', system: random.pick(systems), number: `R-${i}`, description: value('desc') })),
    ],
    mix: (random) => ({ clockJump: random.pick([0.01, 0.03]), clockJumpMsMax: 2 * minuteMs, latencyMsMax: random.pick([50, 200]) }),
    rest: () => ({ invoices: true, lateLanding: 0.5 }),
  },
  'parents after children': {
    why: 'documents are entered before anybody has heard of their customers, and systems are away meanwhile',
    events: (random, value) => [
      ...[0, 1, 2].flatMap((i): Draft[] => {
        const [at, system] = [(2 + i) * minuteMs + random.int(0, 5_000), random.pick(systems)];
        const customer = taxIds[i] as string;
        return [
          make(value, system, i, at),
          ...[1, 2].map((n): Draft => ({ at: at + n * 10, what: 'invoice', system, number: `R-${i}${n}`, description: value('desc'), customer })),
        ];
      }),
      { at: 2 * minuteMs, what: 'outage', system: random.pick(systems), forMs: 2 * minuteMs },
    ],
    mix: (random) => ({ hold: 0.4, holdMsMax: random.pick([2_000, 60_000]), latencyMsMax: random.pick([50, 500]), duplicate: 0.2, crashAfter: random.pick([0, 0.02]) }),
    rest: () => ({ invoices: true }),
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

import { minuteMs } from '../../../core/model/time.ts';
import { personOf } from '../people.ts';
import { type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, editOf, make, pairOf, secondMs, someNatives, times, type Value } from './aim.ts';
import { enter } from './contacts.ts';

/** Somebody edits a field of one customer (by its number), and the system tells of it. */
const editOfOne = (value: Value, system: System, customer: number, field: string, at: number): Draft =>
  ({ ...editOf(value, system, field, at, true), customer: taxIds[customer] as string }) as Draft;

/** So many edits of one customer within the seconds before a moment, in every system in turn, that something is under way then. */
const editsBefore = (value: Value, customer: number, at: number, withinMs: number): Draft[] =>
  Array.from({ length: 9 }, (_, i) => editOfOne(value, systems[i % 3] as System, customer, i % 2 === 0 ? 'note' : 'city', at - Math.round((withinMs * (i + 1)) / 10)));

/** What must happen in every run of the tests (`sometimes.ts`), and happens by chance in some: each of these brings about the same in every seed. */
export const aimsOfRareEvents = {
  'refused values': {
    why: 'somebody enters values that one of the systems does not take, and corrects some of them',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))),
      ...[0, 1].map((i): Draft => ({ ...editOfOne(value, 'c', i, 'industry', random.int(150, 240) * secondMs), value: value('bad') }) as Draft),
      editOfOne(value, random.pick(['b', 'c']), 0, 'industry', random.int(330, 420) * secondMs),
    ],
    mix: () => ({ latencyMsMax: 50, duplicate: 0.2 }),
  },
  'edits under pins': {
    why: 'people edit what somebody has put above all systems',
    events: (random, value) => [
      ...someNatives(value, 2, 'a'),
      ...[3, 5].flatMap((m): Draft[] => {
        const field = random.pick(['note', 'city']);
        return [{ at: m * minuteMs, what: 'pin', field, value: value('pin') }, ...[0, 1].map((i) => editOfOne(value, random.pick(systems), i, field, (m + 1) * minuteMs))];
      }),
    ],
    mix: () => ({ latencyMsMax: 50, duplicate: 0.2 }),
  },
  'nobody heard': {
    why: 'the feed loses the last that anybody says about some customers, and an audit makes up for it',
    events: (random, value) => [
      ...[0, 1, 2].map((i) => make(value, 'a', i)),
      { at: 150 * secondMs, what: 'feed lost', forMs: 2 * minuteMs },
      ...[0, 1, 2].map((i) => editOfOne(value, random.pick(systems), i, random.pick(['note', 'city', 'industry']), random.int(160, 240) * secondMs)),
    ],
    mix: () => ({ latencyMsMax: 50, duplicate: 0.2 }),
    // Its own end of the gap must not bring the mix of the beginning back.
    rest: () => ({ faultsFromMs: 0 }),
  },
  'edited after deletes': {
    why: 'a customer is deleted, and somebody edits it in a system that has been away since before the delete could be carried there',
    events: (random, value) => {
      const [deleted, away] = pairOf(random);
      return [
        ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))),
        ...[0, 1].map((i): Draft => ({ at: 160 * secondMs, what: 'remove', system: deleted, customer: taxIds[i] as string })),
        { at: 190 * secondMs, what: 'outage', system: away, forMs: 8 * minuteMs },
        // Two sweeps, of which one may come a minute late, are sure of a delete by the tenth minute.
        ...[0, 1].map((i) => ({ ...editOfOne(value, away, i, 'note', random.int(600, 660) * secondMs), hint: false }) as Draft),
      ];
    },
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete', workMs: 12 * minuteMs }),
  },
  'new mappings amid edits': {
    why: 'the workspace gets a new version of its mappings in the middle of edits',
    events: (random, value) => {
      const at = random.int(180, 300) * secondMs;
      return [...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))), ...[0, 1].flatMap((i) => editsBefore(value, i, at, 10 * secondMs)), { at, what: 'new mapping' }];
    },
    mix: () => ({ latencyMsMax: 500, duplicate: 0.2 }),
  },
  'webhooks beside polls': {
    why: 'systems tell of changes just before they are listed, and what they tell is taken in only afterwards; strangers tell, too',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))),
      ...[3, 4, 5, 6].flatMap((m) => systems.flatMap((s) => [0, 1].map((i) => editOfOne(value, s, i, random.pick(['note', 'city']), m * minuteMs - random.int(1, 8) * secondMs)))),
      ...times(random, 3, 2, 8).map((at): Draft => ({ at, what: 'forge', system: random.pick(systems), how: random.pick(['unsigned', 'wrong secret', 'stale', 'other body']) })),
    ],
    mix: () => ({ hold: 0.9, holdMsMax: 30_000, duplicate: 0.2, latencyMsMax: 50 }),
    rest: () => ({ webhooks: true }),
  },
  'employers unheard of': {
    why: 'customers and people who work there are entered at the same time, and most creates of customers elsewhere have no answer when the people are written there',
    events: (random, value) =>
      // Six people, each with a first name of its own: by scores, others of the same first name may count as one.
      [2, 3, 4, 5, 6, 7].flatMap((m, i): Draft[] => {
        const [system, at] = [random.pick(systems), m * minuteMs - random.int(2, 20) * secondMs];
        return [make(value, system, i, at), { ...enter(personOf(i), system, at + secondMs), customer: taxIds[i] as string } as Draft];
      }),
    mix: () => ({ httpTimeoutAfter: 0.6, latencyMsMax: 50, duplicate: 0.2 }),
    rest: () => ({ contacts: true }),
  },
  'merged amid deliveries': {
    why: 'two customers are found to be one while what people have just said of both is delivered',
    events: (random, value) => {
      const at = random.int(150, 300) * secondMs;
      return [
        ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i, i * secondMs))),
        ...[0, 1].flatMap((i) => editsBefore(value, i, at + 2 * secondMs, 12 * secondMs)),
        { at, what: 'merge', records: ['a/customers/customers-1', 'b/customers/customers-2'] },
        ...times(random, 4, 6, 8).map((later) => editOf(value, random.pick(systems), random.pick(['note', 'city']), later, random.chance(0.5))),
      ];
    },
    mix: () => ({ httpTimeoutAfter: 0.2, latencyMsMax: 200, duplicate: 0.2 }),
  },
  'erased amid deliveries': {
    why: 'people are erased while what was just said of them has no answer, or a system is away, and their owners ask again',
    events: (random, value) => {
      const [first, second] = [random.int(150, 180) * secondMs, random.int(300, 330) * secondMs];
      const erased = (customer: number, at: number): Draft[] =>
        [0, random.int(1, 15) * secondMs].map((after) => ({ at: at + after, what: 'erase', customer: taxIds[customer] as string }));
      return [
        ...[0, 1, 2].flatMap((i) => systems.map((s) => make(value, s, i))),
        ...[0, 1].flatMap((i) => [...editsBefore(value, i, first, 12 * secondMs), ...erased(i, first)]),
        { at: second - secondMs, what: 'outage', system: random.pick(systems), forMs: random.int(30, 120) * secondMs },
        ...erased(2, second),
      ];
    },
    mix: () => ({ httpTimeoutAfter: 0.5, duplicate: 0.2, latencyMsMax: 200 }),
    rest: (random) => ({ onSourceDelete: random.pick(['keep', 'delete']) }),
  },
  'erased after a create of both': {
    why: 'a person is one with somebody else while records of both are made in systems that were away, is parted from that one, and is erased',
    events: (random, value) => {
      const [at, back] = [random.int(110, 130) * secondMs, random.int(150, 170) * secondMs];
      const split = back + random.int(30, 90) * secondMs;
      const [his, hers] = ['a/customers/customers-1', 'a/customers/customers-2'];
      return [
        ...(['b', 'c'] as const).map((system): Draft => ({ at: 0, what: 'outage', system, forMs: back })),
        ...[0, 1].map((i) => make(value, 'a', i, i * secondMs)),
        { at, what: 'merge', records: [his, hers] },
        ...['note', 'city'].map((field) => editOfOne(value, 'a', random.int(0, 3) === 0 ? 0 : 1, field, random.int(at, back))),
        ...['cold', 'export', 'vip'].map((tag): Draft => ({ at: random.int(at, split), what: 'toggle', system: 'a', tag, customer: taxIds[random.int(0, 1)] as string })),
        { at: split, what: 'split', records: [hers] },
        ...times(random, 2, 5, 8).map((later) => editOfOne(value, 'a', 0, random.pick(['note', 'city']), later)),
        { at: split + random.int(20, 120) * secondMs, what: 'erase', customer: taxIds[1] as string },
      ];
    },
    mix: (random) => ({ httpTimeoutAfter: random.pick([0, 0.3, 0.6]), duplicate: 0.2, latencyMsMax: 200 }),
    rest: (random) => ({ onSourceDelete: random.pick(['keep', 'delete']) }),
  },
} as const satisfies Record<string, Aim>;

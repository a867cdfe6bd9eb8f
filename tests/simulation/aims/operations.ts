import { minuteMs } from '../../../core/model/time.ts';
import { erasureOf } from '../erasures.ts';
import { systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, editOf, make, pairOf, secondMs, someNatives, times } from './aim.ts';

/** Situations of running it all: what fails, and who dies, comes late or lies. */
export const aimsOfOperations = {
  'store that fails': {
    why: 'store and queues answer with errors or take sends in part, and nothing else repeats any work',
    events: (random, value) => [...someNatives(value, 3, 'a'), ...times(random, 10, 2, 8).map((at) => editOf(value, 'a', random.pick(['note', 'industry']), at))],
    mix: () => ({ lost: 0.03, timeoutAfter: 0.02, throttle: 0.08 }),
  },
  'going live': {
    why: 'the store fails, messages repeat and workers die while the routes go live, and nobody edits afterwards; who is entered everywhere makes no record elsewhere that would have the others looked at',
    events: (random, value) => [make(value, random.pick(systems), 0), ...[1, 2].flatMap((i) => systems.map((system) => make(value, system, i)))],
    mix: (random) => ({ crashAfter: random.pick([0, 0.02]), lost: random.pick([0, 0.08]), duplicate: random.pick([0, 0.4]), listLagMsMax: 5_000, latencyMsMax: 50 }),
    rest: () => ({ faultsFromMs: 0, cutsAtGoLive: true }),
  },
  'slow start': {
    why: 'a system is away when everything begins, while messages repeat',
    events: (random, value) => [...someNatives(value, 2, 'a'), { at: 0, what: 'outage', system: random.pick(['b', 'c']), forMs: 4 * minuteMs }],
    mix: () => ({ duplicate: 0.4, zombie: 0.3, ackLost: 0.2, latencyMsMax: 50 }),
    rest: () => ({ faultsFromMs: 0 }),
  },
  'time jumps': {
    why: 'clocks jump over whole leases, so that two workers hold one stream',
    events: (random, value) => [...[0, 1, 2].map((i) => make(value, 'a', i)), ...times(random, 10, 2, 8).map((at) => editOf(value, 'a', 'note', at))],
    mix: () => ({ clockJump: 0.01, clockJumpMsMax: 20 * minuteMs, latencyMsMax: 500, hold: 0.2, holdMsMax: 2_000, duplicate: 0.3 }),
  },
  'relay that fails': {
    why: 'the bus and the queues take sends in part, again and again, while changes are announced',
    events: (random, value) => [...someNatives(value, 3, 'a'), ...times(random, 12, 2, 8).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'industry']), at))],
    mix: () => ({ lost: 0.08, throttle: 0.3, latencyMsMax: 50 }),
  },
  webhooks: {
    why: 'systems tell of changes while they are listed, twice and late, and strangers send webhooks of their own',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))),
      ...[3, 4, 5, 6, 7].flatMap((m) => systems.map((s) => editOf(value, s, random.pick(['note', 'industry', 'city']), m * minuteMs + random.int(-3_000, 3_000), true))),
      ...times(random, 6, 2, 8).map((at): Draft => ({ at, what: 'forge', system: random.pick(systems), how: random.pick(['unsigned', 'wrong secret', 'stale', 'other body']) })),
    ],
    mix: () => ({ duplicate: 0.2, zombie: 0.2, hold: 0.3, holdMsMax: 60_000, latencyMsMax: 500, crashAfter: 0.01 }),
    rest: () => ({ webhooks: true }),
  },
  'away for hours': {
    why: 'a system answers nothing for hours, while people go on elsewhere',
    events: (random, value) => {
      const [away, elsewhere] = pairOf(random);
      return [
        ...[0, 1, 2].map((i) => make(value, elsewhere, i)),
        { at: 3 * minuteMs, what: 'outage', system: away, forMs: 150 * minuteMs },
        // What waits for it has nothing to say any more when its turn comes.
        ...[20, 50, 80].flatMap((m): Draft[] => [
          { at: m * minuteMs, what: 'pin', field: 'city', value: value('pin') },
          { at: (m + 2) * minuteMs, what: 'unpin' },
        ]),
        // It tells of changes, and does not answer who asks about them.
        ...times(random, 20, 60, 75).map((at) => editOf(value, away, 'note', at, true)),
        ...times(random, 3, 4, 150).map((at): Draft => ({ ...editOf(value, elsewhere, random.pick(['note', 'industry']), at, random.chance(0.5)), customer: taxIds[0] }) as Draft),
      ];
    },
    mix: () => ({ duplicate: 0.3, zombie: 0.2, latencyMsMax: 50 }),
    rest: () => ({ workMs: 160 * minuteMs }),
  },
  'feed lost': {
    why: 'the feed loses all changes of some minutes, as in an outage longer than it remembers, and an audit makes up for them',
    events: (random, value) => [
      ...[0, 1, 2].map((i) => make(value, random.pick(systems), i)),
      { at: random.int(120, 200) * secondMs, what: 'feed lost', forMs: 3 * minuteMs },
      ...times(random, 10, 2, 7).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'industry', 'city']), at, random.chance(0.5))),
    ],
    mix: () => ({ duplicate: 0.2, latencyMsMax: 50, crashAfter: 0.01 }),
    // Its own end of the gap must not bring the mix of the beginning back.
    rest: () => ({ faultsFromMs: 0 }),
  },
  'off for days': {
    why: 'messages die, and then nothing runs for a week; what was under way and every dead letter is met a week later',
    events: (random, value) => [
      ...[0, 1, 2].flatMap((i) => systems.filter((s) => s === 'a' || random.chance(0.5)).map((s) => make(value, s, i))),
      ...times(random, 12, 2, 8).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'industry', 'city']), at, random.chance(0.5))),
      { at: random.int(4, 7) * minuteMs, what: 'remove', system: random.pick(systems) },
    ],
    mix: (random) => ({ lost: random.pick([0.15, 0.3]), crashAfter: 0.03, duplicate: 0.2, latencyMsMax: 50 }),
    rest: (random) => ({ offMs: 7 * 24 * 60 * minuteMs, onSourceDelete: random.pick(['keep', 'delete']) }),
  },
  erasures: {
    why: 'people are erased while they are made elsewhere, their values are under way, systems are away, workers die and messages come again; some are entered anew',
    events: (random, value) => {
      const late = random.int(2, 4) * minuteMs;
      return [
        ...[0, 1].flatMap((i) => systems.filter((s) => s === 'a' || random.chance(0.4)).map((s) => make(value, s, i))),
        make(value, random.pick(systems), 2, late),
        ...times(random, 10, 2, 8).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'industry', 'city']), at, random.chance(0.5))),
        ...erasureOf(random, taxIds[0] as string, random.int(120, 300) * secondMs),
        // Its first pass has just brought it, it is being made in the other systems, and one of them goes away before it has answered.
        { at: late + random.int(60, 80) * secondMs, what: 'outage', system: random.pick(systems), forMs: random.int(60, 240) * secondMs },
        ...erasureOf(random, taxIds[2] as string, late + random.int(60, 100) * secondMs),
        make(value, random.pick(systems), 0, 7.5 * minuteMs),
      ];
    },
    mix: (random) => ({
      duplicate: 0.3,
      zombie: random.pick([0, 0.2]),
      hold: 0.2,
      holdMsMax: random.pick([2_000, 60_000]),
      httpTimeoutAfter: random.pick([0.1, 0.3]),
      crashAfter: random.pick([0, 0.02]),
      lost: random.pick([0, 0.1]),
      latencyMsMax: 50,
    }),
    rest: (random) => ({ onSourceDelete: random.pick(['keep', 'delete']), lateLanding: random.pick([0, 0.3]), offMs: random.pick([undefined, 3_600_000]) as number }),
  },
  'erased while hidden': {
    why: 'a person is erased while a system leaves some of its records out, for shorter or longer than an erasure waits, and others edit and delete the person’s records',
    events: (random, value) => {
      const [system, at] = [random.pick(systems), random.int(4, 6) * minuteMs];
      return [
        ...[0, 1, 2].flatMap((i) => systems.filter((s) => s === 'a' || random.chance(0.5)).map((s) => make(value, s, i))),
        { at: at - random.int(0, 120) * secondMs, what: 'hide', system, forMs: random.pick([2, 6, 20]) * minuteMs, share: random.pick([0.4, 0.9]) },
        // Looked at while it is hidden, before anybody erases, or after.
        ...systems.map(
          (s): Draft => ({ at: at + random.int(-60, 60) * secondMs, what: 'edit', system: s, field: 'note', value: value('note'), hint: true, customer: taxIds[0] as string }),
        ),
        ...times(random, 6, 2, 8).map((t) => editOf(value, random.pick(systems), random.pick(['note', 'industry', 'city']), t, random.chance(0.5))),
        ...(random.chance(0.3) ? [{ at: at + random.int(-60, 60) * secondMs, what: 'remove', system: random.pick(systems) } as const] : []),
        { at, what: 'erase', customer: taxIds[0] as string },
      ];
    },
    mix: (random) => ({ duplicate: 0.2, lost: random.pick([0, 0.1]), crashAfter: random.pick([0, 0.02]), latencyMsMax: 50 }),
    rest: () => ({ onSourceDelete: 'delete' }),
  },
  'erased after hiding': {
    why: 'a system leaves records of a person out for so long that they count as deleted, shows them again or not, and the person is erased before anybody has seen that',
    events: (random, value) => {
      const [system, at] = [random.pick(systems), random.int(8, 9) * minuteMs];
      const hiddenFor = random.int(250, 300) * secondMs;
      return [
        ...[0, 1, 2].flatMap((i) => systems.map((s) => make(value, s, i))),
        { at: at - hiddenFor + random.int(-45, 60) * secondMs, what: 'hide', system, forMs: hiddenFor, share: random.pick([0.4, 1]) },
        ...times(random, 6, 2, 10).map((t) => editOf(value, random.pick(systems), random.pick(['note', 'industry', 'city']), t, random.chance(0.5))),
        { at, what: 'erase', customer: taxIds[0] as string },
      ];
    },
    mix: (random) => ({ duplicate: 0.2, lost: random.pick([0, 0.1]), crashAfter: random.pick([0, 0.02]), latencyMsMax: 50 }),
    rest: (random) => ({ onSourceDelete: random.pick(['keep', 'delete']) }),
  },
  'erased after parting': {
    why: 'a person is one with somebody else for some minutes, in which both are edited, is parted from that one, who is merged with a third, and is erased; feed and messages come late',
    events: (random, value) => {
      const [his, hers] = [`${random.pick(systems)}/customers/customers-1`, `${random.pick(systems)}/customers/customers-2`];
      const at = random.int(130, 160) * secondMs;
      const split = at + random.int(90, 150) * secondMs;
      return [
        // The third is older than both, or younger.
        ...[0, 1, 2].flatMap((i) => systems.map((s) => make(value, s, i, i * secondMs))),
        { at, what: 'merge', records: [his, hers] },
        ...Array.from(
          { length: 10 },
          (): Draft => ({
            ...(editOf(value, random.pick(systems), random.pick(['note', 'industry', 'city', 'name']), random.int(at, split), random.chance(0.5)) as Extract<
              Draft,
              { what: 'edit' }
            >),
            customer: taxIds[random.int(0, 1)] as string,
          }),
        ),
        { at: split, what: 'split', records: [random.pick([his, hers])] },
        ...(random.chance(0.8) ? [{ at: split + random.int(5, 60) * secondMs, what: 'merge', records: [random.pick([his, hers]), 'c/customers/customers-3'] } as const] : []),
        { at: split + random.int(40, 120) * secondMs, what: 'erase', customer: taxIds[random.int(0, 1)] as string },
        ...(random.chance(0.3) ? [{ at: split + random.int(90, 200) * secondMs, what: 'power cut' } as const] : []),
      ];
    },
    mix: (random) => ({
      duplicate: 0.2,
      hold: random.pick([0, 0.3]),
      holdMsMax: random.pick([2_000, 60_000]),
      lost: random.pick([0, 0.1]),
      crashAfter: random.pick([0, 0.02]),
      latencyMsMax: 50,
    }),
    rest: (random) => ({ onSourceDelete: random.pick(['keep', 'delete']) }),
  },
  'two workspaces': {
    why: 'two workspaces with the same customers under the same names work side by side',
    events: (random, value) => [
      ...[0, 1, 2].map((i) => make(value, random.pick(systems), i)),
      ...times(random, 10, 2, 8).map((at) => editOf(value, random.pick(systems), random.pick(['note', 'industry']), at, random.chance(0.5))),
    ],
    mix: () => ({ duplicate: 0.3, hold: 0.3, holdMsMax: 2_000, latencyMsMax: 50, crashAfter: 0.01 }),
    rest: () => ({ neighbour: true }),
  },
} as const satisfies Record<string, Aim>;

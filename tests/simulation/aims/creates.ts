import { minuteMs } from '../../../core/model/time.ts';
import { type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, editOf, liveMs, make, secondMs, times } from './aim.ts';

/** Situations of records that are made: by several at once, without an answer, beside what people enter. */
export const aimsOfCreates = {
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
} as const satisfies Record<string, Aim>;

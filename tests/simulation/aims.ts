import { calm, type FaultMix } from '../../adapters/simulated/faults.ts';
import { Random } from '../../adapters/simulated/random.ts';
import { minuteMs } from '../../core/model/time.ts';
import { drawScenario, type Scenario, type System, systems } from './scenario.ts';
import { taxIds } from './tax-ids.ts';
import { type Draft, numbered } from './workload.ts';

/** A way to draw scenarios that meet one kind of situation much more often than chance would. */
export interface Aim {
  /** What it is after. */
  readonly why: string;
  /** What people do. */
  readonly events: (random: Random, value: (field: string) => string) => Draft[];
  readonly mix: (random: Random) => Partial<FaultMix>;
  readonly rest?: (random: Random) => Partial<Scenario>;
}

/** How long people work in an aimed scenario: short, so that many fit into a minute. */
const workMs = 8 * minuteMs;
/** By then the routes are live, unless something goes wrong. */
const liveMs = 1.5 * minuteMs;
const secondMs = 1_000;
const grain = (grainMs: number, skewMs = 0): { readonly grainMs: number; readonly skewMs: number } => ({ grainMs, skewMs });
const evenClocks: Scenario['clocks'] = { a: grain(secondMs), b: grain(secondMs), c: grain(secondMs) };

type Value = (field: string) => string;

const make = (value: Value, system: System, customer: number, at = 0): Draft => ({
  at,
  what: 'make',
  system,
  tax: taxIds[customer] as string,
  fields: { name: value('name'), city: value('city'), note: value('note'), industry: '', tags: 'vip' },
});

/** What only the second version of the mappings reads. */
const withLegal = (value: Value, draft: Draft): Draft => (draft.what === 'make' ? { ...draft, fields: { ...draft.fields, legal: value('legal') } } : draft);

const editOf = (value: Value, system: System, field: string, at: number, hint = false): Draft => ({ at, what: 'edit', system, field, value: value(field), hint });
const clearOf = (system: System, field: string, at: number): Draft => ({ at, what: 'edit', system, field, value: '', hint: false });

/** `count` times drawn between two minutes, in order. */
function times(random: Random, count: number, fromMinute: number, toMinute: number): number[] {
  return Array.from({ length: count }, () => random.int(fromMinute * minuteMs, toMinute * minuteMs)).sort((a, b) => a - b);
}

/** Several people edit one field of one customer within seconds of one another. */
function crossing(random: Random, value: Value, fields: readonly string[], bursts: number): Draft[] {
  return times(random, bursts, 2, 8).flatMap((start) => {
    const field = random.pick(fields);
    return Array.from({ length: random.int(2, 5) }, (_, i) => {
      const [system, at] = [random.pick(systems), start + i * random.int(200, 9_000)];
      return random.chance(0.12) ? clearOf(system, field, at) : editOf(value, system, field, at, random.chance(0.5));
    });
  });
}

/** An edit just as a pass begins, and one after it has read, which the system stamps with the same time. */
function onTheMinute(random: Random, value: Value): Draft[] {
  return [3, 5, 7].flatMap((m) => [0, random.int(20, 50) * secondMs].map((after) => editOf(value, 'a', random.pick(['note', 'industry']), m * minuteMs + after)));
}

/** Customers that one system holds and everybody else is to get. */
const someNatives = (value: Value, count: number, system: System): Draft[] => Array.from({ length: count }, (_, i) => make(value, system, i));

/** Every situation that is drawn on purpose, by name. */
export const aims = {
  'store that fails': {
    why: 'store and queues answer with errors or take sends in part, and nothing else repeats any work',
    events: (random, value) => [...someNatives(value, 3, 'a'), ...times(random, 10, 2, 8).map((at) => editOf(value, 'a', random.pick(['note', 'industry']), at))],
    mix: () => ({ lost: 0.03, timeoutAfter: 0.02, throttle: 0.08 }),
  },
  'one cell': {
    why: 'three people edit the same cells at the same time, while answers get lost and messages repeat',
    events: (random, value) => [...systems.map((s) => make(value, s, 0)), ...crossing(random, value, ['note', 'industry', 'city'], 12)],
    mix: (random) => ({ duplicate: 0.3, zombie: 0.3, hold: 0.3, holdMsMax: 2_000, httpLost: 0.15, httpTimeoutAfter: random.pick([0, 0.3]), latencyMsMax: random.pick([50, 500]) }),
    rest: (random) => ({ lateLanding: random.pick([0, 0.2]) }),
  },
  'two at once': {
    why: 'each of many customers is edited once in each of two systems, seconds apart, while the one is delivered to the other',
    events: (random, value) =>
      taxIds.slice(0, 8).flatMap((customer, i) => {
        const [at, field] = [(2 + i * 0.7) * minuteMs, random.pick(['note', 'industry'])];
        const [first, second] = random.pick([
          ['b', 'a'],
          ['c', 'a'],
          ['a', 'b'],
        ] as const);
        const later = editOf(value, second, field, at + random.int(2_000, 14_000)) as Draft & { what: 'edit' };
        return [make(value, 'a', i), make(value, first === 'a' ? second : first, i), { ...editOf(value, first, field, at, true), customer }, { ...later, customer }] as Draft[];
      }),
    mix: (random) => ({ httpTimeoutAfter: random.pick([0, 0.5]), latencyMsMax: 500 }),
    rest: () => ({ clocks: { ...evenClocks, b: grain(secondMs, 60_000), c: grain(secondMs, 60_000) } }),
  },
  'answers lost': {
    why: 'most answers of the systems are lost, and people edit before we look again',
    events: (random, value) => [...systems.map((s) => make(value, s, 0)), ...crossing(random, value, ['note'], 8)],
    mix: (random) => ({ httpLost: random.pick([0.1, 0.4]), httpTimeoutAfter: random.pick([0.1, 0.5]), latencyMsMax: 50 }),
    rest: (random) => ({ lateLanding: random.pick([0, 0.3]) }),
  },
  'going live': {
    why: 'the store fails and workers die while the routes go live, and nobody edits afterwards; who is entered everywhere makes no record elsewhere that would have the others looked at',
    events: (random, value) => [make(value, random.pick(systems), 0), ...[1, 2].flatMap((i) => systems.map((system) => make(value, system, i)))],
    mix: (random) => ({ crashAfter: random.pick([0, 0.02]), lost: random.pick([0, 0.08]), listLagMsMax: 5_000, latencyMsMax: 50 }),
    rest: () => ({ faultsFromMs: 0, cutsAtGoLive: true }),
  },
  'slow start': {
    why: 'a system is away when everything begins, while messages repeat',
    events: (random, value) => [...someNatives(value, 2, 'a'), { at: 0, what: 'outage', system: random.pick(['b', 'c']), forMs: 4 * minuteMs }],
    mix: () => ({ duplicate: 0.4, zombie: 0.3, ackLost: 0.2, latencyMsMax: 50 }),
    rest: () => ({ faultsFromMs: 0 }),
  },
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
  'edits against deletes': {
    why: 'somebody edits in a system that is away for us, after another has deleted the customer elsewhere',
    events: (random, value) => {
      const [deleted, away] = random.pick([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ] as const);
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
  twins: {
    why: 'one customer is entered everywhere at once, while workers die',
    events: (random, value) =>
      [0, 1, 2].flatMap((i) => systems.filter(() => random.chance(0.7)).map((s) => make(value, s, i, random.pick([0, 3 * minuteMs + random.int(0, 3) * 100])))),
    mix: () => ({ crashBefore: 0.05, crashAfter: 0.05, duplicate: 0.2, latencyMsMax: 50 }),
    rest: (random) => ({ creates: random.chance(0.5), faultsFromMs: random.pick([0, liveMs]) }),
  },
  pins: {
    why: 'people put values above all systems, and take them back',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => someNatives(value, 2, 'a').slice(i, i + 1)),
      ...[3, 5, 7].flatMap((m): Draft[] => [
        { at: m * minuteMs, what: 'pin', field: random.pick(['note', 'city', 'name']), value: value('pin') },
        { at: (m + 1) * minuteMs, what: 'unpin' },
      ]),
    ],
    mix: () => ({ latencyMsMax: 50, duplicate: 0.2 }),
  },
  'a robot': {
    why: 'a workflow sets every name that we write back to its own',
    events: (random, value) => [...someNatives(value, 3, 'a'), ...times(random, 3, 3, 6).map((at) => editOf(value, 'a', 'name', at, true))],
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ robot: true }),
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
  'twins apart': {
    why: 'one customer is entered in two systems at once, workers die, and the third finds nothing by what it is',
    events: (random, value) => [0, 1, 2, 3].flatMap((i) => (['a', 'c'] as const).map((s) => make(value, s, i, 3 * minuteMs + i * 20 * secondMs + random.int(0, 300)))),
    mix: () => ({ crashBefore: 0.05, crashAfter: 0.05, latencyMsMax: 50 }),
    rest: () => ({ searchable: false }),
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
  'time jumps': {
    why: 'clocks jump over whole leases, so that two workers hold one stream',
    events: (random, value) => [...[0, 1, 2].map((i) => make(value, 'a', i)), ...times(random, 10, 2, 8).map((at) => editOf(value, 'a', 'note', at))],
    mix: () => ({ clockJump: 0.01, clockJumpMsMax: 20 * minuteMs, latencyMsMax: 500, hold: 0.2, holdMsMax: 2_000, duplicate: 0.3 }),
  },
  'coarse clocks': {
    why: 'a system stamps its records by the minute, and nobody tells of a change',
    events: (random, value) => [make(value, 'a', 0), make(value, 'a', 1), ...onTheMinute(random, value)],
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ clocks: { ...evenClocks, a: grain(60_000) } }),
  },
  'answering one another': {
    why: 'each edits what he has just seen of the other, with clocks minutes apart',
    events: (random, value) => [
      make(value, 'a', 0),
      ...[2, 4, 6, 8].map((m, i) => editOf(value, systems[i % 3] as System, random.pick(['note', 'note', 'industry']), m * minuteMs, true)),
    ],
    mix: () => ({ latencyMsMax: 50 }),
    rest: (random) => ({ clocks: { a: grain(secondMs, 120_000), b: grain(60_000, -120_000), c: grain(secondMs, random.pick([-120_000, 120_000])) } }),
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
  'restyled texts': {
    why: 'a system shows texts in another case whenever it likes, and nobody has edited them',
    events: (random, value) => [
      ...systems.map((s) => withLegal(value, make(value, s, 0))),
      ...times(random, 5, 3, 8).flatMap((at): Draft[] => [
        editOf(value, random.pick(systems), 'legal', at),
        { at: at + random.int(1, 50) * secondMs, what: 'restyle', system: random.pick(systems) },
      ]),
    ],
    mix: (random) => ({ latencyMsMax: 50, httpTimeoutAfter: random.pick([0, 0.1]) }),
    rest: () => ({ mappings: 2 }),
  },
  'new mappings': {
    why: 'the workspace gets a new version of its mappings while values are under way',
    events: (random, value) => [
      ...[0, 1, 2, 3].flatMap((i) => systems.filter((s) => s === 'b' || random.chance(0.5)).map((s) => withLegal(value, make(value, s, i)))),
      ...[0, 1].map((i) => editOf(value, 'b', 'industry', 2 * minuteMs + i * 9 * secondMs)),
      ...crossing(random, value, ['note', 'industry', 'legal'], 2),
      { at: random.int(180, 300) * secondMs, what: 'new mapping' },
    ],
    mix: (random) => ({
      duplicate: 0.2,
      zombie: 0.2,
      hold: 0.3,
      holdMsMax: random.pick([2_000, 60_000]),
      latencyMsMax: random.pick([50, 500]),
      crashAfter: random.pick([0, 0.01]),
    }),
  },
  freezes: {
    why: 'people edit fields whose approval is pending',
    events: (random, value) => [
      ...systems.map((s) => make(value, s, 0)),
      { at: 2.5 * minuteMs, what: 'freeze', field: 'note', value: '' },
      ...times(random, 6, 3, 6).map((at) => editOf(value, random.pick(systems), 'note', at, true)),
      { at: 7 * minuteMs, what: 'thaw' },
    ],
    mix: () => ({ latencyMsMax: 50, duplicate: 0.2 }),
  },
} as const satisfies Record<string, Aim>;

/** Names of the aims. */
export type AimName = keyof typeof aims;

/** The scenario of a seed, drawn for one kind of situation. */
export function drawAimed(name: AimName, seed: number): Scenario {
  const aim: Aim = aims[name];
  const random = new Random(seed, `aim ${name}`);
  let count = 0;
  const value = (field: string): string => {
    count += 1;
    return `${String(count).padStart(4, '0')}${field}`;
  };
  const base: Scenario = {
    ...drawScenario(seed, { calm: true }),
    workMs,
    invoices: false,
    onSourceDelete: 'keep',
    neighbour: false,
    robot: false,
    lateLanding: 0,
    faultsFromMs: liveMs,
    clocks: evenClocks,
    creates: true,
    searchable: true,
  };
  return { ...base, mix: { ...calm, ...aim.mix(random) }, ...aim.rest?.(random), events: numbered(random, aim.events(random, value)) };
}

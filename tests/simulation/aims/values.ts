import { minuteMs } from '../../../core/model/time.ts';
import { type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';
import { type Aim, crossing, editOf, evenClocks, grain, make, onTheMinute, secondMs, someNatives, times, type Value, withLegal } from './aim.ts';

/** A new version of the mappings, just after a system has told of an edit. */
const newMapping = (at: number, value: Value, after: number): Draft[] => [editOf(value, 'b', 'note', at - after, true), { at, what: 'new mapping' }];

/** Situations of values: several people edit the same cells, under clocks, answers and mappings that mislead. */
export const aimsOfValues = {
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
  'cleared beside lost answers': {
    why: 'a value is delivered, the answer is lost, and it is cleared at its source and replaced at the target before we look again',
    events: (random, value) =>
      taxIds.slice(0, 6).flatMap((customer, i): Draft[] => {
        const at = (2 + i * 0.9) * minuteMs;
        const [source, target] = random.pick([
          ['a', 'c'],
          ['b', 'c'],
          ['c', 'a'],
        ] as const);
        const said = (system: System, text: string, after: number): Draft => ({ at: at + after, what: 'edit', system, field: 'industry', value: text, hint: true, customer });
        const cleared = random.int(4, 16) * secondMs;
        return [make(value, source, i), said(source, value('industry'), 0), said(source, '', cleared), said(target, value('industry'), cleared + random.int(-2, 8) * secondMs)];
      }),
    mix: (random) => ({ httpTimeoutAfter: random.pick([0.3, 0.6]), httpLost: random.pick([0, 0.1]), latencyMsMax: 50 }),
  },
  'late landings': {
    why: 'requests whose answer is lost land while our clock jumps over the wait for them, and people edit meanwhile',
    events: (random, value) => [...systems.map((s) => make(value, s, 0)), ...crossing(random, value, ['note'], 14)],
    mix: (random) => ({ clockJump: random.pick([0.02, 0.05]), clockJumpMsMax: 2 * minuteMs, latencyMsMax: random.pick([50, 200]) }),
    rest: () => ({ lateLanding: 0.5 }),
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
  'coarse clocks': {
    why: 'a system stamps its records by the minute, and nobody tells of a change',
    events: (random, value) => [make(value, 'a', 0), make(value, 'a', 1), ...onTheMinute(random, value)],
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ clocks: { ...evenClocks, a: grain(60_000) } }),
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
      ...newMapping(random.int(180, 300) * secondMs, value, random.int(50, 400)),
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
  'approvals pending': {
    why: 'nobody gives the approvals that were asked for, of fields with and without a value, while people edit and merge; what they say meanwhile is kept or told',
    events: (random, value) => [
      ...[0, 1].flatMap((i) => systems.map((s) => make(value, s, i))),
      ...['note', 'industry'].flatMap((field): Draft[] => {
        const at = random.int(150, 240) * secondMs;
        // Half the approvals are asked for while a value is under way, and somebody replaces that where it lands.
        const underWay = [
          editOf(value, random.pick(systems), field, at - random.int(1, 12) * secondMs, true),
          editOf(value, random.pick(systems), field, at + random.int(0, 9) * secondMs),
        ];
        return [...(random.chance(0.5) ? underWay : []), { at, what: 'freeze', field, value: '' }];
      }),
      ...crossing(random, value, ['note', 'industry'], 4),
      ...(random.chance(0.3) ? [{ at: random.int(5, 7) * minuteMs, what: 'merge' } as const] : []),
    ],
    mix: (random) => ({ latencyMsMax: 50, duplicate: 0.2, throttle: random.pick([0, 0.05]), crashAfter: random.pick([0, 0.01]), httpTimeoutAfter: random.pick([0, 0.5]) }),
    rest: () => ({ unapproved: true }),
  },
  'a robot': {
    why: 'a workflow sets every name that we write back to its own',
    events: (random, value) => [...someNatives(value, 3, 'a'), ...times(random, 3, 3, 6).map((at) => editOf(value, 'a', 'name', at, true))],
    mix: () => ({ latencyMsMax: 50 }),
    rest: () => ({ robot: true }),
  },
} as const satisfies Record<string, Aim>;

import { minuteMs } from '../../../core/model/time.ts';
import { systems } from '../scenario.ts';
import type { Draft } from '../workload.ts';
import { type Aim, editOf, make, someNatives, times } from './aim.ts';

/** Situations of running it all: what fails, and who dies, comes late or lies. */
export const aimsOfOperations = {
  'store that fails': {
    why: 'store and queues answer with errors or take sends in part, and nothing else repeats any work',
    events: (random, value) => [...someNatives(value, 3, 'a'), ...times(random, 10, 2, 8).map((at) => editOf(value, 'a', random.pick(['note', 'industry']), at))],
    mix: () => ({ lost: 0.03, timeoutAfter: 0.02, throttle: 0.08 }),
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
} as const satisfies Record<string, Aim>;

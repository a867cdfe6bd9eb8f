import type { FaultMix } from '../../../adapters/simulated/faults.ts';
import type { Random } from '../../../adapters/simulated/random.ts';
import { minuteMs } from '../../../core/model/time.ts';
import { type Scenario, type System, systems } from '../scenario.ts';
import { taxIds } from '../tax-ids.ts';
import type { Draft } from '../workload.ts';

/** A way to draw scenarios that meet one kind of situation much more often than chance would. */
export interface Aim {
  /** What it is after. */
  readonly why: string;
  /** What people do. */
  readonly events: (random: Random, value: Value) => Draft[];
  readonly mix: (random: Random) => Partial<FaultMix>;
  readonly rest?: (random: Random) => Partial<Scenario>;
}

/** Makes the next value of a field: unique, so that it tells its author. */
export type Value = (field: string) => string;

/** How long people work in an aimed scenario, ms: short, so that many fit into a minute. */
export const workMs = 8 * minuteMs;
/** By then the routes are live, unless something goes wrong, ms. */
export const liveMs = 1.5 * minuteMs;
/** A second, ms. */
export const secondMs = 1_000;

/** A vendor's clock: how coarse, and how far off, ms. */
export const grain = (grainMs: number, skewMs = 0): { readonly grainMs: number; readonly skewMs: number } => ({ grainMs, skewMs });
/** Clocks that agree with ours. */
export const evenClocks: Scenario['clocks'] = { a: grain(secondMs), b: grain(secondMs), c: grain(secondMs) };

/** Somebody enters a customer (by its number) in a system. */
export const make = (value: Value, system: System, customer: number, at = 0): Draft => ({
  at,
  what: 'make',
  system,
  tax: taxIds[customer] as string,
  fields: { name: value('name'), city: value('city'), note: value('note'), industry: '', tags: 'vip' },
});

/** The same with what only the second version of the mappings reads. */
export const withLegal = (value: Value, draft: Draft): Draft => (draft.what === 'make' ? { ...draft, fields: { ...draft.fields, legal: value('legal') } } : draft);

/** Somebody edits a field of a record there. */
export const editOf = (value: Value, system: System, field: string, at: number, hint = false): Draft => ({ at, what: 'edit', system, field, value: value(field), hint });
/** Somebody clears a field of a record there. */
export const clearOf = (system: System, field: string, at: number): Draft => ({ at, what: 'edit', system, field, value: '', hint: false });

/** `count` times drawn between two minutes, in order. */
export function times(random: Random, count: number, fromMinute: number, toMinute: number): number[] {
  return Array.from({ length: count }, () => random.int(fromMinute * minuteMs, toMinute * minuteMs)).sort((a, b) => a - b);
}

/** One system and the next. */
export function pairOf(random: Random): readonly [System, System] {
  return random.pick([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ] as const);
}

/** Several people edit one field of one customer within seconds of one another. */
export function crossing(random: Random, value: Value, fields: readonly string[], bursts: number): Draft[] {
  return times(random, bursts, 2, 8).flatMap((start) => {
    const field = random.pick(fields);
    return Array.from({ length: random.int(2, 5) }, (_, i) => {
      const [system, at] = [random.pick(systems), start + i * random.int(200, 9_000)];
      return random.chance(0.12) ? clearOf(system, field, at) : editOf(value, system, field, at, random.chance(0.5));
    });
  });
}

/** An edit just as a pass begins, and one after it has read, which the system stamps with the same time. */
export function onTheMinute(random: Random, value: Value): Draft[] {
  return [3, 5, 7].flatMap((m) => [0, random.int(20, 50) * secondMs].map((after) => editOf(value, 'a', random.pick(['note', 'industry']), m * minuteMs + after)));
}

/** Customers that one system holds and everybody else is to get. */
export const someNatives = (value: Value, count: number, system: System): Draft[] => Array.from({ length: count }, (_, i) => make(value, system, i));

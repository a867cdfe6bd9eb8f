import type { Environment } from '@marcbachmann/cel-js';
import type { RE2JS } from 're2js';
import { lazily } from '../../../core/model/lazily.ts';

/** The libraries; most documents have no expression. */
export const cel = lazily<typeof import('@marcbachmann/cel-js')>('@marcbachmann/cel-js');
/** Regular expressions in linear time. */
export const re2 = lazily<typeof import('re2js')>('re2js');

/** What one evaluation may spend: one unit per turn of a list macro, plus its value's size. About 10 ms at the worst. */
export const fuelMax = 10_000;

/** Compiled patterns kept; documents have a handful. */
const patternsMax = 64;

/** Thrown inside an evaluation that has spent its fuel. */
class OutOfFuel extends Error {}

// Evaluation is synchronous, so one counter serves all expressions; `refuel` starts each.
let fuel = fuelMax;
let dry = false;

/** Starts an evaluation with a full tank. */
export function refuel(): void {
  fuel = fuelMax;
  dry = false;
}

/** True when the last evaluation ran dry (the library wraps what is thrown inside it). */
export function ranDry(): boolean {
  return dry;
}

function spend(units: number): void {
  fuel -= units;
  if (fuel >= 0) return;
  dry = true;
  throw new OutOfFuel('the expression took more steps than it may');
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length / 64;
  return Array.isArray(value) ? value.length : 0;
}

const patterns = new Map<string, RE2JS>();

function matchesRe2(text: string, pattern: string): boolean {
  spend(1 + text.length / 16);
  let compiled = patterns.get(pattern);
  if (compiled === undefined) {
    compiled = re2().RE2JS.compile(pattern);
    if (patterns.size >= patternsMax) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled.matcher(text).find();
}

/** The CEL environment: `record`, `value`, a metered `step_` around each macro body, and `matches` on RE2 in place of the library's backtracking engine. */
export function environment(): Environment {
  made ??= make();
  return made;
}

let made: Environment | undefined;

const make = (): Environment =>
  new (cel().Environment)({
    unlistedVariablesAreDyn: false,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1_000, maxDepth: 60, maxListElements: 200, maxMapEntries: 200 },
  })
    .registerVariable('record', 'map')
    .registerVariable('value', 'dyn')
    .registerFunction('string.matchesRe2(string): bool', matchesRe2)
    .registerFunction('step_(dyn): dyn', (value: unknown) => {
      spend(1 + sizeOf(value));
      return value;
    });

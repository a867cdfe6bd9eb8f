import * as z from 'zod';
import type { Json } from '../../model/json.ts';

/** A list whose type is read-only, so that core may hand out what it holds. */
export function list<T extends z.ZodType>(of: T): z.ZodType<readonly z.infer<T>[]> {
  return z.array(of) as unknown as z.ZodType<readonly z.infer<T>[]>;
}

/** Any JSON value; unconstrained in the published schema. */
export const jsonView = z.unknown() as unknown as z.ZodType<Json>;

/** A sentence in both languages of the user interface. */
export const sentenceView = z.object({ en: z.string(), zh: z.string() });

/** A moment as ISO 8601 in UTC. */
export const momentView = z.string().describe('ISO 8601, UTC');

/** A whole number of things. */
export const countView = z.number().int().min(0);

/** A duration in milliseconds. */
export const durationView = z.number().min(0).describe('milliseconds');

/** An exact amount: a plain decimal string and its ISO 4217 currency. */
export const amountView = z.object({ amount: z.string().describe('plain decimal'), currency: z.string().describe('ISO 4217') });

/** Every input ends as exactly one of these; `skipped` are records that the mapping's `when` does not take. */
export const outcomesView = z.object({
  applied: countView,
  unchanged: countView,
  conflict: countView,
  parked: countView,
  refused: countView,
  deadLettered: countView,
  skipped: countView,
});

import type * as z from 'zod';
import type { Sentence } from '../../core/model/error.ts';
import type { Json } from '../../core/model/json.ts';
import type { Result } from '../../core/model/result.ts';
import type { FieldKind } from '../../core/model/types.ts';
import type { Refusal } from './refusal.ts';

/** One direction of a step. Never sees a blank value, never throws on data; null means "no value". */
export type Turn = (value: Json) => Json | Refusal;

/** A transform with its argument, ready to run. Without `out` it cannot be written back. */
export interface Step {
  readonly in: Turn;
  readonly out?: Turn;
}

/** What a document declares once for all its fields. */
export interface Surroundings {
  /** ISO 3166 alpha-2 that national telephone numbers are read in. */
  readonly country: string | undefined;
  /** IANA zone of times without one. */
  readonly zone: string | undefined;
  readonly decimal: DecimalLocale;
  /** Date formats, tried together. */
  readonly dates: readonly string[];
  readonly currency: string | undefined;
  /** Number of paths that the value is made of: 1, or the length of the list of parts. */
  readonly parts: number;
  /** Closed list of the canonical field, if it has one. */
  readonly values: readonly string[] | undefined;
}

/** How numbers are written: `plain` 1234.5 · `en` 1,234.5 · `de` 1.234,5 · `fr` 1 234,5 · `ch` 1'234.5 · `in` 12,34,567.8. */
export type DecimalLocale = 'plain' | 'en' | 'de' | 'fr' | 'ch' | 'in';

/** One entry of the catalogue. */
export interface Transform<A = unknown> {
  readonly name: string;
  readonly about: Sentence;
  /** Kind of value it yields; `same` leaves the kind as it was. */
  readonly gives: FieldKind | 'same';
  /** It takes the list of parts that several paths yield. */
  readonly takesParts?: true;
  /** It may stand alone, without an argument. */
  readonly bare: boolean;
  readonly argument: z.ZodType<A>;
  /** Builds the step; an argument that makes no sense is a sentence. `argument` is undefined where it stands alone. */
  make(argument: A | undefined, around: Surroundings): Result<Step, Sentence>;
}

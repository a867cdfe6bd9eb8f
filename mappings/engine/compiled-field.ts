import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Canon, FieldProblem, MappedField, Raw } from '../../core/ports/mapping.ts';
import type { Draft } from './path-write.ts';
import type { Refusal } from './refusal.ts';

/** Where a read puts what it found. */
export interface Reading {
  readonly fields: Record<string, Raw>;
  readonly canonical: Map<string, Canon>;
  readonly problems: FieldProblem[];
}

/** Changes of one field: the raw value of a scalar, or true/null per element of a set. */
export type FieldChange = { readonly raw: Raw } | { readonly elements: ReadonlyMap<string, boolean> };

/** One field of a document as closures. `element` is what follows the colon of a set member's name. */
export interface CompiledField {
  readonly info: MappedField;
  readonly read: (record: JsonObject, into: Reading) => void;
  /** Of a whole value; the members of sets are true or null. */
  readonly canon: (raw: Raw) => Canon;
  /** The canonical value, or why a vendor form cannot be understood. */
  readonly understand: (raw: Raw) => Canon | Refusal;
  readonly raw: (canon: Canon, element: string | undefined) => Raw | Refusal;
  readonly equal: (a: Raw, b: Raw) => boolean;
  /** Writes into the draft; answers the elements that found no place. */
  readonly write: (draft: Draft, current: JsonObject | undefined, change: FieldChange) => readonly string[];
}

/** The problem of one field of one record. */
export function fieldProblem(field: string, refusal: Refusal): FieldProblem {
  return { field, code: refusal.code, message: refusal.message };
}

/** No element was left without a place. */
export const allPlaced: readonly string[] = [];

/** A value that is absent, as JSON. */
export function filled(value: Json | undefined): Json {
  return value === undefined ? null : value;
}

import type { Sentence } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';

/** A canonical value in JSON form: scalars; dates as `YYYY-MM-DD`; money as `{ amount: '12.50', currency: 'EUR' }`; references as the source record key `connection/stream/id` (unify puts the entity id in its place). */
export type Canon = Json;

/** A value in vendor form, one per canonical field. `''`, missing and null are one thing: null. */
export type Raw = Json;

/** What stands in the way of one field of one record. */
export interface FieldProblem {
  readonly field: string;
  /** e.g. `date.format`, `phone.invalid`, `MAPPING_BUDGET`. */
  readonly code: string;
  readonly message: Sentence;
}

/** How a field of a stream behaves in sync. */
export interface MappedField {
  /** Canonical field name. A set field `emails` is carried as a family of boolean fields `emails:<canonical element>`. */
  readonly name: string;
  readonly set: boolean;
  /** `in`: only read · `out`: only written · `both`. */
  readonly direction: 'in' | 'out' | 'both';
  /** Does null after a value assert "cleared" (default), or yield to the next rank? */
  readonly clears: 'assert' | 'yield';
  /** For references: the stream (same connection) that the value names a record of. */
  readonly reference?: { readonly stream: string };
  /** Vendor paths the field is written to; a delivery is due only when a field with paths changed. */
  readonly paths: readonly string[];
}

/** A record seen through a mapping. */
export interface MappedRecord {
  /** Vendor form per field; sets expanded into `name:element` → true. Every mapped scalar field is present (null when empty). */
  readonly fields: Readonly<Record<string, Raw>>;
  /** Canonical value of every one of these that holds one: what {@link StreamMapping.canon} says of them, which reading has to find out anyway. */
  readonly canonical: ReadonlyMap<string, Canon>;
  /** Fields that could not be understood; they are absent from `fields`. */
  readonly problems: readonly FieldProblem[];
}

/** One mapping document, compiled: one stream ↔ one canonical type. Pure; never throws on data. */
export interface StreamMapping {
  /** Document name, e.g. `tryton/parties`. */
  readonly name: string;
  /** Changes with the text: 12 hex characters of its hash. */
  readonly version: string;
  /** Canonical type. */
  readonly type: string;
  readonly fields: ReadonlyMap<string, MappedField>;
  /** False when the document's `when` says the record is not of this type (skipped, counted). */
  accepts(record: JsonObject): boolean;
  /** Vendor record → vendor form per canonical field. */
  read(record: JsonObject): MappedRecord;
  /** Vendor form → canonical. `field` may be `emails:a@b.cn`, whose canonical value is true or null. */
  canon(field: string, raw: Raw): Canon;
  /** Why a stored vendor form cannot be understood by this version (`canon` gives null then); undefined when it can. */
  problemOf?(field: string, raw: Raw): FieldProblem | undefined;
  /** Canonical → vendor form, null for null. For a set member: true or null. */
  raw(field: string, canon: Canon): { readonly ok: true; readonly raw: Raw } | { readonly ok: false; readonly problem: FieldProblem };
  /** Declared equality of two vendor forms. */
  equal(field: string, a: Raw, b: Raw): boolean;
  /** Vendor-form changes per field → the partial vendor record a writer takes. `current` is the record as last read: set fields are written as whole lists that keep its other elements in their form and order. */
  patch(changes: Readonly<Record<string, Raw>>, current: JsonObject | undefined): JsonObject;
}

/** True when a field of the mapping names other records. */
export function hasReferences(mapping: StreamMapping): boolean {
  for (const field of mapping.fields.values()) if (field.reference !== undefined) return true;
  return false;
}

/** The field that a cell belongs to: `emails` for `emails:a@b.cn`. */
export function familyName(field: string): string {
  const colon = field.indexOf(':');
  return colon < 0 ? field : field.slice(0, colon);
}

/** Splits `emails:a@b.cn` into field and element; element is undefined for a scalar field. */
export function familyOf(field: string): { readonly name: string; readonly element: string | undefined } {
  const colon = field.indexOf(':');
  return colon < 0 ? { name: field, element: undefined } : { name: field.slice(0, colon), element: field.slice(colon + 1) };
}

import type { JsonObject } from '../model/json.ts';
import { named } from '../model/named.ts';
import type { Canon, Raw } from '../ports/mapping.ts';
import type { GoldenField, WinningRule } from './entity.ts';
import type { Assertion, Cell, IntentField } from './record.ts';
import { loadStamp, type StoredStamp } from './stamp.ts';

/** The forms of schema 1, in which items were written until fields were stored in runs: an object with one row per field. They are only read. */
type StoredAssertion = readonly [stamp: StoredStamp, raw: Raw, prev?: Canon, synced?: StoredStamp, to?: Assertion['to']];
type StoredCell = readonly [stamp: StoredStamp, synced?: StoredStamp, more?: Partial<Cell>];
type StoredIntentField = readonly [raw: Raw, stamp: StoredStamp, probe?: 1];
type StoredGolden = readonly [value: Canon, at: number | string, stamp: StoredStamp, rule: number];

function eachOf<S, T>(stored: JsonObject, load: (row: S) => T): Record<string, T> {
  const loaded = named<T>();
  for (const field in stored) loaded[field] = load(stored[field] as S);
  return loaded;
}

/** Assertions of a record or a member. */
export function assertionsOfOne(stored: JsonObject, ref: string): Record<string, Assertion> {
  return eachOf(stored, ([stamp, raw, prev, synced, to]: StoredAssertion): Assertion => {
    const assertion = { raw, stamp: loadStamp(stamp, ref), prev: prev ?? null, synced: loadStamp(synced, ref) };
    return to === undefined ? assertion : { ...assertion, to };
  });
}

/** Cells of a record. */
export function cellsOfOne(stored: JsonObject, ref: string): Record<string, Cell> {
  return eachOf(stored, ([stamp, synced, more]: StoredCell): Cell => ({ ...more, stamp: loadStamp(stamp, ref), synced: loadStamp(synced, ref) }));
}

/** Fields of an intent. */
export function intentFieldsOfOne(stored: JsonObject, ref: string): Record<string, IntentField> {
  return eachOf(
    stored,
    ([raw, stamp, probe]: StoredIntentField): IntentField => (probe === 1 ? { raw, stamp: loadStamp(stamp, ref), probe: true } : { raw, stamp: loadStamp(stamp, ref) }),
  );
}

/** Golden of an entity; `refs` are its members, `rules` what their numbers mean. */
export function goldenOfOne(stored: JsonObject, refs: readonly string[], rules: readonly WinningRule[]): Record<string, GoldenField> {
  return eachOf(stored, ([value, at, stamp, rule]: StoredGolden): GoldenField => {
    const ref = typeof at === 'number' ? (refs[at] as string) : at;
    return { value, ref, stamp: loadStamp(stamp, ref), rule: rules[rule] as WinningRule };
  });
}

import type { Canon } from '../../ports/mapping.ts';
import { familyOf } from '../../ports/mapping.ts';
import { type Signature, signatureCharactersMax, signatureValuesMax } from '../signature.ts';

/** Values that people type when they have none. */
const fillers = /^(?:[-–—.?_*/\\#]+|n\/?a|none|null|nil|unknown|undefined|nan|test(?: ?test)*|tba|tbd|xxx+|asdf+|无|没有|未知|测试|不详|暂无)$/i;

const read = new WeakMap<ReadonlyMap<string, Canon>, ReadonlyMap<string, readonly string[]>>();

/** All texts of a record by the name of their field, read once: some twenty fields are asked for one after the other. */
function textsByName(fields: ReadonlyMap<string, Canon>): ReadonlyMap<string, readonly string[]> {
  const known = read.get(fields);
  if (known !== undefined) return known;
  const texts = new Map<string, string[]>();
  for (const [field, value] of fields) {
    if (value === null || value === false || value === undefined) continue;
    const { name, element } = familyOf(field);
    const text = (element ?? (typeof value === 'string' || typeof value === 'number' ? String(value) : '')).trim();
    if (text === '' || fillers.test(text)) continue;
    const others = texts.get(name);
    if (others === undefined) texts.set(name, [text]);
    else others.push(text);
  }
  for (const several of texts.values()) if (several.length > 1) several.sort();
  read.set(fields, texts);
  return texts;
}

/** The text values of the named fields of one record (which nobody changes afterwards): scalars and set members alike, fillers such as `test test` or `N/A` left out. */
export function textsOf(fields: ReadonlyMap<string, Canon>, ...names: string[]): readonly string[] {
  const texts = textsByName(fields);
  return names.length === 1 ? (texts.get(names[0] as string) ?? []) : names.flatMap((name) => texts.get(name) ?? []);
}

/** The first text of a field, or the empty text. */
export function textOf(fields: ReadonlyMap<string, Canon>, name: string): string {
  return textsOf(fields, name)[0] ?? '';
}

/** Distinct, non-empty, cut and few, as signatures hold them. Sorted, so that the order of set members does not matter. */
export function compact(values: readonly (string | undefined)[]): string[] {
  const kept = values.filter((v) => v !== undefined && v !== '').map((v) => (v as string).slice(0, signatureCharactersMax));
  return [...new Set(kept)].slice(0, signatureValuesMax);
}

/** A signature without its empty members. */
export function slim(signature: Signature): Signature {
  const kept: Record<string, unknown> = {};
  for (const name in signature) {
    const value = signature[name as keyof Signature];
    if (value !== undefined && value.length > 0) kept[name] = value;
  }
  return kept as unknown as Signature;
}

/** A JSON scalar. */
export type JsonScalar = string | number | boolean | null;

/** Any JSON value; what crosses a port is made of nothing else. */
export type Json = JsonScalar | readonly Json[] | JsonObject;

/** A JSON object. Parsed input has no `__proto__`, `constructor` or `prototype` keys (see {@link parseJson}). */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Keys that could reach a prototype; dropped at every parse boundary. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses JSON text and drops keys that could reach a prototype; throws `SyntaxError` on malformed text. */
export function parseJson(text: string): Json {
  const mayBeHostile = text.includes('__proto__') || text.includes('constructor') || text.includes('prototype') || text.includes('\\u');
  if (!mayBeHostile) return JSON.parse(text) as Json;
  return JSON.parse(text, function dropForbidden(this: unknown, _key, value: unknown) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    for (const key of Object.keys(value)) {
      if (forbiddenKeys.has(key)) delete (value as Record<string, unknown>)[key];
    }
    return value;
  }) as Json;
}

/** True for a JSON object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own-property read that never sees a prototype. */
export function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** JSON text with object keys in UTF-16 order: equal values give equal text. `undefined` members are left out. */
export function stableStringify(value: Json | undefined): string {
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((v) => stableStringify(v)).join(',')}]`;
  const object = value as JsonObject;
  const { names, quoted } = sortedNames(object);
  let text = '{';
  for (let i = 0; i < names.length; i += 1) {
    const member = object[names[i] as string];
    if (member === undefined) continue;
    text += text.length > 1 ? `,${quoted[i]}` : (quoted[i] as string);
    text += typeof member === 'object' ? stableStringify(member) : JSON.stringify(member);
  }
  return `${text}}`;
}

interface Names {
  /** As the object has them. */
  readonly given: readonly string[];
  readonly names: readonly string[];
  /** `"name":` for each of `names`. */
  readonly quoted: readonly string[];
}

let lastNames: Names = { given: [], names: [], quoted: [] };

/** An object's names in UTF-16 order. The rows of one source have the same names, so that the last answer is mostly this one's, too (which halves the cost of a hash). */
function sortedNames(object: JsonObject): Names {
  const given = Object.keys(object);
  const same = given.length === lastNames.given.length && given.every((name, i) => name === lastNames.given[i]);
  if (same) return lastNames;
  const names = given.toSorted();
  lastNames = { given, names, quoted: names.map((name) => `${JSON.stringify(name)}:`) };
  return lastNames;
}

/** Structural equality of two JSON values; absent members and `undefined` are the same. */
export function jsonEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return stableStringify(a) === stableStringify(b);
}

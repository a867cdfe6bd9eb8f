import type { Json, JsonObject } from '../../model/json.ts';

/** Amounts are the only `bigint`s, and their fields end in this: so they travel as decimal text without a schema for every shape. */
const amountField = /Minor$/;

/** Receivables' own shapes as JSON: amounts (fields ending in `Minor`) become text; absent fields are left out. Throws `TypeError` for a `bigint` under another name. */
export function toBody(value: object): JsonObject {
  return pack(value, '') as JsonObject;
}

function pack(value: unknown, name: string): Json {
  if (typeof value === 'bigint') {
    if (!amountField.test(name)) throw new TypeError(`the amount ${name} must end in Minor`);
    return value.toString();
  }
  if (Array.isArray(value)) return value.map((each) => pack(each, name));
  if (typeof value !== 'object' || value === null) return value as Json;
  const packed: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) if (member !== undefined) packed[key] = pack(member, key);
  return packed;
}

/** The inverse of {@link toBody}. */
export function fromBody<T>(body: JsonObject): T {
  return unpack(body, '') as T;
}

function unpack(value: Json | undefined, name: string): unknown {
  if (typeof value === 'string') return amountField.test(name) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((each: Json) => unpack(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unpack(member as Json, key)]));
}

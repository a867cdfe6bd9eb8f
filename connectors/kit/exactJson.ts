import { forbiddenKeys, type Json, parseJson } from '../../core/model/json.ts';

/** Text that may hold a number which a double does not keep as written: 12.50, 12345678901234567890, 1e400. */
const risky = /\d\.\d*0(?!\d)|\d{16}|\d[eE][+-]?\d/;

/** What the runtime hands a reviver besides key and value. */
interface Source {
  readonly source?: string;
}

/** Parses JSON and keeps numbers exact: one that would not be written the same again (12.50, long ids) becomes its text. Keys that could reach a prototype are dropped; throws `SyntaxError`. */
export function parseExact(text: string): Json {
  if (!risky.test(text)) return parseJson(text);
  const reviver = (_key: string, value: unknown, context?: Source): unknown => {
    if (typeof value === 'number') return context?.source === undefined || String(value) === context.source ? value : context.source;
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const key of Object.keys(value)) if (forbiddenKeys.has(key)) delete (value as Record<string, unknown>)[key];
    }
    return value;
  };
  return JSON.parse(text, reviver) as Json;
}

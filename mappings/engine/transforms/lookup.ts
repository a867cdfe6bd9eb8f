import * as z from 'zod';
import type { Json, JsonScalar } from '../../../core/model/json.ts';
import { err, ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

/** Most entries of one table: larger ones are data, not a mapping. */
const entriesMax = 1_000;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const table = z.record(z.string(), scalar);

/** The long form: `else` is the canonical value of what is not in the table, `elseOut` what is written for canonical values that it does not give. */
export interface LookupArgument {
  readonly table: Readonly<Record<string, JsonScalar>>;
  readonly else?: JsonScalar;
  readonly elseOut?: JsonScalar;
}

const missing = new Refusal('lookup.missing', 'the value is not in the lookup table; add it, or say what `else` is', '该值不在对照表中；请补充，或声明 `else`');
const missingOut = new Refusal(
  'lookup.missingOut',
  'no entry of the lookup table yields this value; add one, or say what `elseOut` is',
  '对照表中没有产生该值的条目；请补充，或声明 `elseOut`',
);

const isLong = (argument: Readonly<Record<string, JsonScalar>> | LookupArgument): argument is LookupArgument => typeof argument['table'] === 'object' && argument['table'] !== null;
const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** A closed table, both ways; the first entry with a value is the one written back. Exact spelling first, then case-folded. */
export const lookup: Transform<Readonly<Record<string, JsonScalar>> | LookupArgument> = {
  name: 'lookup',
  about: { en: 'a table vendor value → canonical value; backwards the first entry with that value', zh: '对照表：系统值 → 规范值；反向取第一个匹配条目' },
  gives: 'same',
  bare: false,
  argument: z.union([z.strictObject({ table, else: scalar.optional(), elseOut: scalar.optional() }), table]),
  make(argument) {
    if (argument === undefined) return err({ en: 'lookup needs a table, e.g. lookup: { A: active }', zh: 'lookup 需要对照表，如 lookup: { A: active }' });
    const given: LookupArgument = isLong(argument) ? argument : { table: argument };
    const entries = Object.entries(given.table);
    if (entries.length === 0 || entries.length > entriesMax) return err({ en: `a lookup table has 1 to ${entriesMax} entries`, zh: `对照表须有 1 至 ${entriesMax} 个条目` });
    const exact = new Map<string, JsonScalar>(entries);
    const folded = new Map<string, JsonScalar>(entries.toReversed().map(([key, value]) => [fold(key), value]));
    const back = new Map<string, string>(entries.toReversed().map(([key, value]) => [String(value), key]));
    const otherwise = given.else === undefined ? missing : given.else;
    const read = (value: Json) => {
      const key = typeof value === 'string' ? value : cleanText(value);
      if (typeof key !== 'string') return key;
      const found = exact.get(key) ?? folded.get(fold(key));
      return found !== undefined ? found : exact.has(key) ? null : otherwise;
    };
    const write = (value: Json) => back.get(String(value)) ?? (given.elseOut === undefined ? missingOut : given.elseOut);
    return ok({ in: read, out: write });
  },
};

import * as z from 'zod';
import { lazily } from '../../../model/lazily.ts';

/** RE2, for patterns that people write. */
export const re2 = lazily<typeof import('re2js')>('re2js');

const names = z.union([z.string(), z.array(z.string())]).transform((v) => (typeof v === 'string' ? [v] : v));

/** A CSV profile: how one export of one bank is laid out. Anyone can write one as YAML; unknown keys are refused. Column names are compared without blanks; a list means "the first that exists". */
export const csvProfile = z.strictObject({
  profile: z.string(),
  /** Column names that all stand in the header row; with `preamble`, text that stands above it. */
  detect: z.strictObject({ header: z.array(z.string()), preamble: z.string().optional() }),
  account: z.strictObject({ value: z.string().optional(), column: names.optional(), preamble: z.string().optional() }).default({}),
  currency: z.strictObject({ value: z.string().optional(), column: names.optional() }).default({}),
  date: names,
  dayFormat: z.enum(['auto', 'YYYY-MM-DD', 'YYYYMMDD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'MM/DD']).default('auto'),
  valueDate: names.optional(),
  /** One signed column, or one for money in and one for money out. */
  amount: names.optional(),
  moneyIn: names.optional(),
  moneyOut: names.optional(),
  /** `card`: the export counts what is owed, so its plus is money out. */
  sign: z.enum(['account', 'card']).default('account'),
  /** A column that says which way the money went when the amount has no sign. */
  direction: z
    .strictObject({ column: names, in: z.array(z.string()).default([]), out: z.array(z.string()).default([]), otherwise: z.enum(['in', 'out', 'ignore']).default('ignore') })
    .optional(),
  /** A column that says whether the money moved at all. */
  settled: z.strictObject({ column: names, not: z.array(z.string()) }).optional(),
  decimal: z.enum(['.', ',', 'auto']).default('auto'),
  balance: names.optional(),
  counterparty: names.optional(),
  counterpartyAccount: names.optional(),
  text: names.optional(),
  id: names.optional(),
  reference: names.optional(),
  /** RE2 pattern over the preamble whose first group is the number of rows the bank promises. */
  rowCount: z.string().optional(),
});

/** A checked CSV profile. */
export type CsvProfile = z.infer<typeof csvProfile>;

/** First group of an RE2 pattern in a text. */
export function firstGroup(pattern: string | undefined, text: string): string | undefined {
  if (pattern === undefined) return undefined;
  const matcher = re2().RE2JS.compile(pattern).matcher(text);
  return matcher.find() ? (matcher.group(1) ?? undefined) : undefined;
}

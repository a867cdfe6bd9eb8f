import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { currencyDigits } from '../../../core/model/money.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

const unknown = new Refusal('currency.unknown', 'this is no currency of ISO 4217', '不是 ISO 4217 币种');

// Only signs and words that name one currency: $ and ¥ do not.
const words: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['EURO', 'EUR'],
  ['£', 'GBP'],
  ['US$', 'USD'],
  ['RMB', 'CNY'],
  ['CN¥', 'CNY'],
  ['人民币', 'CNY'],
  ['美元', 'USD'],
  ['欧元', 'EUR'],
  ['英镑', 'GBP'],
  ['日元', 'JPY'],
  ['港币', 'HKD'],
  ['港元', 'HKD'],
]);

/** ISO 4217 code of a code, sign or word; refused when it could mean several. */
export function readCurrency(value: Json): string | Refusal {
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  const code = clean.toUpperCase();
  if (currencyDigits(code) !== undefined) return code;
  return words.get(code) ?? unknown;
}

/** ISO 4217 currencies. */
export const currency: Transform<never> = {
  name: 'currency',
  about: { en: 'an ISO 4217 currency from its code, unambiguous sign or Chinese name', zh: 'ISO 4217 币种，来自代码、无歧义的符号或中文名称' },
  gives: 'currency',
  bare: true,
  argument: z.never(),
  make: () => ok({ in: readCurrency, out: (value) => value }),
};

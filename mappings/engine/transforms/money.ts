import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { decimalOf, moneyFrom } from '../../../core/model/money.ts';
import { err, ok } from '../../../core/model/result.ts';
import { isBlank } from '../blank.ts';
import { Refusal } from '../refusal.ts';
import type { DecimalLocale, Transform } from '../transform.ts';
import { readCurrency } from './currency.ts';
import { decimalLocales, readDecimal, writeDecimal } from './decimal.ts';
import { cleanText, plainForm } from './text.ts';

const noCurrency = new Refusal(
  'money.currency',
  'an amount without a currency; add the path of the currency or defaults.currency',
  '金额缺少币种；请添加币种路径或 defaults.currency',
);
const tooFine = new Refusal('money.digits', 'the amount has more decimals than its currency, or is too large', '金额的小数位多于该币种允许的位数，或数值过大');
const otherCurrency = new Refusal('money.otherCurrency', 'the target keeps amounts in one currency only, and this is another', '目标系统只保存一种币种的金额，而该金额是其他币种');
const spelled = /^(?:([A-Za-z]{3}|[€£])\s?([-(]?\d.*)|([-(]?\d.*?)\s?([A-Za-z]{3}|[€£]))$/u;

/** The argument of `money`: `minor` says that the vendor counts in minor units (cents), `number` that it wants JSON numbers. */
export interface MoneyArgument {
  readonly currency?: string;
  readonly locale?: DecimalLocale;
  readonly minor?: boolean;
  readonly number?: boolean;
}

/** Amount and currency from one value (`EUR 12.50`, `12,50 €`, `12.50`) or two parts. */
function taken(value: Json, fallback: string | undefined): { readonly amount: Json; readonly currency: Json | undefined } | Refusal {
  if (Array.isArray(value)) return { amount: value[0] ?? null, currency: isBlank(value[1]) ? fallback : value[1] };
  const clean = typeof value === 'number' ? value : cleanText(value);
  if (typeof clean !== 'string') return clean instanceof Refusal ? clean : { amount: clean, currency: fallback };
  const match = spelled.exec(plainForm(clean));
  if (!match) return { amount: clean, currency: fallback };
  return { amount: match[2] ?? match[3] ?? null, currency: match[1] ?? match[4] };
}

function fromMinor(plain: string, currency: string): string | undefined {
  if (!/^-?\d{1,18}$/.test(plain)) return undefined;
  return decimalOf({ minor: BigInt(plain), currency });
}

function read(value: Json, fallback: string | undefined, locale: DecimalLocale, minor: boolean): Json | Refusal {
  const found = taken(value, fallback);
  if (found instanceof Refusal) return found;
  if (isBlank(found.amount)) return null;
  const plain = readDecimal(found.amount, locale);
  if (typeof plain !== 'string') return plain;
  if (found.currency === undefined) return noCurrency;
  const currency = readCurrency(found.currency);
  if (typeof currency !== 'string') return currency;
  const amount = minor ? fromMinor(plain, currency) : plain;
  const money = amount === undefined ? undefined : moneyFrom(amount, currency);
  return money === undefined ? tooFine : { amount: decimalOf(money), currency };
}

/** Amount and currency to exact money. */
export const money: Transform<string | MoneyArgument> = {
  name: 'money',
  about: { en: 'an amount with its currency: one path, or two (amount, currency)', zh: '带币种的金额：一个路径，或两个路径（金额、币种）' },
  gives: 'money',
  takesParts: true,
  bare: true,
  argument: z.union([
    z.string(),
    z.strictObject({ currency: z.string().optional(), locale: z.enum(decimalLocales).optional(), minor: z.boolean().optional(), number: z.boolean().optional() }),
  ]),
  make(argument, around) {
    const given: MoneyArgument = typeof argument === 'string' ? { currency: argument } : (argument ?? {});
    const declared = given.currency ?? around.currency;
    const fallback = declared === undefined ? undefined : readCurrency(declared);
    if (fallback instanceof Refusal) return err({ en: `${declared} is no currency of ISO 4217`, zh: `${declared} 不是 ISO 4217 币种` });
    const locale = given.locale ?? around.decimal;
    const write = (value: Json) => writeMoney(value as unknown as { amount: string; currency: string }, { ...given, locale, fallback, parts: around.parts });
    return ok({ in: (value) => read(value, fallback, locale, given.minor === true), out: write });
  },
};

interface Writing extends MoneyArgument {
  readonly locale: DecimalLocale;
  readonly fallback: string | undefined;
  readonly parts: number;
}

/** Two paths: amount and currency. One path: the amount alone where its currency is declared (another currency is refused), else `12.50 EUR`. */
function writeMoney(value: { readonly amount: string; readonly currency: string }, how: Writing): Json | Refusal {
  const exact = moneyFrom(value.amount, value.currency);
  if (exact === undefined) return tooFine;
  const text = how.minor === true ? exact.minor.toString() : decimalOf(exact);
  const amount = how.number === true ? Number(text) : writeDecimal(text, how.locale, undefined);
  if (how.parts > 1) return [amount, exact.currency];
  if (how.fallback === undefined) return `${amount} ${exact.currency}`;
  return how.fallback === exact.currency ? amount : otherCurrency;
}

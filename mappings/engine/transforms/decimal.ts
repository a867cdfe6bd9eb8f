import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { DecimalLocale, Transform } from '../transform.ts';
import { cleanText, plainForm } from './text.ts';

/** Most digits of one number; longer ones are identifiers or damage. */
const digitsMax = 38;

/** Names of the ways to write numbers. */
export const decimalLocales = ['plain', 'en', 'de', 'fr', 'ch', 'in'] as const satisfies readonly DecimalLocale[];

const marks: Readonly<Record<DecimalLocale, { readonly point: string; readonly form: RegExp }>> = {
  plain: { point: '.', form: /^\d+(?:\.\d+)?$/ },
  en: { point: '.', form: /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/ },
  de: { point: ',', form: /^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/ },
  fr: { point: ',', form: /^(?:\d+|\d{1,3}(?: \d{3})+)(?:,\d+)?$/ },
  ch: { point: '.', form: /^(?:\d+|\d{1,3}(?:['’]\d{3})+)(?:\.\d+)?$/ },
  in: { point: '.', form: /^(?:\d+|\d{1,2}(?:,\d{2})*,\d{3})(?:\.\d+)?$/ },
};

const refusals = Object.fromEntries(
  decimalLocales.map((locale) => [
    locale,
    new Refusal('decimal.format', `this is no number as \`decimal: ${locale}\` declares it`, `不符合 \`decimal: ${locale}\` 声明的数字写法`),
  ]),
) as Record<DecimalLocale, Refusal>;
const imprecise = new Refusal(
  'decimal.precision',
  'the number has more digits than a JSON number keeps; let the system send it as text',
  '该数字的位数超出 JSON 数字的精度；请让系统以文本发送',
);

/** Reads a number as declared into plain canonical form (`-660508.4`): exact, no leading or trailing zeros, never through a float. Negative: `-5`, `5-`, `(5)`. */
export function readDecimal(value: Json, locale: DecimalLocale): string | Refusal {
  if (typeof value === 'number') return readNumber(value);
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  const text = plainForm(clean).replace('−', '-');
  const signed = /^\((.+)\)$/.exec(text) ?? /^-\s?(.+)$/.exec(text) ?? /^(.+)-$/.exec(text);
  const size = (signed?.[1] ?? text.replace(/^\+/, '')).trim();
  const { point, form } = marks[locale];
  if (!form.test(size) || size.length > digitsMax * 2) return refusals[locale];
  const cut = size.indexOf(point);
  const whole = (cut < 0 ? size : size.slice(0, cut)).replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  const fraction = cut < 0 ? '' : size.slice(cut + 1).replace(/0+$/, '');
  if (whole.length + fraction.length > digitsMax) return refusals[locale];
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return signed !== null && plain !== '0' ? `-${plain}` : plain;
}

/** A JSON number keeps 15 significant digits; beyond that its text may differ from what was sent. */
function readNumber(value: number): string | Refusal {
  const text = String(value);
  if (!Number.isFinite(value) || text.includes('e') || text.replace(/\D/g, '').replace(/^0+/, '').length > 15) return imprecise;
  return Object.is(value, -0) ? '0' : text;
}

/** Writes a plain decimal with the locale's decimal mark, no grouping, padded to `digits` after the mark. */
export function writeDecimal(plain: string, locale: DecimalLocale, digits: number | undefined): string {
  const [whole, fraction = ''] = plain.split('.');
  const padded = digits === undefined ? fraction : fraction.padEnd(digits, '0');
  return padded === '' ? (whole as string) : `${whole}${marks[locale].point}${padded}`;
}

/** The argument of `decimal`. */
export interface DecimalArgument {
  readonly locale?: DecimalLocale;
  readonly digits?: number;
  readonly number?: boolean;
}

/** Exact numbers in a declared writing. */
export const decimal: Transform<DecimalLocale | DecimalArgument> = {
  name: 'decimal',
  about: { en: 'an exact number, written as declared (plain, en, de, fr, ch, in)', zh: '精确数字，按声明的写法（plain、en、de、fr、ch、in）' },
  gives: 'decimal',
  bare: true,
  argument: z.union([
    z.enum(decimalLocales),
    z.strictObject({ locale: z.enum(decimalLocales).optional(), digits: z.int().min(0).max(12).optional(), number: z.boolean().optional() }),
  ]),
  make(argument, around) {
    const given: DecimalArgument = typeof argument === 'string' ? { locale: argument } : (argument ?? {});
    const locale = given.locale ?? around.decimal;
    return ok({
      in: (value) => readDecimal(value, locale),
      out: (value) => (given.number === true ? Number(value) : writeDecimal(String(value), locale, given.digits)),
    });
  },
};

/** Whole numbers. */
export const integer: Transform<never> = {
  name: 'integer',
  about: { en: 'a whole number', zh: '整数' },
  gives: 'integer',
  bare: true,
  argument: z.never(),
  make(_argument, around) {
    const refusal = new Refusal('integer.invalid', 'this is no whole number', '不是整数');
    const read = (value: Json) => {
      const plain = readDecimal(value, around.decimal);
      if (typeof plain !== 'string' || plain === '') return plain;
      const number = Number(plain);
      return Number.isSafeInteger(number) && !plain.includes('.') ? number : refusal;
    };
    return ok({ in: read, out: (value) => Number(value) });
  },
};

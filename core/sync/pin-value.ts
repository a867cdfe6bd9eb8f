import { emailParts } from '../identity/normalise/email.ts';
import { phoneE164 } from '../identity/normalise/phone.ts';
import type { Sentence } from '../model/error.ts';
import { decimalOf, moneyFrom } from '../model/money.ts';
import { err, ok, type Result } from '../model/result.ts';
import { isoOf } from '../model/time.ts';
import type { FieldDef } from '../model/types.ts';
import type { Canon } from '../ports/mapping.ts';

/** Reads what a person typed as the canonical value of a field; the sentence says how it must be written. `country`: where national telephone numbers are read in. */
export function canonOfText(def: FieldDef, text: string, country: string): Result<Canon, Sentence> {
  const value = text.trim();
  if (value === '') return ok(null);
  const read = readers[def.kind](value, def, country);
  return read === undefined ? err(expected(def)) : ok(read);
}

type Reader = (value: string, def: FieldDef, country: string) => Canon | undefined;

const matching =
  (pattern: RegExp): Reader =>
  (value) =>
    pattern.test(value) ? value : undefined;
const plain: Reader = (value) => value;

const readers: Readonly<Record<FieldDef['kind'], Reader>> = {
  text: plain,
  url: matching(/^https?:\/\/[^\s/]+\S*$/),
  email: (value) => (emailParts(value) === undefined ? undefined : value.toLowerCase()),
  phone: (value, _, country) => phoneE164(value, country),
  date: (value) => (isDay(value) ? value : undefined),
  instant: (value) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(value) ? isoText(Date.parse(value)) : undefined),
  money: moneyOf,
  decimal: matching(/^-?\d{1,20}(?:\.\d{1,12})?$/),
  integer: (value) => (/^-?\d{1,15}$/.test(value) ? Number(value) : undefined),
  boolean: (value) => (/^(?:true|yes|是)$/i.test(value) ? true : /^(?:false|no|否)$/i.test(value) ? false : undefined),
  country: matching(/^[A-Z]{2}$/),
  currency: matching(/^[A-Z]{3}$/),
  language: matching(/^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/),
  enum: (value, def) => (def.values?.includes(value) ? value : undefined),
  taxId: (value) => (/^[\p{L}\p{N} ./-]{4,40}$/u.test(value) ? value.toUpperCase().replace(/[ ./-]/g, '') : undefined),
  ref: () => undefined,
};

function moneyOf(value: string): Canon | undefined {
  const [, amount, currency] = /^(-?\d+(?:\.\d+)?) ?([A-Z]{3})$/.exec(value) ?? [];
  const money = amount === undefined || currency === undefined ? undefined : moneyFrom(amount, currency);
  return money === undefined ? undefined : { amount: decimalOf(money), currency: money.currency };
}

function isDay(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(value) && isoText(Date.parse(`${value}T00:00:00Z`))?.slice(0, 10) === value;
}

function isoText(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : isoOf(ms);
}

function expected(def: FieldDef): Sentence {
  switch (def.kind) {
    case 'money':
      return { en: 'Write an amount and its currency: 12.50 EUR.', zh: '请写金额与币种：12.50 EUR。' };
    case 'date':
      return { en: 'Write a day: 2026-03-01.', zh: '请写日期：2026-03-01。' };
    case 'enum':
      return { en: `Write one of: ${def.values?.join(', ')}.`, zh: `请写以下之一：${def.values?.join('、')}。` };
    case 'ref':
      return { en: 'This field names another record; correct it in a system.', zh: '该字段引用其他记录，请在系统中更正。' };
    default:
      return { en: `This is no value of the kind ${def.kind} (${def.about}).`, zh: `不是 ${def.kind} 类型的值（${def.about}）。` };
  }
}

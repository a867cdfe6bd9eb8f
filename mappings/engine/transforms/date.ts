import * as z from 'zod';
import type { Sentence } from '../../../core/model/error.ts';
import type { Json } from '../../../core/model/json.ts';
import { err, ok, type Result } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { type DateFormat, dateFormat, type Written } from './date-format.ts';
import { cleanText, plainForm } from './text.ts';

const ambiguous = new Refusal(
  'date.ambiguous',
  'the date fits several declared formats with different days; keep the format that this system uses',
  '该日期同时符合多个声明的格式且日期不同；请只保留该系统实际使用的格式',
);
const absent = new Refusal('date.absent', 'there is no such day in the calendar', '日历中不存在这一天');

const two = (value: number) => (value < 10 ? `0${value}` : String(value));
const shortMonths = new Set([4, 6, 9, 11]);

function daysIn(year: number, month: number): number {
  if (month !== 2) return shortMonths.has(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** `YYYY-MM-DD` of a written date; undefined when the day does not exist or the year is before 1000. */
export function dayOf({ year, month, day }: Written): string | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${year}-${two(month)}-${two(day)}`;
}

/** Compiles several formats; the first complaint ends it. */
export function dateFormats(formats: readonly string[]): Result<readonly DateFormat[], Sentence> {
  const compiled: DateFormat[] = [];
  for (const format of formats) {
    const result = dateFormat(format);
    if (!result.ok) return result;
    compiled.push(result.value);
  }
  return compiled.length > 0 ? ok(compiled) : err({ en: 'name at least one date format', zh: '请至少声明一种日期格式' });
}

function read(value: Json, formats: readonly DateFormat[], unfit: Refusal): string | Refusal {
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  const text = plainForm(clean);
  let found: string | undefined;
  let fitted = false;
  for (const format of formats) {
    const written = format.parse(text);
    if (written === undefined) continue;
    fitted = true;
    const day = dayOf(written);
    if (day === undefined) continue;
    if (found !== undefined && found !== day) return ambiguous;
    found = day;
  }
  return found ?? (fitted ? absent : unfit);
}

/** Calendar days in declared formats, never shifted by a zone. */
export const date: Transform<string | readonly string[]> = {
  name: 'date',
  about: { en: 'a calendar day in one of the declared formats; written in the first', zh: '按声明格式之一的日期；写出时使用第一种' },
  gives: 'date',
  bare: true,
  argument: z.union([z.string(), z.array(z.string()).min(1).max(8)]),
  make(argument, around) {
    const names = argument === undefined ? around.dates : typeof argument === 'string' ? [argument] : argument;
    const formats = dateFormats(names);
    if (!formats.ok) return formats;
    const unfit = new Refusal('date.format', `the date is not written as ${names.join(' or ')}`, `日期不符合格式 ${names.join(' 或 ')}`);
    const first = formats.value[0] as DateFormat;
    const write = (value: Json) => {
      const [year, month, day] = String(value).split('-').map(Number) as [number, number, number];
      return first.write({ year, month, day, hour: 0, minute: 0, second: 0 });
    };
    return ok({ in: (value) => read(value, formats.value, unfit), out: write });
  },
};

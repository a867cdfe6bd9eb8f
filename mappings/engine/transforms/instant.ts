import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { err, ok } from '../../../core/model/result.ts';
import { isoOf, isPlausibleInstant, minuteMs } from '../../../core/model/time.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { dayOf } from './date.ts';
import { type DateFormat, dateFormat, type Written } from './date-format.ts';
import { cleanText, plainForm } from './text.ts';
import { instantsAt, isZone, wallClock } from './zone.ts';

const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;

const unfit = new Refusal('instant.format', 'this is no time as declared', '时间不符合声明的格式');
const absent = new Refusal('instant.absent', 'there is no such time: the day does not exist, or clocks were put forward over it', '该时间不存在：日期无效，或处于夏令时跳过的时段');
const twice = new Refusal(
  'instant.ambiguous',
  'this time occurred twice, because clocks were put back; the system must send the offset',
  '由于时钟回拨，该时间出现了两次；系统需要发送时区偏移',
);
const noZone = new Refusal('instant.zone', 'a time without a zone; declare defaults.zone', '时间没有时区；请声明 defaults.zone');
const implausible = new Refusal('instant.range', 'the time is outside 1900–2200; seconds and milliseconds may be mixed up', '时间不在 1900–2200 年之间；可能混淆了秒与毫秒');

function checked(at: number): string | Refusal {
  return isPlausibleInstant(at) ? isoOf(at) : implausible;
}

/** Written local time to an instant: with an offset in milliseconds, or by the rules of a zone. */
function resolve(written: Written, milli: number, offsetMs: number | undefined, zone: string | undefined): string | Refusal {
  if (dayOf(written) === undefined || written.hour > 23 || written.minute > 59 || written.second > 59) return absent;
  const wall = Date.UTC(written.year, written.month - 1, written.day, written.hour, written.minute, written.second) + milli;
  if (offsetMs !== undefined) return checked(wall - offsetMs);
  if (zone === undefined) return noZone;
  const found = instantsAt(wall, zone);
  if (found.length === 0) return absent;
  return found.length > 1 ? twice : checked(found[0] as number);
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0;
  const size = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -size : size) * minuteMs;
}

function readIso(text: string, zone: string | undefined): string | Refusal {
  const match = iso.exec(text);
  if (!match) return unfit;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  return resolve({ year, month, day, hour, minute, second }, Number((match[7] ?? '').slice(0, 3).padEnd(3, '0')), offsetOf(match[8]), zone);
}

function partsOf(wall: number): Written {
  const at = new Date(wall);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() };
}

function epoch(value: Json, unitMs: number): string | Refusal {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? unfit : checked(Math.trunc(number * unitMs));
}

/** Moments: ISO 8601, seconds or milliseconds since 1970, or a declared format in a zone. */
export const instant: Transform<string | { readonly format?: string; readonly zone?: string }> = {
  name: 'instant',
  about: {
    en: 'a moment: `iso`, `seconds` or `milliseconds` since 1970, or a format with time, read in the zone',
    zh: '时刻：`iso`、自 1970 年起的 `seconds` 或 `milliseconds`，或带时间的格式（按时区解释）',
  },
  gives: 'instant',
  bare: true,
  argument: z.union([z.string(), z.strictObject({ format: z.string().optional(), zone: z.string().optional() })]),
  make(argument, around) {
    const given = typeof argument === 'string' ? { format: argument } : (argument ?? {});
    const zone = ('zone' in given ? given.zone : undefined) ?? around.zone;
    if (zone !== undefined && !isZone(zone)) return err({ en: `${zone} is no time zone; write e.g. Europe/Berlin`, zh: `${zone} 不是时区；请写如 Asia/Shanghai` });
    const name = given.format ?? 'iso';
    if (name === 'seconds' || name === 'milliseconds') {
      const unitMs = name === 'seconds' ? 1000 : 1;
      return ok({ in: (value) => epoch(value, unitMs), out: (value) => Math.trunc(Date.parse(String(value)) / unitMs) });
    }
    if (name === 'iso') return ok({ in: (value) => reading(value, (text) => readIso(text, zone)), out: (value) => value });
    const format = dateFormat(name);
    if (!format.ok) return format;
    if (zone === undefined) return err({ en: `the format ${name} has no zone; declare defaults.zone`, zh: `格式 ${name} 不含时区；请声明 defaults.zone` });
    return ok(local(format.value, zone));
  },
};

function reading(value: Json, parse: (text: string) => string | Refusal): string | Refusal {
  const clean = cleanText(value);
  return typeof clean !== 'string' || clean === '' ? clean : parse(plainForm(clean));
}

function local(format: DateFormat, zone: string) {
  return {
    in: (value: Json) =>
      reading(value, (text) => {
        const written = format.parse(text);
        return written === undefined ? unfit : resolve(written, 0, undefined, zone);
      }),
    out: (value: Json) => format.write(partsOf(wallClock(Date.parse(String(value)), zone))),
  };
}

import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { err, ok } from '../../../core/model/result.ts';
import { isBlank } from '../blank.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

/** `with` stands between the parts; `rest` is the part that takes what is left when a text has more pieces than parts. */
export interface ConcatArgument {
  readonly with: string;
  readonly rest?: 'first' | 'last';
}

/** Pieces of a text, as many as there are parts; what is too much stays together in the first or the last. Missing ones are null. */
export function spread(text: string, separator: string, parts: number, rest: 'first' | 'last'): (string | null)[] {
  const pieces = separator === '' ? [text] : text.split(separator);
  const surplus = Math.max(0, pieces.length - parts);
  const grouped =
    rest === 'first' ? [pieces.slice(0, surplus + 1).join(separator), ...pieces.slice(surplus + 1)] : [...pieces.slice(0, parts - 1), pieces.slice(parts - 1).join(separator)];
  return Array.from({ length: parts }, (_, i) => grouped[i]?.trim() || null);
}

function join(value: Json, separator: string): string | Refusal {
  const parts: string[] = [];
  for (const part of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
    if (isBlank(part)) continue;
    const clean = cleanText(part);
    if (clean instanceof Refusal) return clean;
    parts.push(clean);
  }
  return parts.join(separator);
}

/** Several columns to one text and back. */
export const concat: Transform<string | ConcatArgument> = {
  name: 'concat',
  about: { en: 'the values of several paths joined by a separator; written back by splitting at it', zh: '多个路径的值用分隔符连接；写回时按分隔符拆分' },
  gives: 'text',
  takesParts: true,
  bare: false,
  argument: z.union([z.string(), z.strictObject({ with: z.string(), rest: z.enum(['first', 'last']).optional() })]),
  make(argument, around) {
    if (argument === undefined) return err({ en: "concat needs its separator, e.g. concat: ' '", zh: "concat 需要分隔符，如 concat: ' '" });
    const given: ConcatArgument = typeof argument === 'string' ? { with: argument } : argument;
    const rest = given.rest ?? 'last';
    return ok({
      in: (value) => join(value, given.with),
      ...(given.with === '' ? {} : { out: (value: Json) => spread(String(value), given.with, around.parts, rest) }),
    });
  },
};

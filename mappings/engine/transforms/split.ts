import * as z from 'zod';
import { err, ok } from '../../../core/model/result.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

/** `on` is the separator; `take` the piece: its number from 0 (negative from the end), or all but the first / last. */
export interface SplitArgument {
  readonly on: string;
  readonly take: number | 'allButFirst' | 'allButLast';
}

/** One piece of a text. It has no way back. */
export const split: Transform<SplitArgument> = {
  name: 'split',
  about: {
    en: 'one piece of a text: by number (negative from the end), allButFirst or allButLast; only inwards',
    zh: '文本的一段：按序号（负数从末尾数）、allButFirst 或 allButLast；仅读入',
  },
  gives: 'text',
  bare: false,
  argument: z.strictObject({ on: z.string().min(1), take: z.union([z.int(), z.enum(['allButFirst', 'allButLast'])]) }),
  make(argument) {
    if (argument === undefined) return err({ en: "split needs { on: ' ', take: 0 }", zh: "split 需要 { on: ' ', take: 0 }" });
    const { on, take } = argument;
    return ok({
      in: (value) => {
        const clean = cleanText(value);
        if (typeof clean !== 'string') return clean;
        const pieces = clean.split(on);
        if (typeof take === 'number') return pieces.at(take)?.trim() ?? null;
        return (take === 'allButFirst' ? pieces.slice(1) : pieces.slice(0, -1)).join(on).trim();
      },
    });
  },
};

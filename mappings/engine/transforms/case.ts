import * as z from 'zod';
import type { Sentence } from '../../../core/model/error.ts';
import { ok } from '../../../core/model/result.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

const word = /\p{L}[\p{L}\p{M}\p{N}]*/gu;

/** First letter of each word upper case, the others lower case, in any script. */
function titleCase(value: string): string {
  return value.toLowerCase().replace(word, (w) => {
    const first = String.fromCodePoint(w.codePointAt(0) as number);
    return first.toUpperCase() + w.slice(first.length);
  });
}

/** A transform that changes text on the way in and leaves the canonical text on the way out. */
function textual(name: string, about: Sentence, change: (value: string) => string): Transform<never> {
  return {
    name,
    about,
    gives: 'same',
    bare: true,
    argument: z.never(),
    make: () =>
      ok({
        in: (value) => {
          const clean = cleanText(value);
          return typeof clean === 'string' ? change(clean) : clean;
        },
        out: (value) => value,
      }),
  };
}

/** Unicode lower case. */
export const lower = textual('lower', { en: 'lower case in any script', zh: '转小写（任意文字）' }, (v) => v.toLowerCase());

/** Unicode upper case. */
export const upper = textual('upper', { en: 'upper case in any script', zh: '转大写（任意文字）' }, (v) => v.toUpperCase());

/** Capital first letters. */
export const title = textual('title', { en: 'first letter of each word upper case', zh: '每个单词首字母大写' }, titleCase);

/** White space at both ends removed. */
export const trim = textual('trim', { en: 'white space at both ends removed', zh: '去除首尾空白' }, (v) => v);

/** Runs of white space become one space. */
export const collapse = textual('collapse', { en: 'runs of white space become one space', zh: '连续空白合并为一个空格' }, (v) => v.replace(/\s+/gu, ' '));

/** Compatibility characters (full width, ligatures) in their plain form. */
export const nfkc = textual('nfkc', { en: 'full-width and compatibility characters in their plain form', zh: '全角和兼容字符转为普通形式' }, (v) => v.normalize('NFKC').trim());

/** Only the decimal digits of the text. */
export const digits = textual('digits', { en: 'only the digits', zh: '只保留数字' }, (v) => v.normalize('NFKC').replace(/[^0-9]+/g, ''));

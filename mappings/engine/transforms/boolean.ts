import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText, plainForm } from './text.ts';

const invalid = new Refusal('boolean.invalid', 'this is neither yes nor no', '既不是“是”也不是“否”');
const yes = new Set(['true', 'yes', 'y', 'on', '1', 't', 'x', 'ja', 'j', 'oui', 'sí', 'si', '是', '有', '真', '启用']);
const no = new Set(['false', 'no', 'n', 'off', '0', 'f', 'nein', 'non', '否', '无', '假', '停用']);

/** Yes or no in words; the argument gives the words that are written. */
export const boolean: Transform<{ readonly true: string | number | boolean; readonly false: string | number | boolean }> = {
  name: 'boolean',
  about: { en: 'yes or no in common words; written as JSON true/false or the words given', zh: '常见的是/否写法；写出为 JSON true/false 或给定的词' },
  gives: 'boolean',
  bare: true,
  argument: z.strictObject({ true: z.union([z.string(), z.number(), z.boolean()]), false: z.union([z.string(), z.number(), z.boolean()]) }),
  make(argument) {
    const isYes = argument === undefined ? yes : new Set([...yes, String(argument.true).toLowerCase()]);
    const isNo = argument === undefined ? no : new Set([...no, String(argument.false).toLowerCase()]);
    const read = (value: Json) => {
      if (typeof value === 'boolean') return value;
      const clean = cleanText(value);
      if (typeof clean !== 'string' || clean === '') return clean;
      const word = plainForm(clean).toLowerCase();
      if (argument !== undefined && word === String(argument.false).toLowerCase()) return false;
      if (isYes.has(word)) return true;
      return isNo.has(word) ? false : invalid;
    };
    const write = (value: Json) => {
      const truth = value === true || value === 'true';
      return argument === undefined ? truth : truth ? argument.true : argument.false;
    };
    return ok({ in: read, out: write });
  },
};

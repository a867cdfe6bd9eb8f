import * as z from 'zod';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

const invalid = new Refusal('taxId.invalid', 'this is no tax or registration number: 4 to 30 letters and digits are expected', '不是有效的税号或注册号：应为 4 至 30 个字母或数字');

/** Tax and registration numbers: upper case, no spaces, dots, dashes or slashes. Check digits are the business of identity. */
export const taxId: Transform<never> = {
  name: 'taxId',
  about: { en: 'a tax or registration number without spaces and punctuation, upper case', zh: '税号或注册号，去除空格与标点，转大写' },
  gives: 'taxId',
  bare: true,
  argument: z.never(),
  make: () =>
    ok({
      in: (value) => {
        const clean = cleanText(value);
        if (typeof clean !== 'string' || clean === '') return clean;
        const compact = clean
          .normalize('NFKC')
          .toUpperCase()
          .replace(/[\s.\-–/:]+/g, '');
        return /^[A-Z0-9]{4,30}$/.test(compact) ? compact : invalid;
      },
      out: (value) => value,
    }),
};

import * as z from 'zod';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText } from './text.ts';

const invalid = new Refusal('url.invalid', 'this is no web address', '不是有效的网址');

/** Web addresses: scheme added, host in lower case, no slash at the end. */
export const url: Transform<never> = {
  name: 'url',
  about: { en: 'a web address; https:// is added where the scheme is missing', zh: '网址；缺少协议时补上 https://' },
  gives: 'url',
  bare: true,
  argument: z.never(),
  make: () =>
    ok({
      in: (value) => {
        const clean = cleanText(value);
        if (typeof clean !== 'string' || clean === '') return clean;
        const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(clean) ? clean : `https://${clean}`);
        if (parsed === null || !/^https?:$/.test(parsed.protocol) || !parsed.hostname.includes('.') || parsed.username !== '') return invalid;
        return parsed.href.replace(/\/$/, '');
      },
      out: (value) => value,
    }),
};

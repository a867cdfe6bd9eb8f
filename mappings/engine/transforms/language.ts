import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { namingLocales } from './country-table.ts';
import { cleanText } from './text.ts';

const unknown = new Refusal('language.unknown', 'this is no language that is known by tag or name', '无法按标记或名称识别该语言');

const named = 'ar bg ca cs da de el en es et fi fr he hi hr hu id it ja ko lt lv ms nb nl no pl pt ro ru sk sl sr sv th tr uk vi zh zh-Hans zh-Hant'.split(' ');
let table: ReadonlyMap<string, string> | undefined;

function languages(): ReadonlyMap<string, string> {
  if (table !== undefined) return table;
  const names = new Map<string, string>();
  for (const locale of namingLocales) {
    const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
    for (const tag of named) names.set((display.of(tag) ?? tag).toLowerCase(), tag);
  }
  for (const tag of named) names.set(new Intl.DisplayNames([tag], { type: 'language' }).of(tag)?.toLowerCase() ?? tag, tag);
  table = names.set('中文', 'zh').set('普通话', 'zh').set('mandarin', 'zh');
  return table;
}

/** BCP 47 tag of a tag (`zh_CN`, `deu`) or a name. */
function readLanguage(value: Json): string | Refusal {
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  const byName = languages().get(clean.toLowerCase());
  if (byName !== undefined) return byName;
  try {
    const tag = Intl.getCanonicalLocales(clean.replaceAll('_', '-'))[0] as string;
    return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(tag) === undefined ? unknown : tag;
  } catch {
    return unknown;
  }
}

/** Languages by tag or name. */
export const language: Transform<{ readonly separator: '-' | '_' }> = {
  name: 'language',
  about: { en: 'a language by tag (`zh_CN`, `deu`) or name; written with the separator given', zh: '语言，来自标记（`zh_CN`、`deu`）或名称；按给定分隔符写出' },
  gives: 'language',
  bare: true,
  argument: z.strictObject({ separator: z.enum(['-', '_']) }),
  make: (argument) => ok({ in: readLanguage, out: (value) => (argument?.separator === '_' ? String(value).replaceAll('-', '_') : value) }),
};

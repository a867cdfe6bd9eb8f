import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { alpha3ByAlpha2, namingLocales, spokenCountries } from './country-table.ts';
import { cleanText } from './text.ts';

const unknown = new Refusal('country.unknown', 'this is no country that is known by code or name', '无法按代码或名称识别该国家');

let table: ReadonlyMap<string, string> | undefined;

const fold = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Codes and names in the naming locales → alpha-2. Names that mean two countries somewhere are left out. Built on first use: 249 × 13 names. */
function countries(): ReadonlyMap<string, string> {
  if (table !== undefined) return table;
  const names = new Map<string, string | undefined>();
  for (const locale of namingLocales) {
    const display = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
    for (const code of alpha3ByAlpha2.keys()) {
      const name = display.of(code);
      if (name === undefined) continue;
      const key = fold(name);
      names.set(key, names.has(key) && names.get(key) !== code ? undefined : code);
    }
  }
  const built = new Map<string, string>();
  for (const [name, code] of names) if (code !== undefined) built.set(name, code);
  for (const [name, code] of Object.entries(spokenCountries)) built.set(fold(name), code);
  for (const [alpha2, alpha3] of alpha3ByAlpha2) built.set(alpha2.toLowerCase(), alpha2).set(alpha3.toLowerCase(), alpha2);
  table = built;
  return built;
}

/** Alpha-2 code of a country given by code or name. */
function readCountry(value: Json): string | Refusal {
  if (typeof value === 'string' && alpha3ByAlpha2.has(value)) return value;
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  return countries().get(fold(clean)) ?? unknown;
}

/** Countries by code or name. */
export const country: Transform<'alpha2' | 'alpha3' | { readonly name: string }> = {
  name: 'country',
  about: {
    en: 'a country by ISO code or name (en, zh, de, fr, es, it, nl, pt, pl, ja, ko, ru); written as alpha2, alpha3 or { name: en }',
    zh: '国家，来自 ISO 代码或名称（en、zh、de、fr、es、it、nl、pt、pl、ja、ko、ru）；写出为 alpha2、alpha3 或 { name: zh }',
  },
  gives: 'country',
  bare: true,
  argument: z.union([z.enum(['alpha2', 'alpha3']), z.strictObject({ name: z.enum(namingLocales) })]),
  make(argument) {
    if (argument === undefined || argument === 'alpha2') return ok({ in: readCountry, out: (value) => value });
    if (argument === 'alpha3') return ok({ in: readCountry, out: (value) => alpha3ByAlpha2.get(String(value)) ?? unknown });
    const display = new Intl.DisplayNames([argument.name], { type: 'region', fallback: 'none' });
    return ok({ in: readCountry, out: (value) => display.of(String(value)) ?? unknown });
  },
};

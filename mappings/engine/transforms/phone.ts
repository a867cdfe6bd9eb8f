import type { CountryCode } from 'libphonenumber-js/min';
import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { lazily } from '../../../core/model/lazily.ts';
import { err, ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { cleanText, plainForm } from './text.ts';

const plans = lazily<typeof import('libphonenumber-js/min')>('libphonenumber-js/min');

/** Numbers remembered per field: each is read on both sides of a comparison and again at the target; as many records are under way at once. */
const rememberedMax = 4_096;

const invalid = new Refusal('phone.invalid', 'this is no telephone number, or its country is not known', '不是有效的电话号码，或无法判断所属国家');
const notWritten = /[^+0-9]/g;

/** A number in E.164, with `;ext=` for an extension; refused when it cannot be dialled. */
function normalise(value: Json, country: CountryCode | undefined): string | Refusal {
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  const number = plans().parsePhoneNumberFromString(plainForm(clean).replace(/^tel:/i, ''), country);
  if (number === undefined || !number.isPossible()) return invalid;
  const ext = number.ext?.replace(notWritten, '');
  return ext ? `${number.number};ext=${ext}` : number.number;
}

/** Telephone numbers to E.164. */
export const phone: Transform<string | { readonly country: string }> = {
  name: 'phone',
  about: { en: 'a telephone number in E.164; the argument is the country of national numbers', zh: '电话号码（E.164）；参数为国内号码所属国家' },
  gives: 'phone',
  bare: true,
  argument: z.union([z.string(), z.strictObject({ country: z.string() })]),
  make(argument, around) {
    const country = typeof argument === 'object' ? argument.country : (argument ?? around.country);
    if (country !== undefined && !plans().isSupportedCountry(country))
      return err({ en: `${country} is no country with telephone numbers; write its two letters, e.g. DE`, zh: `${country} 不是有电话号码的国家；请写两位字母代码，如 CN` });
    const remembered = new Map<Json, string | Refusal>();
    const read = (value: Json) => {
      const known = remembered.get(value);
      if (known !== undefined) return known;
      const result = normalise(value, country);
      if (remembered.size >= rememberedMax) remembered.clear();
      remembered.set(value, result);
      return result;
    };
    return ok({ in: read, out: (value) => value });
  },
};

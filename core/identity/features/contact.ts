import { cutText } from '../../model/cut.ts';
import type { Canon } from '../../ports/mapping.ts';
import { addressParts } from '../normalise/address.ts';
import { emailParts } from '../normalise/email.ts';
import { phoneE164 } from '../normalise/phone.ts';
import { foldId } from '../normalise/tax-id.ts';
import { foldText } from '../normalise/text.ts';
import { compact, textOf, textsOf } from './input.ts';

/** The country that a record's national numbers are read in: its own, else the workspace's. */
export function countryOf(fields: ReadonlyMap<string, Canon>, fallback: string): string {
  const own = textOf(fields, 'country');
  return /^[A-Za-z]{2}$/.test(own) ? own.toUpperCase() : fallback;
}

/** E-mail addresses; what is none (a typing slip without `@`) is kept folded, it can still agree. */
export function emailsOf(fields: ReadonlyMap<string, Canon>): string[] {
  return compact(textsOf(fields, 'emails', 'email').map((e) => emailParts(e)?.address ?? (/[a-z].*[@.]/i.test(e) ? foldText(e).replace(/\s/g, '') : undefined)));
}

/** Telephone numbers in E.164, or at least seven bare digits of what could not be read. */
export function phonesOf(fields: ReadonlyMap<string, Canon>, country: string): string[] {
  return compact(
    textsOf(fields, 'phones', 'phone').map((p) => {
      const digits = foldText(p).replace(/\D/g, '');
      return phoneE164(p, country) ?? (digits.length >= 7 && !/^(\d)\1+$/.test(digits) ? digits : undefined);
    }),
  );
}

/** The address as the signature holds it; empty when nothing is known. */
export function addressesOf(fields: ReadonlyMap<string, Canon>): string[] {
  const houseNumber = textOf(fields, 'houseNumber');
  const parts = addressParts({
    street: textsOf(fields, 'street', 'address').join(', '),
    ...(houseNumber !== '' && { houseNumber }),
    city: textOf(fields, 'city'),
    postalCode: textOf(fields, 'postalCode'),
    region: textOf(fields, 'region'),
  });
  const text = [parts.number, cutText(parts.street, 40), parts.unit, cutText(parts.city, 30), parts.postcode, cutText(parts.region, 20)]
    .map((p) => p.replaceAll('|', ' '))
    .join('|');
  return /^\|*$/.test(text) ? [] : [text];
}

/** Register numbers that are not validated. Shorter than five characters they tell nobody apart. */
export function identifiersOf(fields: ReadonlyMap<string, Canon>): string[] {
  return compact(textsOf(fields, 'identifiers', 'identifier', 'account').map((i) => foldId(i))).filter((i) => i.length >= 5 && !/^(.)\1*$/.test(i));
}

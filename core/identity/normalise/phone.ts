import type { CountryCode } from 'libphonenumber-js/min';
import { lazily } from '../../model/lazily.ts';
import { foldText } from './text.ts';

const plans = lazily<typeof import('libphonenumber-js/min')>('libphonenumber-js/min');

/** Numbers of one digit repeated or counting up are placeholders. */
const placeholder = /^\+?(\d)\1{6,}$|(?:0123456|1234567|9876543)/;

/** Numbers remembered: a record's features are made when it is taken in, when it is compared and before a create. */
const rememberedMax = 4_096;
const remembered = new Map<string, string | undefined>();

/** A telephone number in E.164, read in `country` when it is national; undefined when it is no possible number or a placeholder. */
export function phoneE164(input: string, country: string): string | undefined {
  const name = `${country} ${input}`;
  if (remembered.has(name)) return remembered.get(name);
  const number = parse(input, country);
  if (remembered.size >= rememberedMax) remembered.clear();
  remembered.set(name, number);
  return number;
}

function parse(input: string, country: string): string | undefined {
  const text = foldText(input).replace(/^tel:/, '');
  if (placeholder.test(text.replace(/[^\d+]/g, ''))) return undefined;
  const upper = country.toUpperCase();
  const { isSupportedCountry, parsePhoneNumberFromString } = plans();
  const parsed = parsePhoneNumberFromString(text, isSupportedCountry(upper) ? (upper as CountryCode) : undefined);
  return parsed?.isPossible() === true ? parsed.number : undefined;
}

import { cutText } from '../../model/cut.ts';
import type { Canon } from '../../ports/mapping.ts';
import { cityOf } from '../normalise/address.ts';
import { pinyinOf, splitChineseName, surnamePinyin, toLatin, toSimplified } from '../normalise/chinese.ts';
import { dayDigits } from '../normalise/date.ts';
import { personWords } from '../normalise/person-name.ts';
import { foldText, hasHan } from '../normalise/text.ts';
import type { FeatureContext } from '../resolver.ts';
import type { Signature } from '../signature.ts';
import { addressesOf, countryOf, emailsOf, identifiersOf, phonesOf } from './contact.ts';
import { compact, slim, textOf, textsOf } from './input.ts';
import { nameFromEmail } from './name-from-email.ts';

/** The signature of a person from canonical values. */
export function personSignature(fields: ReadonlyMap<string, Canon>, context: FeatureContext): Signature {
  const given = [textOf(fields, 'givenName'), textOf(fields, 'middleName')].join(' ').trim();
  const family = textOf(fields, 'familyName');
  const full = textsOf(fields, 'name');
  const marks = [family, given, ...full].map((t) => personWords(t).generation).filter((m) => m !== undefined);
  const emails = emailsOf(fields);
  const parts = full.length === 0 || given !== '' || family !== '' ? partsFrom(given, family, emails[0]) : [];
  return slim({
    k: 'p',
    // a full name beside its parts is news only where it is the Chinese one of Latin parts; of Chinese parts it says the same, perhaps in Western order
    n: compact([...parts, ...(parts.length > 0 && (hasHan(family + given) || !full.some(hasHan)) ? [] : full.flatMap(fullName))]),
    ...(marks[0] !== undefined && { w: marks[0] }),
    b: dayDigits(textOf(fields, 'birthday') || birthdayOf(fields)),
    s: sexOf(textOf(fields, 'gender')),
    a: addressesOf(fields),
    e: emails,
    t: phonesOf(fields, countryOf(fields, context.country)),
    i: identifiersOf(fields),
    h: cutText(cityOf(textOf(fields, 'birthPlace')), 24),
    o: cutText(cityOf(textOf(fields, 'occupation')), 24),
  });
}

function partsFrom(given: string, family: string, email: string | undefined): string[] {
  const whole = toSimplified(foldText(family + given)).replace(/\s/g, '');
  if (hasHan(whole)) return fullName(whole);
  const [g, f] = [personWords(given).words.join(' '), personWords(family).words.join(' ')].map(toLatin) as [string, string];
  const name = nameFromEmail(g, f, email);
  return name.given === '' && name.family === '' ? [] : [`${name.given}|${name.family}`];
}

/** A full name as `given|family`; a Chinese one also in pinyin, so that it meets its Latin spelling. */
function fullName(text: string): string[] {
  const words = personWords(toSimplified(text)).words;
  const chinese = splitChineseName(words.join(''));
  if (chinese) return [`${chinese.given}|${chinese.family}`, `${pinyinOf(chinese.given)}|${surnamePinyin(chinese.family)}`];
  const latin = words.map(toLatin);
  return latin.length === 0 ? [] : [`${latin.slice(0, -1).join(' ')}|${latin.at(-1)}`];
}

function birthdayOf(fields: ReadonlyMap<string, Canon>): string {
  const [y, m, d] = ['birthYear', 'birthMonth', 'birthDay'].map((f) => textOf(fields, f));
  return y && m && d ? `${y}-${m}-${d}` : '';
}

function sexOf(text: string): string {
  return /^(?:m|male|man|男|herr|mr)$/i.test(text) ? 'm' : /^(?:f|female|woman|w|女|frau|mrs|ms)$/i.test(text) ? 'f' : '';
}

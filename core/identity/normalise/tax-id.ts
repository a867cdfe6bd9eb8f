import { checkOf, isLuhn, isMod97, isMod1110, isUscc, isWeighted } from './check-digits.ts';
import { foldText } from './text.ts';

/** A validated identifier that only one legal entity in the world has. */
export interface Claim {
  /** `cn-uscc`, `lei`, `vat-<country>`, or a national scheme such as `br-cnpj`. */
  readonly scheme: string;
  readonly value: string;
}

interface Scheme {
  readonly scheme: string;
  readonly pattern: RegExp;
  /** Check digits; absent where the country publishes none. */
  readonly check?: (body: string) => boolean;
}

const lastTwoMod97 = (d: string): boolean => 97 - (Number(d.slice(0, -2)) % 97) === Number(d.slice(-2));
const cnpjOk = (d: string): boolean => {
  const digit = (length: number): number => {
    let sum = 0;
    for (let i = 0; i < length; i += 1) sum += Number(d[i]) * (((length - 1 - i) % 8) + 2);
    return sum % 11 < 2 ? 0 : 11 - (sum % 11);
  };
  return !/^(\d)\1+$/.test(d) && digit(12) === Number(d[12]) && digit(13) === Number(d[13]);
};
const frOk = (v: string): boolean => isLuhn(v.slice(2)) && (!/^\d\d/.test(v) || (12 + 3 * (Number(v.slice(2)) % 97)) % 97 === Number(v.slice(0, 2)));
const gbOk = (d: string): boolean => {
  const rest = [8, 7, 6, 5, 4, 3, 2].reduce((sum, w, i) => sum + Number(d[i]) * w, Number(d.slice(7, 9))) % 97;
  return rest === 0 || (rest + 55) % 97 === 0;
};
const abnOk = (d: string): boolean => isWeighted(String(Number(d[0]) - 1) + d.slice(1), [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19], 89);
const mod11Pl = (d: string): boolean => checkDigitIs(d, [6, 5, 7, 2, 3, 4, 5, 6, 7], (s) => s % 11);
const atOk = (d: string): boolean => {
  let sum = 4;
  for (let i = 0; i < 7; i += 1) {
    const v = Number(d[i]) * (i % 2 === 0 ? 1 : 2);
    sum += v > 9 ? v - 9 : v;
  }
  return (10 - (sum % 10)) % 10 === Number(d[7]);
};
const gstAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const gstinOk = (v: string): boolean => {
  let sum = 0;
  for (let i = 0; i < 14; i += 1) {
    const product = gstAlphabet.indexOf(v[i] as string) * (i % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return gstAlphabet[(36 - (sum % 36)) % 36] === v[14];
};

function checkDigitIs(digits: string, weights: readonly number[], rule: (sum: number) => number): boolean {
  const sum = weights.reduce((total, w, i) => total + Number(digits[i]) * w, 0);
  return rule(sum) === Number(digits.at(-1));
}

/** Value-added-tax numbers by country prefix (published by the EU's VIES and national tax offices). */
const vat: Readonly<Record<string, Omit<Scheme, 'scheme'>>> = {
  AT: { pattern: /^U\d{8}$/, check: (v) => atOk(v.slice(1)) },
  BE: { pattern: /^[01]\d{9}$/, check: lastTwoMod97 },
  BG: { pattern: /^\d{9,10}$/ },
  CY: { pattern: /^\d{8}[A-Z]$/ },
  CZ: { pattern: /^\d{8,10}$/ },
  DE: { pattern: /^[1-9]\d{8}$/, check: isMod1110 },
  DK: { pattern: /^[1-9]\d{7}$/, check: (v) => isWeighted(v, [2, 7, 6, 5, 4, 3, 2, 1], 11) },
  EE: { pattern: /^\d{9}$/, check: (v) => isWeighted(v, [3, 7, 1, 3, 7, 1, 3, 7, 1], 10) },
  EL: { pattern: /^\d{9}$/, check: (v) => checkDigitIs(v, [256, 128, 64, 32, 16, 8, 4, 2], (s) => (s % 11) % 10) },
  ES: { pattern: /^[A-Z0-9]\d{7}[A-Z0-9]$/ },
  FI: { pattern: /^\d{8}$/, check: (v) => isWeighted(v, [7, 9, 10, 5, 8, 4, 2, 1], 11) },
  FR: { pattern: /^[A-HJ-NP-Z0-9]{2}\d{9}$/, check: frOk },
  GB: { pattern: /^\d{9}(?:\d{3})?$/, check: gbOk },
  HR: { pattern: /^\d{11}$/, check: isMod1110 },
  HU: { pattern: /^\d{8}$/, check: (v) => isWeighted(v, [9, 7, 3, 1, 9, 7, 3, 1], 10) },
  IE: { pattern: /^\d[A-Z0-9+*]\d{5}[A-W][A-I]?$/ },
  IT: { pattern: /^\d{11}$/, check: isLuhn },
  LT: { pattern: /^(?:\d{9}|\d{12})$/ },
  LU: { pattern: /^\d{8}$/, check: (v) => Number(v.slice(0, 6)) % 89 === Number(v.slice(6)) },
  LV: { pattern: /^\d{11}$/ },
  MT: { pattern: /^[1-9]\d{7}$/, check: (v) => 37 - ([3, 4, 6, 7, 8, 9].reduce((s, w, i) => s + Number(v[i]) * w, 0) % 37) === Number(v.slice(6)) },
  NL: { pattern: /^\d{9}B\d{2}$/, check: (v) => checkDigitIs(v.slice(0, 9), [9, 8, 7, 6, 5, 4, 3, 2], (s) => s % 11) || isMod97(`NL${v}`) },
  PL: { pattern: /^\d{10}$/, check: mod11Pl },
  PT: { pattern: /^[1-9]\d{8}$/, check: (v) => checkOf(v, [9, 8, 7, 6, 5, 4, 3, 2], 11) % 10 === Number(v[8]) },
  RO: { pattern: /^[1-9]\d{1,9}$/, check: (v) => checkDigitIs(v.padStart(10, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2], (s) => ((s * 10) % 11) % 10) },
  SE: { pattern: /^\d{10}01$/, check: (v) => isLuhn(v.slice(0, 10)) },
  SI: { pattern: /^[1-9]\d{7}$/, check: (v) => checkOf(v, [8, 7, 6, 5, 4, 3, 2], 11) % 10 === Number(v[7]) },
  SK: { pattern: /^[1-9]\d{9}$/, check: (v) => Number(v) % 11 === 0 },
};

/** Registration numbers with published check digits, tried when the record's country says so. */
const national: Readonly<Record<string, Scheme>> = {
  AU: { scheme: 'au-abn', pattern: /^[1-9]\d{10}$/, check: abnOk },
  BR: { scheme: 'br-cnpj', pattern: /^\d{14}$/, check: cnpjOk },
  CH: { scheme: 'ch-uid', pattern: /^(?:CHE)?\d{9}$/, check: (v) => isWeighted(v.slice(-9), [5, 4, 3, 2, 7, 6, 5, 4, 1], 11) },
  IN: { scheme: 'in-gstin', pattern: /^\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]Z[0-9A-Z]$/, check: gstinOk },
  NO: { scheme: 'no-org', pattern: /^[89]\d{8}$/, check: (v) => isWeighted(v, [3, 2, 7, 6, 5, 4, 3, 2, 1], 11) },
  RU: { scheme: 'ru-inn', pattern: /^\d{10}$/, check: (v) => checkDigitIs(v, [2, 4, 10, 3, 5, 9, 4, 6, 8], (s) => (s % 11) % 10) },
};

/** A tax or registration number without blanks, dots and dashes, upper case; full width folded. */
export function foldId(input: string): string {
  return foldText(input)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The claim a tax id makes, when its check digits hold; undefined otherwise. `country` (ISO 3166) is used for numbers written without a prefix. */
export function taxClaim(input: string, country: string): Claim | undefined {
  const id = foldId(input);
  if (/^(.)\1*$/.test(id) || id.length < 8 || id.length > 20) return undefined;
  if (isUscc(id)) return { scheme: 'cn-uscc', value: id };
  if (/^[0-9A-Z]{18}\d{2}$/.test(id) && isMod97(id)) return { scheme: 'lei', value: id };
  const own = national[/^CHE\d/.test(id) ? 'CH' : country];
  const bare = id.replace(/(?:MWST|TVA|IVA|MVA)$/, '');
  if (own?.pattern.test(bare) && own.check?.(bare) === true) return { scheme: own.scheme, value: own.scheme === 'ch-uid' ? bare.slice(-9) : bare };
  return vatClaim(id, country);
}

function vatClaim(id: string, country: string): Claim | undefined {
  const prefix = id.slice(0, 2) === 'GR' ? 'EL' : id.slice(0, 2);
  const written = Object.hasOwn(vat, prefix) ? vat[prefix] : undefined;
  if (written?.pattern.test(id.slice(2))) return written.check?.(id.slice(2)) === false ? undefined : { scheme: `vat-${prefix.toLowerCase()}`, value: id.slice(2) };
  const home = country === 'GR' ? 'EL' : country;
  const assumed = Object.hasOwn(vat, home) ? vat[home] : undefined;
  return assumed?.check !== undefined && assumed.pattern.test(id) && assumed.check(id) ? { scheme: `vat-${home.toLowerCase()}`, value: id } : undefined;
}

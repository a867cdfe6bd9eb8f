/** Weighted sum of the digits, modulo `modulus`. Non-digits count by `valueOf36`. */
function weighted(text: string, weights: readonly number[], modulus: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += valueOf36(text.charCodeAt(i)) * (weights[i] as number);
  return sum % modulus;
}

/** 0–9 → 0–9, A–Z → 10–35. */
function valueOf36(code: number): number {
  return code <= 57 ? code - 48 : code - 55;
}

/** ISO 7064 MOD 97-10 over base-36 text (LEI, IBAN after rotation): true when the remainder is 1. */
export function isMod97(text: string): boolean {
  let rest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = valueOf36(text.charCodeAt(i));
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** ISO 7064 MOD 11,10 (German VAT, Croatian OIB): the last digit checks the rest. */
export function isMod1110(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i += 1) {
    let sum = (Number(digits[i]) + product) % 10;
    if (sum === 0) sum = 10;
    product = (2 * sum) % 11;
  }
  return (11 - product) % 10 === Number(digits.at(-1));
}

/** Luhn: every second digit from the right doubled. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const orgWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** 统一社会信用代码 (GB 32100-2015): 18 characters, the last checks the first 17 modulo 31; positions 9–17 are an organisation code with a check of its own (GB 11714). */
export function isUscc(code: string): boolean {
  if (!/^[1-9A-HJ-NP-RTUWXY][1239]\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += usccAlphabet.indexOf(code[i] as string) * (usccWeights[i] as number);
  if (usccAlphabet[(31 - (sum % 31)) % 31] !== code[17]) return false;
  const check = (11 - weighted(code.slice(8, 16), orgWeights, 11)) % 11;
  return code[16] === (check === 10 ? 'X' : String(check));
}

/** True when the weighted digits, the check digit included, are divisible by `modulus`. */
export function isWeighted(digits: string, weights: readonly number[], modulus: number): boolean {
  return digits.length === weights.length && weighted(digits, weights, modulus) === 0;
}

/** The check digit `(modulus − weighted sum) mod modulus`, for schemes with special cases. */
export function checkOf(digits: string, weights: readonly number[], modulus: number): number {
  return (modulus - weighted(digits, weights, modulus)) % modulus;
}

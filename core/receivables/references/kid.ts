/** Luhn check digit (modulo 10, weights 2 and 1 from the right). */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const twice = digit * 2;
    sum += i % 2 === 1 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return (10 - (sum % 10)) % 10;
}

/** Check character of the modulo-11 method with weights 2–7 from the right; `-` stands for ten. */
export function mod11Digit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) sum += Number(digits[digits.length - 1 - i]) * (2 + (i % 6));
  const check = 11 - (sum % 11);
  return check === 11 ? '0' : check === 10 ? '-' : String(check);
}

/** True for a Norwegian KID: 4–25 digits, the last by modulo 10 or modulo 11. Short numbers pass by chance: use only where a KID is expected or is one of ours. */
export function isKid(text: string): boolean {
  if (!/^\d{3,24}[\d-]$/.test(text)) return false;
  const body = text.slice(0, -1);
  return String(luhnDigit(body)) === text.at(-1) || mod11Digit(body) === text.at(-1);
}

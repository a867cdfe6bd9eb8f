/** Check digit of a Finnish reference: weights 7, 3, 1 from the right, to the next ten. */
export function viiteDigit(digits: string): number {
  const weights = [7, 3, 1];
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) sum += Number(digits[digits.length - 1 - i]) * (weights[i % 3] as number);
  return (10 - (sum % 10)) % 10;
}

/** True for a Finnish viite: 4–20 digits with its check digit. Leading zeros do not count. */
export function isViite(text: string): boolean {
  const digits = text.replace(/^0+/, '');
  return /^\d{4,20}$/.test(digits) && viiteDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

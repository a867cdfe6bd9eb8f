const carryTable = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

/** Check digit of the recursive modulo-10 method that Swiss ISR and QR references use. */
export function mod10Recursive(digits: string): number {
  let carry = 0;
  for (const digit of digits) carry = carryTable[(carry + Number(digit)) % 10] as number;
  return (10 - carry) % 10;
}

/** True for a Swiss QR reference: 27 digits, the last by {@link mod10Recursive}; all zeros is not a reference. */
export function isQrr(text: string): boolean {
  return /^\d{27}$/.test(text) && !/^0+$/.test(text) && mod10Recursive(text.slice(0, -1)) === Number(text.at(-1));
}

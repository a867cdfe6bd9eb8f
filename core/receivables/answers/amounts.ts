import { decimalOf } from '../../model/money.ts';

/** Minor units as a decimal of a currency. */
export function decimal(minor: bigint, currency: string): string {
  return decimalOf({ minor, currency });
}

/** Adds up amounts. */
export function total(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

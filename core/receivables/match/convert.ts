import { currencyDigits } from '../../model/money.ts';

/** A rate as a decimal string (units of the second currency for one of the first) and who says so. */
export interface Rate {
  readonly value: string;
  readonly source: string;
}

/** Where rates come from: asked for a pair on a day; undefined when nobody knows. */
export type RateSource = (from: string, to: string, day: string) => Rate | undefined;

/** Converts minor units at a decimal rate, half away from zero, in integers throughout; undefined for a rate that is not a positive decimal. */
export function convertMinor(minor: bigint, from: string, to: string, rate: string): bigint | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(rate);
  const [fromDigits, toDigits] = [currencyDigits(from), currencyDigits(to)];
  if (match === null || fromDigits === undefined || toDigits === undefined) return undefined;
  const fraction = match[2] ?? '';
  const scaled = BigInt(`${match[1]}${fraction}`) * 10n ** BigInt(toDigits);
  if (scaled === 0n) return undefined;
  const unit = 10n ** BigInt(fraction.length + fromDigits);
  const size = (minor < 0n ? -minor : minor) * scaled;
  const rounded = (size * 2n + unit) / (unit * 2n);
  return minor < 0n ? -rounded : rounded;
}

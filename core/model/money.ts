import { data as currencyTable } from 'currency-codes';

/** An exact amount: minor units of one ISO 4217 currency. Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/** Withdrawn ISO 4217 codes that statements and contracts from before the change still carry, with their digits. */
const withdrawn: readonly (readonly [string, number])[] = [
  ...['ATS', 'BEF', 'BGN', 'CYP', 'DEM', 'EEK', 'FIM', 'FRF', 'GRD', 'HRK', 'IEP', 'LTL', 'LVL', 'MTL', 'NLG', 'SIT', 'SKK', 'TRL', 'ROL', 'ZWL'].map((code) => [code, 2] as const),
  ...['ESP', 'ITL', 'LUF', 'PTE'].map((code) => [code, 0] as const),
];

const digitsByCode: ReadonlyMap<string, number> = new Map([...withdrawn, ...currencyTable.map((row) => [row.code, row.digits] as const)]);

/** Decimal digits of a currency's minor unit (EUR 2, JPY 0, KWD 3); undefined for a code that ISO 4217 does not know. */
export function currencyDigits(code: string): number | undefined {
  return digitsByCode.get(code);
}

/** Parses a plain decimal string (`-660508.40`) into minor units. Undefined when it is not a plain decimal, has more digits than the currency, or the currency is unknown. */
export function moneyFrom(decimal: string, currency: string): Money | undefined {
  const digits = digitsByCode.get(currency);
  const match = /^([+-]?)(\d{1,18})(?:\.(\d+))?$/.exec(decimal);
  if (digits === undefined || !match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const minor = BigInt((match[2] as string) + fraction.padEnd(digits, '0'));
  return { minor: match[1] === '-' ? -minor : minor, currency };
}

/** The amount as a plain decimal string with the currency's digits; the inverse of {@link moneyFrom}. */
export function decimalOf(money: Money): string {
  const digits = digitsByCode.get(money.currency) ?? 2;
  const sign = money.minor < 0n ? '-' : '';
  const text = (money.minor < 0n ? -money.minor : money.minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Sum of two amounts; throws `RangeError` when the currencies differ, because that is a bug in the caller. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${a.currency} and ${b.currency}`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

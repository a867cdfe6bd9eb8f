import type { IgnoredLine } from '../../model/statement.ts';
import { minorFrom } from '../shared/money.ts';
import { type Columns, cellOf } from './columns.ts';
import type { CsvProfile } from './profile.ts';
import type { CsvRow } from './rows.ts';

/** What a row moved: signed minor units, or why nothing. */
export type Movement = { readonly minor: bigint; readonly written: string } | { readonly reason: IgnoredLine['reason'] };

/** Reads the amount of a row under its profile: signed, or in two columns, or with a column that says the direction. */
export function movementOf(row: CsvRow, columns: Columns, profile: CsvProfile, currency: string): Movement {
  const status = cellOf(row, columns, profile.settled?.column);
  if (status !== undefined && profile.settled?.not.some((word) => status.includes(word)) === true) return { reason: 'not_settled' };
  const amount = (names: readonly string[] | undefined): { minor: bigint; written: string } | undefined => {
    const written = cellOf(row, columns, names);
    // `131.77(已退款89.84)`, `8,000.00(CN)`: the remark in brackets behind the number is not the number.
    return written === undefined ? undefined : { minor: minorFrom(written.replace(/(?<=\d)\s*[（(].*[)）]$/, ''), currency, profile.decimal, row.line), written };
  };
  if (profile.moneyIn !== undefined || profile.moneyOut !== undefined) {
    const [moneyIn, moneyOut] = [amount(profile.moneyIn), amount(profile.moneyOut)];
    if (moneyIn === undefined && moneyOut === undefined) return { reason: 'no_amount' };
    return { minor: (moneyIn?.minor ?? 0n) - (moneyOut?.minor ?? 0n), written: moneyIn?.written ?? (moneyOut?.written as string) };
  }
  const one = amount(profile.amount);
  if (one === undefined) return { reason: 'no_amount' };
  const turned = profile.sign === 'card' ? { minor: -one.minor, written: one.written } : one;
  if (profile.direction === undefined) return turned;
  const way = directionOf(row, columns, profile.direction);
  if (way === 'ignore') return { reason: 'not_counted' };
  return way === 'out' ? { minor: -turned.minor, written: turned.written } : turned;
}

function directionOf(row: CsvRow, columns: Columns, direction: NonNullable<CsvProfile['direction']>): 'in' | 'out' | 'ignore' {
  for (const name of direction.column) {
    const word = cellOf(row, columns, [name]);
    if (word === undefined) continue;
    if (direction.in.some((w) => word.startsWith(w))) return 'in';
    if (direction.out.some((w) => word.startsWith(w))) return 'out';
  }
  return direction.otherwise;
}

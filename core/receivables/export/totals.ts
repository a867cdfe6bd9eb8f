import type { Money } from '../../model/money.ts';
import { type ExportTable, isMoney } from './table.ts';

/** The sum of one money column in one currency, and of how many amounts it is made. */
export interface ExportTotal {
  readonly column: number;
  readonly sum: Money;
  readonly amounts: number;
}

/** Sums every money column of a table per currency, currencies in order of their codes: what an auditor must get who adds the rows up again. */
export function totalsOf(table: ExportTable): ExportTotal[] {
  const totals = new Map<string, { column: number; minor: bigint; currency: string; amounts: number }>();
  for (const row of table.rows) {
    for (const [column, cell] of row.entries()) {
      if (!isMoney(cell)) continue;
      const key = `${cell.currency} ${String(column).padStart(4, '0')}`;
      const total = totals.get(key) ?? { column, minor: 0n, currency: cell.currency, amounts: 0 };
      total.minor += cell.minor;
      total.amounts += 1;
      totals.set(key, total);
    }
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { column, minor, currency, amounts }]) => ({ column, sum: { minor, currency }, amounts }));
}

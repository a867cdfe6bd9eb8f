import { currencyDigits } from '../../../model/money.ts';
import { currencyColumn, type ExportTable, isMoney } from '../table.ts';
import { totalsOf } from '../totals.ts';
import { isExact, type Sheet, type SheetCell } from './sheet.ts';
import { columnLetters } from './text.ts';

/** Where the rows of a table stand: sheets in order, each with its number of rows. */
export interface TablePlace {
  readonly table: ExportTable;
  readonly sheets: readonly { readonly name: string; readonly rows: number }[];
}

const header = ['sheet', 'column', 'currency', 'amounts', 'total', 'added up again', 'difference', 'total in minor units', 'note'];

/** One row per table, money column and currency: our total, the same sum as a formula over the rows, their difference (which must be nothing), and the exact total in minor units. */
export function totalsSheet(places: readonly TablePlace[]): Sheet {
  const rows: SheetCell[][] = [];
  for (const place of places) {
    const { table } = place;
    const currencyAt = table.columns.findIndex((column) => column.name === currencyColumn);
    for (const { column, sum, amounts } of totalsOf(table)) {
      const large = table.rows.reduce((n, row) => n + (isLarge(row[column], sum.currency) ? 1 : 0), 0);
      const number = rows.length + 2;
      const formula = `ROUND(${place.sheets.map((sheet) => sumIf(sheet, column, currencyAt, sum.currency)).join('+')},${currencyDigits(sum.currency) ?? 2})`;
      const exact = large === 0 && isExact(sum);
      rows.push([
        place.sheets[0]?.name,
        table.columns[column]?.name,
        sum.currency,
        amounts,
        sum,
        exact ? { formula, value: sum } : undefined,
        exact ? { formula: `E${number}-F${number}`, value: { minor: 0n, currency: sum.currency } } : undefined,
        String(sum.minor),
        exact ? undefined : `${large} amounts have more than 15 digits: as text, not in the sums of the sheet`,
      ]);
    }
  }
  return { name: 'Totals', header, rows, days: new Set() };
}

function isLarge(cell: ExportTable['rows'][number][number], currency: string): boolean {
  return isMoney(cell) && cell.currency === currency && !isExact(cell);
}

function sumIf(sheet: { readonly name: string; readonly rows: number }, column: number, currencyAt: number, currency: string): string {
  const range = (index: number): string => `'${sheet.name}'!${columnLetters(index)}2:${columnLetters(index)}${sheet.rows + 1}`;
  return currencyAt < 0 ? `SUM(${range(column)})` : `SUMIF(${range(currencyAt)},"${currency}",${range(column)})`;
}

import { decimalOf } from '../../model/money.ts';
import { type Cell, writeCsv } from '../report/csvWriter.ts';
import { currencyColumn, type ExportCell, type ExportTable, isMoney } from './table.ts';
import { totalsOf } from './totals.ts';

/** A table as CSV. With `totals`, one last row per currency starts with `total` and holds the sum of every money column. Safe to open in a spreadsheet, the same bytes for the same rows. */
export function exportCsv(table: ExportTable, options: { readonly totals: boolean }): string {
  const header = table.columns.map((column) => column.name);
  const body = table.rows.map((row) => row.map(csvCell));
  return writeCsv(header, options.totals ? [...body, ...totalRows(table)] : body);
}

function csvCell(cell: ExportCell): Cell {
  return isMoney(cell) ? { figure: decimalOf(cell) } : cell;
}

function totalRows(table: ExportTable): Cell[][] {
  const at = table.columns.findIndex((column) => column.name === currencyColumn);
  return [...Map.groupBy(totalsOf(table), (total) => total.sum.currency)].map(([currency, totals]) => {
    const row: Cell[] = table.columns.map(() => '');
    row[0] = 'total';
    if (at > 0) row[at] = currency;
    for (const { column, sum } of totals) row[column] = { figure: decimalOf(sum) };
    return row;
  });
}

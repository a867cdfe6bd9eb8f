import type { Money } from '../../model/money.ts';

/** What a column holds: `money` cells are summed per currency, `day` is `YYYY-MM-DD`, `number` is a share or a count and is never summed. */
export type ExportKind = 'text' | 'day' | 'money' | 'number';

/** One cell; undefined is empty. Money carries its own currency, so no column can mix currencies unseen. */
export type ExportCell = string | number | Money | undefined;

/** A column of an export by its name in the header row. */
export interface ExportColumn {
  readonly name: string;
  readonly kind: ExportKind;
}

/** A table to hand to an auditor: the same rows become CSV or a sheet. A table with money has a text column `currency` that names the currency of every row. */
export interface ExportTable {
  /** Name of the sheet. */
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: readonly (readonly ExportCell[])[];
}

/** Name of the column by which totals are kept apart. */
export const currencyColumn = 'currency';

/** True when a cell is an amount. */
export function isMoney(cell: ExportCell): cell is Money {
  return typeof cell === 'object';
}

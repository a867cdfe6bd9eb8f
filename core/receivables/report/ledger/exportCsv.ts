import { decimalOf } from '../../../model/money.ts';
import { writeCsv } from '../csvWriter.ts';
import type { ReceivableRow } from './list.ts';

/** Columns of the receivables export. */
export const receivableColumns: readonly string[] = [
  'company',
  'customer',
  'invoice',
  'contract',
  'currency',
  'issued',
  'due',
  'total',
  'received',
  'adjusted',
  'open',
  'ageing',
  'disputed',
];

/** The list as CSV with one total per currency at the end, which an auditor adds up again: the sums are of the rows above. */
export function receivablesCsv(rows: readonly ReceivableRow[]): string {
  const figure = (minor: bigint, currency: string): { figure: string } => ({ figure: decimalOf({ minor, currency }) });
  const body = rows.map((r) => [
    r.company,
    r.party,
    r.number,
    r.contract,
    r.currency,
    r.issued,
    r.due,
    figure(r.totalMinor, r.currency),
    figure(r.receivedMinor, r.currency),
    figure(r.adjustedMinor, r.currency),
    figure(r.openMinor, r.currency),
    r.ageing,
    r.disputed ? 'yes' : '',
  ]);
  const totals = [...Map.groupBy(rows, (r) => r.currency)].sort().map(([currency, own]) => {
    const sum = (pick: (row: ReceivableRow) => bigint): { figure: string } =>
      figure(
        own.reduce((total, row) => total + pick(row), 0n),
        currency,
      );
    return ['total', '', '', '', currency, '', '', sum((r) => r.totalMinor), sum((r) => r.receivedMinor), sum((r) => r.adjustedMinor), sum((r) => r.openMinor), '', ''];
  });
  return writeCsv(receivableColumns, [...body, ...totals]);
}

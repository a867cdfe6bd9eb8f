import { exportCsv } from '../../export/csv.ts';
import { receivablesTable } from '../../export/tables/receivables.ts';
import type { ReceivableRow } from './list.ts';

/** The list as CSV with one total per currency at the end, which an auditor adds up again: the sums are of the rows above. */
export function receivablesCsv(rows: readonly ReceivableRow[]): string {
  return exportCsv(receivablesTable(rows), { totals: true });
}

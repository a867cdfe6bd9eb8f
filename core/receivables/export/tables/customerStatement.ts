import { decimalOf } from '../../../model/money.ts';
import type { StatementRow } from '../../report/ledger/customerStatement.ts';
import type { ExportTable } from '../table.ts';

/** A customer's statement. Opening balance and movements are amounts to add up, to the closing balance; the running balance is beside them as text, because a sum of balances means nothing. */
export function customerStatementTable(rows: readonly StatementRow[], currency: string): ExportTable {
  return {
    name: 'statement',
    columns: [
      { name: 'date', kind: 'day' },
      { name: 'what', kind: 'text' },
      { name: 'document', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'amount', kind: 'money' },
      { name: 'balance', kind: 'text' },
    ],
    rows: rows.map((r) => [
      r.date,
      r.what,
      r.document,
      currency,
      { minor: r.what === 'opening' ? r.balanceMinor : r.amountMinor, currency },
      decimalOf({ minor: r.balanceMinor, currency }),
    ]),
  };
}

import type { Receipt } from '../../model/receipt.ts';
import type { ExportTable } from '../table.ts';

/** Money that came in and is not applied, as far as it is not. */
export function unappliedTable(rows: readonly { readonly receipt: Receipt; readonly leftMinor: bigint }[]): ExportTable {
  return {
    name: 'unapplied',
    columns: [
      { name: 'company', kind: 'text' },
      { name: 'receipt', kind: 'text' },
      { name: 'date', kind: 'day' },
      { name: 'payer', kind: 'text' },
      { name: 'text', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'amount', kind: 'money' },
      { name: 'left', kind: 'money' },
    ],
    rows: rows.map(({ receipt: { id, company, date, payer, text, currency, amountMinor }, leftMinor }) => [
      company,
      id,
      date,
      payer,
      text,
      currency,
      { minor: amountMinor, currency },
      { minor: leftMinor, currency },
    ]),
  };
}

import type { ReceivableRow } from '../../report/ledger/list.ts';
import type { ExportTable } from '../table.ts';

/** The list of receivables as of a day. Every row adds up: total − received − credited − adjusted − settled = open. */
export function receivablesTable(rows: readonly ReceivableRow[], nameOf: (party: string) => string = (party) => party): ExportTable {
  return {
    name: 'receivables',
    columns: [
      { name: 'company', kind: 'text' },
      { name: 'customer', kind: 'text' },
      { name: 'invoice', kind: 'text' },
      { name: 'contract', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'issued', kind: 'day' },
      { name: 'due', kind: 'day' },
      { name: 'total', kind: 'money' },
      { name: 'received', kind: 'money' },
      { name: 'credited', kind: 'money' },
      { name: 'adjusted', kind: 'money' },
      { name: 'settled', kind: 'money' },
      { name: 'open', kind: 'money' },
      { name: 'ageing', kind: 'text' },
      { name: 'disputed', kind: 'text' },
    ],
    rows: rows.map(({ currency, ...r }) => [
      r.company,
      nameOf(r.party),
      r.number,
      r.contract,
      currency,
      r.issued,
      r.due,
      { minor: r.totalMinor, currency },
      { minor: r.receivedMinor, currency },
      { minor: r.creditedMinor, currency },
      { minor: r.adjustedMinor, currency },
      { minor: r.settledMinor, currency },
      { minor: r.openMinor, currency },
      r.ageing,
      r.disputed ? 'yes' : '',
    ]),
  };
}

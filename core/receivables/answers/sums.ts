import type { ReceivableRow } from '../report/ledger/list.ts';
import { decimal, total } from './amounts.ts';
import type { CustomerNames } from './names.ts';
import type { ReceivableTotalView } from './views.ts';

/** By what receivables are summed besides company and currency. */
export type SumBy = 'company' | 'customer';

/** Sums rows per company, currency and what is asked, largest open amount first within a currency. */
export async function sumsOf(rows: readonly ReceivableRow[], by: SumBy, names: CustomerNames): Promise<ReceivableTotalView[]> {
  const keyOf = (row: ReceivableRow): string => (by === 'customer' ? row.party : '');
  const groups = [...Map.groupBy(rows, (row) => `${row.company}\n${row.currency}\n${keyOf(row)}`).values()];
  const ordered = groups.map((own) => ({ own, open: total(own.map((row) => row.openMinor)) })).sort((a, b) => (a.open === b.open ? 0 : a.open > b.open ? -1 : 1));
  return Promise.all(ordered.map(({ own }) => sumOf(own, by, names)));
}

async function sumOf(own: readonly ReceivableRow[], by: SumBy, names: CustomerNames): Promise<ReceivableTotalView> {
  const { company, currency, party } = own[0] as ReceivableRow;
  const sum = (pick: (row: ReceivableRow) => bigint): string => decimal(total(own.map(pick)), currency);
  const undisputed = own.filter((row) => !row.disputed);
  const ageing = Object.fromEntries(
    [...Map.groupBy(undisputed, (row) => row.ageing)].map(([age, rows]): [string, string] => [age, decimal(total(rows.map((row) => row.openMinor)), currency)]),
  );
  return {
    company,
    ...(by === 'company' ? {} : { customer: await names.of(party) }),
    currency,
    count: own.length,
    total: sum((r) => r.totalMinor),
    received: sum((r) => r.receivedMinor),
    credited: sum((r) => r.creditedMinor),
    adjusted: sum((r) => r.adjustedMinor),
    settled: sum((r) => r.settledMinor),
    open: sum((r) => r.openMinor),
    overdue: sum((r) => (r.ageing === 'notDue' || r.disputed ? 0n : r.openMinor)),
    disputed: sum((r) => (r.disputed ? r.openMinor : 0n)),
    ageing,
  };
}

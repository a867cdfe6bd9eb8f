import { describe, expect, it } from 'vitest';
import { undoGroup } from '../../book/undo.ts';
import { Desk } from '../../desk/desk.ts';
import { exportCsv } from '../../export/csv.ts';
import { receivablesTable } from '../../export/tables/receivables.ts';
import { customerStatement } from './customerStatement.ts';
import { listReceivables } from './list.ts';

const base = { company: 'x', currency: 'EUR', version: 1 };

function story(): Desk {
  const desk = new Desk([{ id: 'c', names: ['Harbor Foods'] }]);
  for (const [id, totalMinor, issued] of [
    ['INV-1', 10_001n, '2026-01-01'],
    ['INV-2', 5_000n, '2026-02-10'],
  ] as const) {
    desk.load([{ type: 'claim', claim: { ...base, id, kind: 'invoice', party: 'c', number: id, totalMinor, issued, due: '2026-02-28' } }]);
  }
  desk.step({ type: 'receipt', receipt: { ...base, id: 'r1', amountMinor: 10_001n, date: '2026-02-01', payer: 'Harbor Foods', text: 'INV-1' } });
  return desk;
}

describe('the list of receivables', () => {
  it('is as of a booking day and does not change when something is booked later', () => {
    const { book } = story();
    const open = (asOf: string): [string, bigint][] => listReceivables(book, { asOf }).map((row) => [row.claim, row.openMinor]);
    expect(open('2026-01-31')).toEqual([['INV-1', 10_001n]]);
    expect(open('2026-02-15')).toEqual([['INV-2', 5_000n]]);
    const [group] = [...book.groups.keys()];
    for (const fact of undoGroup(book, group as string, { date: '2026-03-01', by: 'ann', reason: 'wrong' })) book.apply(fact);
    expect(open('2026-02-15')).toEqual([['INV-2', 5_000n]]);
    expect(open('2026-03-01')).toEqual([
      ['INV-1', 10_001n],
      ['INV-2', 5_000n],
    ]);
  });

  it('is exported with totals that tie out', () => {
    const lines = exportCsv(receivablesTable(listReceivables(story().book, { asOf: '2026-03-15', settled: true })), { totals: true })
      .trim()
      .split('\r\n');
    expect(lines.at(-1)).toBe('total,,,,EUR,,,150.01,100.01,0.00,0.00,0.00,50.00,,');
    expect(lines[2]).toContain(',50.00,1-30,');
  });

  it('gives a customer a statement whose balance runs to what is open', () => {
    const { book } = story();
    const rows = customerStatement(book, { company: 'x', party: 'c', currency: 'EUR' }, '2026-01-15', '2026-12-31');
    expect(rows.map((row) => [row.what, row.amountMinor, row.balanceMinor])).toEqual([
      ['opening', 0n, 10_001n],
      ['payment', -10_001n, 0n],
      ['invoice', 5_000n, 5_000n],
    ]);
  });
});

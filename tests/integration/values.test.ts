import { afterEach, describe, expect, it } from 'vitest';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from './harness.ts';
import { rowsOf } from './two-systems.ts';

const yaml = `
workspace: main
zone: Asia/Shanghai
country: CN
connections:
  erp: { connector: file, config: { folder: erp, streams: { invoices: { files: '*.csv', key: Nr } } }, streams: { invoices: { mapping: erp/invoices } } }
  crm:
    connector: file
    config: { folder: crm, streams: { invoices: { files: invoices.csv, key: Id, writable: true, columns: [Id, Number, Issued, Total, Currency] } } }
    streams: { invoices: { mapping: crm/invoices } }
routes: { to-crm: { type: invoice, to: crm.invoices, golive: automatic } }
`;
const mapping = (name: string, fields: string): string =>
  `name: ${name}\ntype: invoice\nconnector: file\nstream: invoices\ndefaults: { dates: [yyyy-MM-dd, yyyy/M/d, dd.MM.yyyy] }\nfields:\n${fields}`;
const erp = mapping(
  'erp/invoices',
  '  number: Number\n  issued: Issued\n  currency: { path: Currency, direction: in }\n  total: { path: [Total, Currency], as: { money: { locale: en } } }\n',
);
const crm = mapping('crm/invoices', '  number: Number\n  issued: Issued\n  total: { path: [Total, Currency], as: money }\n');

let w: TestWorkspace;
afterEach(() => w.close());

/** What arrives of an amount and a date as somebody typed them. */
async function arrives(total: string, issued: string, currency = 'CNY'): Promise<{ row: string[]; parked: string[] }> {
  const invoices = `Nr,Number,Issued,Total,Currency\nR1,2026-1,${issued},"${total}",${currency}\n`;
  w = await openTestWorkspace(workspaceFolder({ 'syncline.yaml': yaml, 'mappings/a.yaml': erp, 'mappings/b.yaml': crm, 'erp/a.csv': invoices, 'crm/.keep': '' }));
  await w.sync();
  const [row = ''] = rowsOf(w.read('crm/invoices.csv'));
  const { groups } = await w.service.failures({});
  return { row: row.split(',').slice(1), parked: groups.flatMap((g) => g.samples.map((s) => s.field ?? '')).sort() };
}

describe('an amount and a date', () => {
  it.each<[total: string, issued: string, amount: string, date: string]>([
    ['660,508.40', '2026-03-05', '660508.40', '2026-03-05'],
    ['660508.4', '2026/3/5', '660508.40', '2026-03-05'],
    ['-0.01', '05.03.2026', '-0.01', '2026-03-05'],
    ['９９９.００', '2026-03-05', '999.00', '2026-03-05'],
    ['12345678901234567.89', '2026-03-05', '12345678901234567.89', '2026-03-05'],
  ])('typed as %s and %s arrive exactly', async (total, issued, amount, date) => {
    expect(await arrives(total, issued)).toEqual({ row: ['2026-1', date, amount, 'CNY'], parked: [] });
  });

  it.each<[total: string, issued: string, currency: string, parked: string[]]>([
    ['660.508,40', '2026-03-05', 'CNY', ['total']],
    ['1.005', '2026-03-05', 'CNY', ['total']],
    ['1e3', '2026-03-05', 'CNY', ['total']],
    ['100', '2026-02-30', 'CNY', ['issued']],
    ['100', '03-05-26', 'CNY', ['issued']],
    ['five', 'soon', 'CNY', ['issued', 'total']],
  ])('typed as %s and %s are parked, never guessed, and the rest of the record goes on', async (total, issued, currency, parked) => {
    const came = await arrives(total, issued, currency);
    expect(came.parked).toEqual(parked);
    expect(came.row[0]).toBe('2026-1');
    if (parked.includes('issued')) expect(came.row[1]).toBe('');
    if (parked.includes('total')) expect(came.row[2]).toBe('');
  });

  it('of an empty file, and of the same file read twice, are nothing and the same', async () => {
    await arrives('1', '2026-03-05');
    const before = w.read('crm/invoices.csv');
    await w.sync();
    expect(w.read('crm/invoices.csv')).toBe(before);
    w.write('erp/a.csv', 'Nr,Number,Issued,Total,Currency\n');
    await w.sync();
    expect(w.read('crm/invoices.csv')).toBe(before);
  });
});

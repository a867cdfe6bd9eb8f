import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bai2, camt, mt940, ofx } from '../../core/receivables/readers/samples.ts';
import type { InvoiceReport } from '../../core/receivables/report/invoiceReport.ts';
import type { StatementReport } from '../../core/receivables/report/statementReport.ts';
import { type CommandLine, commandLine } from './command-line.ts';

const ubl = (payable: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
<cbc:ID>R-17</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate><cbc:DueDate>2026-03-31</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Nordwind AG</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>上海晨光贸易有限公司</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.00</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">${payable}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Tea</cbc:Name></cac:Item></cac:InvoiceLine>
</Invoice>`;

const open = `invoice_id,customer_id,customer_name,invoice_date,due_date,amount,currency
R-1,C-1,Nordwind AG,2026-03-01,2026-03-31,1190.00,EUR
R-2,C-2,Alpine Tools GmbH,2026-03-02,2026-04-01,250.50,EUR
R-3,C-2,Alpine Tools GmbH,2026-03-03,2026-04-02,not a number,EUR
`;
const paid = `payment_id,payment_date,payer_name,amount,currency,reference_info
P-1,2026-03-20,NORDWIND AG,1190.00,EUR,Invoice R-1
P-2,2026-03-21,Somebody Else Ltd,77.00,EUR,gift
`;

let line: CommandLine;
beforeAll(() => {
  line = commandLine();
  line.write('camt.xml', camt());
  line.write('wrong.xml', camt({ closing: '151.00' }));
  line.write('two.sta', mt940());
  line.write('card.ofx', ofx());
  line.write('us.bai', bai2());
  line.write('cut.xml', camt().slice(0, 700));
  line.write('empty.csv', '');
  line.write('note.txt', 'dear all, see you on monday\n');
  line.write('good.xml', ubl('119.00'));
  line.write('off.xml', ubl('120.00'));
  line.write('open.csv', open);
  line.write('paid.csv', paid);
});
afterAll(() => line.remove());

describe('syncline statement', () => {
  it('gives one object per file, in the order asked for, with decimal strings and a proof', async () => {
    const reports = await line.json<StatementReport[]>('statement', 'camt.xml', 'two.sta', 'card.ofx', 'us.bai');
    expect(reports.map((report) => report.file)).toEqual(['camt.xml', 'two.sta', 'card.ofx', 'us.bai']);
    expect(reports[0]).toMatchObject({
      format: expect.stringContaining('camt'),
      statements: [
        {
          account: 'NL91ABNA0417164300',
          currency: 'EUR',
          opening: '100.00',
          closing: '150.00',
          lines: [
            { id: expect.any(String), date: '2026-03-01', amount: '80.00', reference: 'RF18539007547034', counterparty: 'Kunde AG' },
            { amount: '-30.00' },
            { amount: '9.99' },
          ],
          proof: { ok: true, difference: '0.00' },
        },
      ],
    });
    expect(reports.every((report) => report.refused === undefined)).toBe(true);
  });

  it('says by how much a statement does not add up', async () => {
    expect(await line.json('statement', 'wrong.xml')).toMatchObject([{ statements: [{ proof: { ok: false, difference: expect.stringMatching(/^-?1\.00$/) } }] }]);
    expect((await line.run(['statement', 'wrong.xml'])).out).toContain('does not add up');
  });

  it.each([
    ['cut off', 'cut.xml', 'truncated'],
    ['empty', 'empty.csv', 'empty_file'],
    ['no statement', 'note.txt', expect.any(String)],
  ])('refuses by name a file that is %s, with exit code 0, and reads the others', async (_, file, code) => {
    const answer = await line.run(['statement', file, 'camt.xml', '--json']);
    expect([answer.code, JSON.parse(answer.out)]).toMatchObject([
      0,
      [{ file, statements: [], refused: { code, message: { en: expect.any(String), zh: expect.any(String) } } }, { file: 'camt.xml' }],
    ]);
    expect((await line.run(['statement', file])).out).toContain('refused');
  });

  it('is read by people in both languages', async () => {
    expect((await line.run(['statement', 'camt.xml'])).out).toMatch(/NL91ABNA0417164300 EUR .* opening 100\.00 · closing 150\.00 · 3 lines {2}✓ adds up/);
    expect((await line.run(['statement', 'camt.xml'], 'zh')).out).toContain('核对一致');
  });

  it('needs a file that is there', async () => {
    expect(await line.run(['statement', 'nothing.xml'])).toMatchObject({ code: 2, err: expect.stringContaining('There is no file nothing.xml.') });
    expect((await line.run(['statement'])).code).toBe(2);
  });
});

describe('syncline invoice', () => {
  it('gives one object per file with totals as decimal strings and a proof', async () => {
    const [good, off, none] = await line.json<InvoiceReport[]>('invoice', 'good.xml', 'off.xml', 'note.txt');
    expect(good).toMatchObject({
      file: 'good.xml',
      format: 'ubl',
      number: 'R-17',
      issued: '2026-03-01',
      due: '2026-03-31',
      currency: 'EUR',
      payable: '119.00',
      totalTax: '19.00',
      proof: { ok: true },
    });
    expect(good).toMatchObject({ seller: { name: 'Nordwind AG' }, buyer: { name: '上海晨光贸易有限公司' }, lines: [{ text: 'Tea', amount: '100.00' }] });
    expect(off).toMatchObject({ proof: { ok: false, difference: expect.stringMatching(/^-?1\.00$/) } });
    expect(none).toMatchObject({ file: 'note.txt', refused: { code: 'unknown_format' } });
  });

  it('is read by people, and refuses by name with exit code 0', async () => {
    const { code, out } = await line.run(['invoice', 'good.xml', 'note.txt']);
    expect(code).toBe(0);
    expect(out).toContain('Nordwind AG → 上海晨光贸易有限公司  EUR 119.00 (1 line)  ✓ adds up');
    expect(out).toContain('note.txt:1  refused  unknown_format');
  });
});

describe('syncline reconcile', () => {
  it('says which receipt pays which invoice and why, what stays open and why, and totals that tie out', async () => {
    const { code, out, err } = await line.run(['reconcile', '--invoices', 'open.csv', '--receipts', 'paid.csv', '--out', 'allocations.csv']);
    expect(code).toBe(0);
    expect(out).toMatch(/P-1 +R-1 +EUR 1,190\.00 +0\.\d{3}/);
    expect(out).toMatch(/P-2 .*the payer is not known/);
    expect(out).toContain('EUR: received 1,267.00 = matched 1,190.00 + open 77.00');
    expect(err).toContain('open.csv:4  refused  bad_amount');
    const [head, row, ...rest] = line.read('allocations.csv').trimEnd().split('\r\n');
    expect(head).toBe('payment_id,invoice_id,applied_amount,kind,confidence,evidence');
    expect(row).toMatch(/^P-1,R-1,1190\.00,1:1,(?:0\.\d+|1),"?.+/);
    expect(rest).toEqual([]);
  });

  it('gives it all as JSON', async () => {
    const outcome = await line.json('reconcile', '--invoices', 'open.csv', '--receipts', 'paid.csv', '--auto');
    expect(outcome).toMatchObject({
      proposals: [{ receipt: 'P-1', allocations: [{ claim: 'R-1', amount: '1190.00' }], evidence: expect.any(Array) }],
      open: [{ receipt: 'P-2', reason: 'unidentified' }],
      totals: [{ currency: 'EUR', received: '1267.00' }],
      refused: [{ file: 'open.csv', line: 4, record: 'R-3', code: 'bad_amount' }],
    });
  });

  it.each([
    ['without receipts', ['reconcile', '--invoices', 'open.csv'], 2],
    ['when no file can be used', ['reconcile', '--invoices', 'empty.csv', '--receipts', 'note.txt'], 1],
    ['when the result cannot be written', ['reconcile', '--invoices', 'open.csv', '--receipts', 'paid.csv', '--out', 'no/such/folder/a.csv'], 2],
  ])('ends with its exit code %s', async (_, argv, code) => {
    const answer = await line.run(argv);
    expect([answer.code, answer.err !== '']).toEqual([code, true]);
  });
});

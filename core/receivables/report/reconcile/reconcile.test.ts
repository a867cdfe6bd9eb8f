import { describe, expect, it } from 'vitest';
import { isObject } from '../../../model/json.ts';
import { camt } from '../../readers/samples.ts';
import { allocationsCsv, reconcileJson } from './output.ts';
import { reconcileFiles } from './reconcile.ts';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

const invoices = file(
  'invoices.csv',
  'amount,due_date,invoice_id,customer_name,customer_id,invoice_date,currency\n"1,200.50",2026-02-28,INV-1,Harbor Foods Inc,c1,2026-01-31,USD\n300,2026-02-28,INV-2,Harbor Foods Inc,c1,2026-01-31,USD\n-20.25,2026-02-28,INV-3,Harbor Foods Inc,c1,2026-01-31,USD\n',
);

describe('reconcileFiles', () => {
  it('reads columns in any order and writes allocations that sum to the payments', () => {
    const receipts = file('receipts.csv', 'payer_name,amount,payment_id,payment_date,reference_info,currency\nHARBOR FOODS,1500.50,P1,2026-02-20,,USD\n');
    const remittances = file('rem.csv', 'payment_id,invoice_ref,amount,memo,remittance_id\nP1,INV-1,1200.50,,a\nP1,INV-2,300,,b\n');
    const outcome = reconcileFiles({ invoices: [invoices], receipts: [receipts], remittances: [remittances] });
    const [header, ...rows] = allocationsCsv(outcome).trim().split('\r\n');
    expect(header).toBe('payment_id,invoice_id,applied_amount,kind,confidence,evidence');
    expect(rows.map((row) => row.split(',').slice(0, 4))).toEqual([
      ['P1', 'INV-1', '1200.50', '1:N'],
      ['P1', 'INV-2', '300.00', '1:N'],
    ]);
    const json = reconcileJson(outcome);
    expect(isObject(json) ? json['totals'] : undefined).toEqual([{ currency: 'USD', received: '1500.50', applied: '1500.50', suggested: '0.00', left: '0.00' }]);
  });

  it('refuses bad rows by file, line and record and uses the rest', () => {
    const bad = file(
      'bad.csv',
      'payment_id,payment_date,payer_name,amount,currency\nP1,2026-02-31,x,5,USD\nP2,2026-02-01,x,five,USD\nP3,2026-02-01,x,5,ZZZ\nP4,2026-02-01,Harbor Foods Inc,300.00,USD\nP4,2026-02-01,Harbor Foods Inc,300.00,USD\n',
    );
    const outcome = reconcileFiles({ invoices: [invoices], receipts: [bad] });
    expect(outcome.refused.map((r) => [r.record, r.line, r.code])).toEqual([
      ['P1', 2, 'bad_date'],
      ['P2', 3, 'bad_amount'],
      ['P3', 4, 'currency_unknown'],
      ['P4', 6, 'malformed'],
    ]);
    expect(outcome.proposals.map((p) => p.receipt)).toEqual(['P4']);
  });

  it('says which column is missing, and refuses days that can be read two ways', () => {
    expect(reconcileFiles({ invoices: [file('i.csv', 'a,b\n1,2\n')], receipts: [] }).refused[0]).toMatchObject({ file: 'i.csv', code: 'column_missing' });
    const days = file('r.csv', 'payment_id,payment_date,amount\nP1,03/04/2026,5\n');
    expect(reconcileFiles({ invoices: [invoices], receipts: [days] }).refused[0]).toMatchObject({ code: 'bad_date' });
  });

  it('takes bank files as receipts: credits, no pending lines, debits counted', () => {
    const open = file('inv.csv', 'invoice_id,customer_id,customer_name,amount,currency,reference\nR-1,k,Kunde AG,80.00,EUR,RF18 5390 0754 7034\n');
    const outcome = reconcileFiles({ invoices: [open], receipts: [file('s.xml', camt())] }, { auto: true });
    expect(outcome.proposals).toMatchObject([{ status: 'confirmed', pass: 'structured_reference', allocations: [{ claim: 'R-1', claimMinor: 8_000n }] }]);
    expect([outcome.debits, outcome.unmatchedReversals.length]).toEqual([0, 1]);
  });

  it('takes payments that name no company as those of the company that their invoices or their payer belong to, and matches nothing across', () => {
    const head = 'invoice_id,customer_id,customer_name,amount,currency,company';
    const one = file('one.csv', `${head}\nA-1,c1,Harbor Foods Inc,100.00,EUR,Alpina AG\n`);
    const pay = file('r.csv', 'payment_id,payment_date,payer_name,amount,currency,reference_info\nP1,2026-02-20,Harbor Foods Inc,100.00,EUR,A-1\n');
    expect(reconcileFiles({ invoices: [one], receipts: [pay] }, { auto: true }).proposals).toMatchObject([{ status: 'confirmed', company: 'Alpina AG' }]);
    const two = file(
      'two.csv',
      `${head}\nA-1,c1,Harbor Foods Inc,100.00,EUR,Alpina AG\nB-1,c1,Harbor Foods Inc,70.00,EUR,Boreal AG\nB-2,c2,Mountain Tools Ltd,30.10,EUR,Boreal AG\nB-3,c1,Harbor Foods Inc,100.00,EUR,Boreal AG\n`,
    );
    const some = file(
      'r.csv',
      'payment_id,payment_date,payer_name,amount,currency,reference_info\nP1,2026-02-20,Harbor Foods Inc,100.00,EUR,A-1\nP2,2026-02-20,Harbor Foods Inc,170.00,EUR,A-1 B-1\nP3,2026-02-20,Mountain Tools Ltd,30.10,EUR,\nP4,2026-02-20,Harbor Foods Inc,55.00,EUR,\n',
    );
    const outcome = reconcileFiles({ invoices: [two], receipts: [some] });
    expect(outcome.proposals.map((p) => [p.receipt, p.company, p.allocations.map((a) => a.claim)])).toEqual([
      ['P1', 'Alpina AG', ['A-1']],
      ['P3', 'Boreal AG', ['B-2']],
    ]);
    expect(outcome.open.map(({ receipt, reason }) => [receipt, reason.kind])).toEqual([
      ['P2', 'company_unknown'],
      ['P4', 'company_unknown'],
    ]);
  });

  it('tells every receipt, also with only what is sure', () => {
    const part = file(
      'r.csv',
      'payment_id,payment_date,payer_name,amount,currency,reference_info\nP1,2026-02-20,Harbor Foods Inc,100.00,USD,INV-1\nP2,2026-02-20,Harbor Foods Inc,300.00,USD,INV-2\n',
    );
    const outcome = reconcileFiles({ invoices: [invoices], receipts: [part] }, { auto: true });
    expect([outcome.proposals.map((p) => p.receipt), outcome.open.map(({ receipt, reason }) => [receipt, reason.kind])]).toEqual([['P2'], [['P1', 'unsure']]]);
  });

  it('keeps two equal payments of one day that are both real', () => {
    const receipts = file('r.csv', 'payment_id,payment_date,payer_name,amount,currency\nP1,2026-02-20,Harbor Foods Inc,300,USD\nP2,2026-02-20,Harbor Foods Inc,300,USD\n');
    const outcome = reconcileFiles({ invoices: [invoices], receipts: [receipts] });
    expect(outcome.desk.book.receipts.size).toBe(2);
    expect(outcome.proposals.filter((p) => p.status === 'confirmed').map((p) => p.receipt)).toEqual(['P1']);
  });

  it('writes cells that a spreadsheet cannot run', () => {
    const evil = file('e.csv', 'invoice_id,customer_id,customer_name,amount,currency\n=HYPERLINK(1),c1,Harbor Foods Inc,77.01,USD\n');
    const receipts = file('r.csv', 'payment_id,payment_date,payer_name,amount,currency\n@P,2026-02-20,Harbor Foods Inc,77.01,USD\n');
    expect(allocationsCsv(reconcileFiles({ invoices: [evil], receipts: [receipts] }))).toContain("'@P,'=HYPERLINK(1),77.01");
  });
});

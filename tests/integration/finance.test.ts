import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '../../core/model/result.ts';
import { createFinance } from '../../core/receivables/create-service.ts';
import type { FinanceService } from '../../core/receivables/service.ts';
import { recountAll } from '../../core/receivables/table/recount.ts';
import { askForImport } from '../../core/receivables/table/tick.ts';
import type { Refusal } from '../../core/sync/service.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { erpFiles, mt940, openBooks } from './receivables-workspace.ts';

let w: TestWorkspace;
let finance: FinanceService;
afterEach(() => w?.close());

const [ann, bob] = [
  { id: 'ann', name: 'ann' },
  { id: 'bob', name: 'bob' },
];

async function open(options: Parameters<typeof openBooks>[0] = {}): Promise<void> {
  w = await openBooks(options);
  finance = createFinance(w.world);
  await w.sync();
  await askForImport(w.world);
  await w.quiet();
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const importText = async (name: string, text: string) => {
  const taken = await finance.importFile({ name, content: bytes(text) });
  await w.quiet();
  return value(taken);
};

function value<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message.en}`);
}
const code = (result: Result<unknown, Refusal>): string => (result.ok ? 'ok' : result.error.code);
const openOf = async (): Promise<Record<string, string>> => Object.fromEntries(value(await finance.receivables({ settled: true })).rows.map((row) => [row.invoice, row.open]));
const leaks = async () => (await recountAll(w.world)).leaks;

const october = mt940(1, '100.00', [
  ['2026-10-03', '1250.40', 'Harbor Foods Ltd', 'INV-1001'],
  ['2026-10-12', '2000.00', 'Mountain Tools GmbH', 'INV-1003'],
  ['2026-10-20', '77.00', 'Nobody', 'hello'],
]);

describe('what finance sees', () => {
  it('is per invoice, customer and company, ties out, and is of the day that is asked for', async () => {
    await open({ files: { 'bank/october.sta': october } });
    const now = value(await finance.receivables({}));
    expect(now.rows.map((row) => [row.invoice, row.open])).toEqual([
      ['INV-1002', '310.00'],
      ['INV-1004', '8800.00'],
    ]);
    expect(now.unapplied).toEqual([{ company: 'Alpina AG', currency: 'EUR', count: 1, amount: '77.00' }]);
    const then = value(await finance.receivables({ asOf: '2026-10-05' }));
    expect(then.rows.map((row) => [row.invoice, row.open])).toEqual([['INV-1002', '310.00']]);
    expect(value(await finance.receivables({ asOf: '2026-10-02' })).rows.map((row) => [row.invoice, row.open])).toEqual([['INV-1001', '1250.40']]);
    const all = value(await finance.receivables({ settled: true, customer: 'Harbor Foods' }));
    expect(all.customers).toMatchObject([{ total: '1560.40', received: '1250.40', open: '310.00' }]);
  });

  it('says why: a match, a receipt, an invoice', async () => {
    await open({ files: { 'bank/october.sta': october } });
    const invoice = value(await finance.explain('INV-1001'));
    expect([invoice.subject, invoice.invoice?.open, invoice.matches[0]?.why?.en]).toEqual(['invoice', '0.00', expect.stringContaining('INV-1001')]);
    const match = value(await finance.explain(invoice.matches[0]?.id ?? ''));
    expect([match.subject, match.matches[0]?.by]).toEqual(['match', 'syncline']);
    const receipt = value(await finance.explain(invoice.matches[0]?.applies[0]?.receipt ?? ''));
    expect([receipt.subject, receipt.sentence.en]).toEqual(['receipt', 'Wholly applied.']);
    expect(code(await finance.explain('nothing'))).toBe('MATCH_UNKNOWN');
    expect(value(await finance.changes({})).counts).toMatchObject({ invoice: 4, receipt: 3, allocated: 2 });
  });

  it('goes to an auditor as files that add up and run no formula', async () => {
    await open({ files: { 'erp/customers.csv': erpFiles['erp/customers.csv'].replace('Harbor Foods,', '"=cmd|\'/c calc\'!A1",') } });
    const csv = new TextDecoder().decode(value(await finance.exportReceivables({}, 'csv')));
    expect(csv).not.toMatch(/(^|,)"?=/m);
    expect(csv.trim().split('\r\n').at(-1)).toContain('3560.40');
    expect(value(await finance.exportReceivables({}, 'xlsx')).subarray(0, 2)).toEqual(bytes('PK'));
    const statement = value(await finance.statements({ customer: 'Mountain Tools', to: '2026-11-30' })).statements[0];
    expect([statement?.balance, statement?.rows.map((row) => row.what)]).toEqual(['2000.00', ['opening', 'invoice']]);
  });
});

describe('money that nobody decides about', () => {
  it('is an exception after thirty days', async () => {
    const clock = testClock();
    await open({ clock, files: { 'bank/now.sta': mt940(1, '0.00', [[new Date(clock.now()).toISOString().slice(0, 10), '77.00', 'Nobody', 'hello']]) } });
    const told = async () => value(await finance.exceptions()).exceptions.map((e) => [e.kind, e.document, e.amount.amount, e.sentence.en.includes('30 days')]);
    expect(await told()).toEqual([]);
    clock.move(32 * 86_400_000);
    expect(await told()).toEqual([['unapplied', 'Nobody', '77.00', true]]);
  });
});

describe('what finance decides', () => {
  it('needs two people where something is written off or is large, and only then', async () => {
    await open({ more: "  twoPeopleAbove: { EUR: '1000' }\n  automaticUpTo: { EUR: '10' }" });
    await importText('a.sta', mt940(1, '0.00', [['2026-10-12', '1990.00', 'Mountain Tools GmbH', 'INV-1003']]));
    const [receipt = ''] = value(await finance.proposals()).receipts.map((one) => one.receipt);
    const byHand = value(await finance.propose({ receipt, invoices: ['INV-1003'], rest: 'bankFee' }, ann));
    const manual = byHand.proposals.find((proposal) => proposal.status === 'manual');
    expect(manual).toMatchObject({ needsTwo: true, adjusts: [{ amount: '10.00', reason: 'bankFee' }] });
    expect(code(await finance.approve({ receipt, proposal: manual?.id ?? '', remember: true }, ann))).toBe('APPROVER_SAME');
    const done = value(await finance.approve({ receipt, proposal: manual?.id ?? '', remember: true }, bob));
    expect([done.state, done.matches[0]?.by, done.matches[0]?.approvedBy]).toEqual(['done', 'ann', 'bob']);
    expect((await openOf())['INV-1003']).toBe('0.00');
    expect(value(await finance.writeOff({ invoice: 'INV-1002', reason: 'writeOff' }, ann)).state).toBe('waits');
    expect(code(await finance.writeOff({ invoice: 'INV-1002', reason: 'writeOff' }, ann))).toBe('APPROVER_SAME');
    expect(value(await finance.writeOff({ invoice: 'INV-1002', reason: 'writeOff' }, bob)).state).toBe('done');
    expect(await leaks()).toEqual([]);
  });

  it('tells what was taken off here without money until the ERP knows of it, and what the ERP has open that is settled here', async () => {
    await open();
    for (const person of [ann, bob]) value(await finance.writeOff({ invoice: 'INV-1002', reason: 'discount', amount: '10.00' }, person));
    const told = async () =>
      value(await finance.exceptions())
        .exceptions.filter((e) => e.kind !== 'unapplied')
        .map((e) => [e.kind, e.document, e.amount.amount]);
    expect(await told()).toEqual([['not_in_erp', 'INV-1002', '10.00']]);
    expect(value(await finance.exceptions()).exceptions.find((e) => e.kind === 'not_in_erp')?.todo.en).toContain('Book it in the ERP by hand');
    await importText('a.sta', mt940(1, '0.00', [['2026-10-12', '300.00', 'Harbor Foods Ltd', 'INV-1002']]));
    expect([await openOf(), await told()]).toEqual([expect.objectContaining({ 'INV-1002': '0.00' }), [['not_in_erp', 'INV-1002', '10.00']]]);
    w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('310.00,310.00', '310.00,10.00'));
    await w.sync();
    expect(await told()).toEqual([['not_in_erp', 'INV-1002', '10.00']]);
    w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('310.00,310.00', '310.00,0.00'));
    await w.sync();
    expect(await told()).toEqual([]);
  });

  it('remembers a payer that was identified, until that is revoked', async () => {
    await open();
    await importText('a.sta', mt940(1, '0.00', [['2026-10-12', '310.00', 'HF Holdings', 'thanks']]));
    const [receipt = ''] = value(await finance.proposals()).receipts.map((one) => one.receipt);
    const known = value(await finance.identify({ receipt, customer: 'Harbor Foods' }, ann));
    expect(known.remembered.map((one) => one.value)).toEqual(['HF Holdings']);
    await w.quiet();
    expect((await openOf())['INV-1002']).toBe('0.00');
    const [alias] = value(await finance.aliases());
    expect(value(await finance.revokeAlias(alias?.id ?? '', bob)).revoked).toBe(true);
    expect(code(await finance.revokeAlias('a_nothing', bob))).toBe('ALIAS_UNKNOWN');
  });

  it('closes a month: nothing dated in it is taken, what comes late counts later, and counted again it is the same', async () => {
    await open({ files: { 'bank/october.sta': october } });
    const closed = value(await finance.close({ through: '2026-10' }, ann));
    expect(closed).toMatchObject({ state: 'closed', closedThrough: '2026-10-31', stateHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect([
      code(await finance.close({ through: '2026-10' }, ann)),
      code(await finance.close({ through: '2999-01' }, ann)),
      code(await finance.close({ through: 'May' }, ann)),
    ]).toEqual(['PERIOD_CLOSED_ALREADY', 'PERIOD_RUNNING', 'DATE_INVALID']);
    const before = value(await finance.receivables({ asOf: '2026-10-31' }));
    await importText('late.sta', mt940(2, '3427.40', [['2026-10-30', '310.00', 'Harbor Foods Ltd', 'INV-1002']]));
    w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('8800.00,8800.00', '9000.00,9000.00'));
    await w.sync();
    const { matches } = value(await finance.explain('INV-1003'));
    expect(value(await finance.undo({ match: matches[0]?.id ?? '', reason: 'wrong' }, ann)).state).toBe('waits');
    expect(value(await finance.undo({ match: matches[0]?.id ?? '', reason: 'wrong' }, bob)).matches[0]?.reversed?.by).toBe('ann, bob');
    const late = value(await finance.explain('INV-1002')).matches[0];
    expect(late?.date).toBe('2026-11-01');
    expect(value(await finance.receivables({ asOf: '2026-10-31' })).rows).toEqual(before.rows);
    expect(value(await finance.periods({ verify: true }))).toMatchObject([{ verified: 'same' }]);
    expect(await openOf()).toEqual({ 'INV-1001': '0.00', 'INV-1002': '0.00', 'INV-1003': '2000.00', 'INV-1004': '9000.00' });
    await importText('early.sta', mt940(3, '0.00', [['2026-10-29', '700.00', 'Mountain Tools GmbH', 'again']]));
    const [held] = value(await finance.proposals()).receipts.filter((one) => one.amount.amount === '700.00');
    value(await finance.propose({ receipt: held?.receipt ?? '', invoices: ['INV-1003'] }, ann));
    const manual = value(await finance.explain(held?.receipt ?? '')).receipt?.proposals.find((one) => one.status === 'manual');
    expect(code(await finance.approve({ receipt: held?.receipt ?? '', proposal: manual?.id ?? '', date: '2026-10-30', remember: false }, ann))).toBe('PERIOD_CLOSED');
    expect(value(await finance.reopen({}, ann)).waits).toBeDefined();
    expect(code(await finance.reopen({}, ann))).toBe('APPROVER_SAME');
    expect(value(await finance.reopen({}, bob)).closedThrough).toBeUndefined();
    expect(await leaks()).toEqual([]);
  });

  it('begins at the cut-over with what was open then', async () => {
    const paid = erpFiles['erp/invoices.csv'].replace('2000.00,2000.00', '2000.00,800.00');
    await open({ files: { 'erp/invoices.csv': paid, 'bank/october.sta': october }, more: "  cutover: '2026-10-15'" });
    const rows = value(await finance.receivables({ settled: true })).rows;
    expect(rows.find((row) => row.invoice === 'INV-1003')).toMatchObject({ settled: '1200.00', received: '0.00', open: '800.00' });
    expect(value(await finance.explain('INV-1003')).matches).toMatchObject([{ origin: 'opening', date: '2026-10-15' }]);
    expect(value(await finance.proposals()).receipts.map((one) => one.amount.amount)).toEqual(['77.00']);
  });
});

describe('bad input', () => {
  it.each([
    ['a truncated file', october.slice(0, 160), 'refused'],
    ['a file cut off in its last line', october.slice(0, october.indexOf(':62F:') - 9), 'quarantined'],
    ['a file that is none', 'dear customer', 'refused'],
    ['an empty file', '', 'refused'],
    ['a wrong closing balance', october.replace(/:62F:.*/, ':62F:C261020EUR1,00'), 'quarantined'],
  ])('%s is not taken, and says why', async (_, text, state) => {
    await open();
    const taken = await importText('x.sta', text);
    expect([taken.state, taken.added, taken.reason?.zh.length ?? 0]).toEqual([state, 0, expect.any(Number)]);
    expect(taken.reason?.en).toMatch(/\w/);
    expect(value(await finance.proposals()).receipts).toEqual([]);
  });

  it('a statement twice and one that overlaps add only what is new; two equal real payments both stay', async () => {
    await open();
    const twins = [
      ['2026-10-12', '50.00', 'Nobody', 'gift'],
      ['2026-10-12', '50.00', 'Nobody', 'gift'],
    ] as const;
    const first = mt940(1, '0.00', twins).replaceAll(/\/\/B1\d/g, '');
    expect(await importText('a.sta', first)).toMatchObject({ added: 2, known: 0 });
    expect(await importText('b.sta', first)).toMatchObject({ added: 0, known: 2 });
    expect(await importText('c.sta', mt940(1, '0.00', [...twins, ['2026-10-13', '9.00', 'Nobody', 'more']]).replaceAll(/\/\/B1\d/g, ''))).toMatchObject({ added: 1, known: 2 });
    expect(value(await finance.receivables({})).unapplied).toMatchObject([{ count: 3, amount: '109.00' }]);
  });

  it('a negative invoice, a credit larger than the invoice, another currency, currencies without and with three decimals', async () => {
    const more = [
      '15,INV-1005,1,EUR,2026-10-01,2026-10-31,-40.00,-40.00,open',
      '16,INV-1006,2,JPY,2026-10-01,2026-10-31,880000,880000,open',
      '17,INV-1007,2,KWD,2026-10-01,2026-10-31,12.345,12.345,open',
    ];
    await open({ files: { 'erp/invoices.csv': `${erpFiles['erp/invoices.csv']}${more.join('\n')}\n` } });
    const open1 = await openOf();
    expect([open1['INV-1005'], open1['INV-1006'], open1['INV-1007']]).toEqual(['-40.00', '880000', '12.345']);
    await importText('usd.sta', mt940(1, '0.00', [['2026-10-12', '2000.00', 'Mountain Tools GmbH', 'INV-1003']], 'USD', 'DE02120300000000202051'));
    const [usd] = value(await finance.proposals()).receipts;
    expect(usd?.reasonKind ?? usd?.proposals[0]?.status).toMatch(/other_currency|suggested|ambiguous/);
    expect(code(await finance.propose({ receipt: usd?.receipt ?? '', invoices: ['INV-1003'] }, ann))).toBe('MATCH_REFUSED');
    expect((await openOf())['INV-1003']).toBe('2000.00');
    await importText('eur.sta', mt940(2, '0.00', [['2026-10-12', '270.00', 'Harbor Foods Ltd', '']]));
    const net = value(await finance.proposals()).receipts.find((one) => one.amount.amount === '270.00');
    value(await finance.propose({ receipt: net?.receipt ?? '', invoices: ['INV-1002', 'INV-1005'] }, ann));
    const manual = value(await finance.explain(net?.receipt ?? '')).receipt?.proposals.find((one) => one.status === 'manual');
    value(await finance.approve({ receipt: net?.receipt ?? '', proposal: manual?.id ?? '', remember: false }, ann));
    const open2 = await openOf();
    expect([open2['INV-1002'], open2['INV-1005']]).toEqual(['0.00', '0.00']);
    expect(await leaks()).toEqual([]);
  });

  it('money in another currency pays an invoice at the rate that a person gives, and what the rates differ by is a difference of its own', async () => {
    await open();
    await importText('usd.sta', mt940(1, '0.00', [['2026-10-12', '2150.00', 'Mountain Tools GmbH', 'INV-1003']], 'USD', 'US1'));
    const [receipt = ''] = value(await finance.proposals()).receipts.map((one) => one.receipt);
    const asked = { receipt, invoices: ['INV-1003'] };
    expect(code(await finance.propose(asked, ann))).toBe('MATCH_REFUSED');
    for (const rate of ['0', '1e3', '-1', 'x']) expect(code(await finance.propose({ ...asked, rate }, ann))).toBe('MATCH_REFUSED');
    expect(code(await finance.propose({ ...asked, rate: '0.9400' }, ann))).toBe('MATCH_REFUSED');
    expect(code(await finance.propose({ receipt, invoices: ['INV-1003', 'INV-1002'], rate: '0.9' }, ann))).toBe('MATCH_REFUSED');
    expect(code(await finance.propose({ ...asked, rate: '0.9400', rest: 'discount' }, ann))).toBe('MATCH_REFUSED');
    const manual = value(await finance.propose({ ...asked, rate: '0.9400', rest: 'fxDifference' }, ann)).proposals.find((one) => one.status === 'manual');
    expect(manual).toMatchObject({ needsTwo: true, applies: [{ amount: '2021.00', open: '2000.00' }], adjusts: [{ amount: '-21.00', reason: 'fxDifference' }] });
    const done = value(await finance.approve({ receipt, proposal: manual?.id ?? '', remember: false }, bob));
    expect(done.matches[0]).toMatchObject({ rate: { value: '0.9400', source: 'ann' }, applies: [{ amount: '2021.00', currency: 'EUR' }] });
    expect([(await openOf())['INV-1003'], value(await finance.proposals()).receipts, await leaks()]).toEqual(['0.00', [], []]);
    value(await finance.undo({ match: done.matches[0]?.id ?? '', reason: 'wrong rate' }, ann));
    expect([(await openOf())['INV-1003'], value(await finance.receivables({})).unapplied[0]?.amount, await leaks()]).toEqual(['2000.00', '2150.00', []]);
    const part = value(await finance.propose({ ...asked, rate: '0.5' }, ann)).proposals.find((one) => one.status === 'manual');
    expect(part).toMatchObject({ needsTwo: false, applies: [{ amount: '1075.00' }], adjusts: [] });
  });

  it('an invoice changed after it was paid is an exception with what to do; a payment that names somebody else’s invoice waits', async () => {
    await open({ files: { 'bank/october.sta': october } });
    w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('1250.40,1250.40', '1000.00,0.00'));
    await w.sync();
    expect(value(await finance.exceptions()).exceptions.filter((e) => e.kind !== 'unapplied')).toMatchObject([
      { kind: 'over_allocated', document: 'INV-1001', amount: { amount: '250.40', currency: 'EUR' } },
    ]);
    await importText('other.sta', mt940(2, '0.00', [['2026-11-03', '310.00', 'Mountain Tools GmbH', 'INV-1002']]));
    const other = value(await finance.proposals()).receipts.find((one) => one.amount.amount === '310.00');
    expect(other?.left).toBe('310.00');
    expect((await openOf())['INV-1002']).toBe('310.00');
    await importText('twice.sta', mt940(3, '0.00', [['2026-11-04', '2000.00', 'Mountain Tools GmbH', 'INV-1003']]));
    expect(value(await finance.proposals()).receipts.find((one) => one.amount.amount === '2000.00')?.reasonKind).toBe('duplicate_payment');
    expect(await leaks()).toEqual([]);
  });
});

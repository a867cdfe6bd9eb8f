import { afterEach, expect, it } from 'vitest';
import { exceptions } from '../../core/receivables/answers/exceptions.ts';
import { createFinance } from '../../core/receivables/create-service.ts';
import type { ArDocument } from '../../core/receivables/table/documents.ts';
import { documentsOf } from '../../core/receivables/table/read.ts';
import { recountAll } from '../../core/receivables/table/recount.ts';
import { askForImport } from '../../core/receivables/table/tick.ts';
import { type TestWorkspace, tester } from './harness.ts';
import { erpFiles, mt940, openBooks } from './receivables-workspace.ts';

let w: TestWorkspace;
afterEach(() => w?.close());

const october = mt940(1, '100.00', [
  ['2026-11-03', '1250.40', 'Harbor Foods Ltd', 'INV-1001'],
  ['2026-11-04', '500.00', 'Mountain Tools GmbH', 'part of INV-1003'],
  ['2026-11-05', '77.00', 'Nobody', 'hello'],
]);

async function importNow(): Promise<void> {
  await askForImport(w.world);
  await w.quiet();
}

async function documents(): Promise<ArDocument[]> {
  const found: ArDocument[] = [];
  for await (const { value } of documentsOf(w.world, 'Alpina AG')) found.push(value);
  return found;
}

const claims = async (): Promise<Record<string, bigint>> => Object.fromEntries((await documents()).flatMap((d) => (d.kind === 'claim' ? [[d.claim.number, d.openMinor]] : [])));
const money = async (): Promise<bigint[]> =>
  (await documents()).flatMap((d) => (d.kind === 'receipt' && d.sameAs === undefined ? [d.leftMinor] : [])).sort((a, b) => Number(a - b));

it('matches a bank statement with the invoices that the sync has unified, and leaves to people what is not sure', async () => {
  w = await openBooks({ files: { 'bank/october.sta': october } });
  await w.sync();
  await importNow();
  expect(await claims()).toEqual({ 'INV-1001': 0n, 'INV-1002': 31_000n, 'INV-1003': 200_000n, 'INV-1004': 880_000n });
  expect(await money()).toEqual([0n, 7_700n, 50_000n]);
  expect((await recountAll(w.world)).leaks).toEqual([]);
});

it('matches the same whichever comes first, the money or the invoice', async () => {
  w = await openBooks({ files: { 'bank/october.sta': october } });
  await importNow();
  expect(await money()).toEqual([7_700n, 50_000n, 125_040n]);
  await w.sync();
  expect(await money()).toEqual([0n, 7_700n, 50_000n]);
});

it('adds nothing for a statement twice under another name, and only what is new of an overlapping one', async () => {
  w = await openBooks({ files: { 'bank/october.sta': october } });
  await w.sync();
  await importNow();
  const before = await recountAll(w.world);
  w.write('bank/again.sta', october);
  await importNow();
  expect(await recountAll(w.world)).toEqual(before);
  w.write(
    'bank/more.sta',
    mt940(1, '100.00', [
      ['2026-11-03', '1250.40', 'Harbor Foods Ltd', 'INV-1001'],
      ['2026-11-04', '500.00', 'Mountain Tools GmbH', 'part of INV-1003'],
      ['2026-11-05', '77.00', 'Nobody', 'hello'],
      ['2026-11-06', '310.00', 'Harbor Foods Ltd', 'INV-1002'],
    ]),
  );
  await importNow();
  expect(await money()).toEqual([0n, 0n, 7_700n, 50_000n]);
});

it('quarantines a statement that does not add up, with the difference, and takes it once it is corrected', async () => {
  const wrong = october.replace(/:62F:.*/, ':62F:C261105EUR1,00');
  w = await openBooks({ files: { 'bank/october.sta': wrong } });
  await w.sync();
  await importNow();
  expect(await money()).toEqual([]);
  const { groups } = await w.service.failures({});
  expect(groups[0]).toMatchObject({ cause: 'receivables.proof' });
  w.write('bank/october.sta', october);
  await importNow();
  expect((await money()).length).toBe(3);
  expect((await w.service.failures({})).open).toBe(0);
});

it('tells finance what is missing between two statements, until it is there, and counts it when the month is closed', async () => {
  const lines = (day: string, amount: string) => [[`2026-10-${day}`, amount, 'Somebody', 'hello'] as const];
  w = await openBooks({ files: { 'bank/1.sta': mt940(1, '100.00', lines('01', '10.00')), 'bank/3.sta': mt940(3, '130.00', lines('03', '5.00')) } });
  await w.sync();
  await importNow();
  const told = async () => (await exceptions(w.world)).exceptions.filter((e) => e.kind !== 'unapplied').map((e) => [e.kind, e.document, e.amount.amount]);
  expect(await told()).toEqual([
    ['statement_missing', 'DE89370400440532013000', '0.00'],
    ['balance_gap', 'DE89370400440532013000', '20.00'],
  ]);
  const gap = (await exceptions(w.world)).exceptions.find((e) => e.kind === 'statement_missing');
  expect([gap?.sentence.en, gap?.todo.zh]).toEqual([expect.stringContaining('missing between 1/1 and 3/1 (from 2026-10-03)'), expect.stringContaining('银行')]);
  const closed = await createFinance(w.world).close({ through: '2026-10' }, tester);
  expect(closed).toMatchObject({ value: { exceptions: { statement_missing: 1, balance_gap: 1 } } });
  w.write('bank/2.sta', mt940(2, '110.00', lines('02', '20.00')));
  await importNow();
  expect(await told()).toEqual([]);
});

it('names a file that it cannot read, and goes on with the others', async () => {
  w = await openBooks({ files: { 'bank/a-letter.txt': 'Dear customer,\nthis is no statement.\n', 'bank/october.sta': october } });
  await w.sync();
  await importNow();
  expect((await w.service.failures({})).groups.map((group) => group.cause)).toEqual(['receivables.file']);
  expect((await money()).length).toBe(3);
});

it('takes what the ERP settled as a fact, once, and gives it back when the ERP opens the invoice again', async () => {
  w = await openBooks();
  await w.sync();
  w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('2000.00,2000.00', '2000.00,800.00'));
  await w.sync();
  await w.sync();
  expect((await claims())['INV-1003']).toBe(80_000n);
  w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('2000.00,2000.00', '2000.00,1500.00'));
  await w.sync();
  expect((await claims())['INV-1003']).toBe(150_000n);
  expect((await recountAll(w.world)).leaks).toEqual([]);
});

it('an invoice changed after it was paid is over-allocated for a person to see; one that changed its currency gives its money back', async () => {
  w = await openBooks({ files: { 'bank/october.sta': october } });
  await w.sync();
  await importNow();
  w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('1250.40,1250.40', '1000.00,0.00'));
  await w.sync();
  expect((await claims())['INV-1001']).toBe(-25_040n);
  w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('1,EUR,2026-10-01,2026-10-31,1250.40,1250.40', '1,CHF,2026-10-01,2026-10-31,1250.40,1250.40'));
  await w.sync();
  expect((await claims())['INV-1001']).toBe(125_040n);
  expect((await money()).includes(125_040n)).toBe(true);
  expect((await recountAll(w.world)).leaks).toEqual([]);
});

it('what a merged customer owed belongs to the one that stays', async () => {
  w = await openBooks();
  await w.sync();
  const parties = [...new Set((await documents()).flatMap((d) => (d.kind === 'claim' && d.claim.currency === 'EUR' ? [d.claim.party] : [])))];
  await w.service.merge(parties[0] as string, parties[1] as string, { id: 'p', name: 'p' });
  await w.quiet();
  expect(new Set((await documents()).flatMap((d) => (d.kind === 'claim' && d.claim.currency === 'EUR' ? [d.claim.party] : []))).size).toBe(1);
});

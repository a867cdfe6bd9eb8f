import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFinance } from '../../core/receivables/create-service.ts';
import { documentsOf } from '../../core/receivables/table/read.ts';
import { reconcile } from '../../core/receivables/table/reconcile.ts';
import { recountAll } from '../../core/receivables/table/recount.ts';
import { solveBucket } from '../../core/receivables/table/solve.ts';
import { importFolders } from '../../core/receivables/table/statements.ts';
import { askForImport } from '../../core/receivables/table/tick.ts';
import { tellOutside } from '../../core/receivables/writeback/outside.ts';
import { openTestWorkspace, workspaceFolder } from './harness.ts';
import { erpFiles, mt940, receivablesMappings, receivablesYaml } from './receivables-workspace.ts';
import { csv } from './trading.ts';

const payments =
  'name: erp/payments\ntype: receipt\nconnector: file\nstream: payments\nfields:\n  customer: { path: Customer, reference: customers }\n  amount: { path: [Amount, Currency] }\n  paid: { path: Day, as: date }\n  reference: Invoice\n';

const yaml = receivablesYaml()
  .replace('invoices: { files: invoices.csv, key: Id }', 'invoices: { files: invoices.csv, key: Id }\n        payments: { files: payments.csv, key: Id }')
  .replace('invoices: { mapping: erp/invoices }', 'invoices: { mapping: erp/invoices }\n      payments: { mapping: erp/payments }');
const paymentHead = 'Id,Customer,Amount,Currency,Day,Invoice';

it('a payment of the same amount in the ledger is another one when the bank’s line names another invoice', async () => {
  const folder = workspaceFolder({
    'syncline.yaml': yaml,
    ...receivablesMappings,
    'mappings/erp/payments.yaml': payments,
    ...erpFiles,
    'erp/payments.csv': csv(paymentHead, '1,1,310.00,EUR,2026-11-02,INV-1002'),
    'bank/november.sta': mt940(1, '0.00', [['2026-11-03', '310.00', 'Harbor Foods Ltd', 'INV-1001']]),
  });
  const w = await openTestWorkspace(folder);
  await w.sync();
  await askForImport(w.world);
  await w.quiet();
  const seen: (string | undefined)[] = [];
  for await (const { value } of documentsOf(w.world, 'Alpina AG')) if (value.kind === 'receipt') seen.push(value.sameAs);
  expect(seen).toEqual([undefined, undefined]);
  await w.close();
});

it('a payment that was read before its customer belongs to the customer, whichever document names it first', async () => {
  const folder = workspaceFolder({
    'syncline.yaml': yaml,
    ...receivablesMappings,
    'mappings/erp/payments.yaml': payments,
    ...erpFiles,
    'erp/payments.csv': csv(paymentHead, '1,1,310.00,EUR,2026-11-02,INV-1002'),
    'bank/.keep': '',
  });
  let w = await openTestWorkspace(folder);
  await w.sync('erp.payments');
  await w.close('keep');
  // Customers and invoices come in while nobody listens, and are then heard of in the other order.
  const file = join(folder, 'syncline.yaml');
  writeFileSync(file, yaml.slice(0, yaml.indexOf('receivables:')));
  w = await openTestWorkspace(folder);
  await w.sync();
  const found = async (type: string): Promise<{ entity: string }[]> => {
    const answer = await w.service.records({ type, limit: 100 });
    return answer.ok ? answer.value.records.map(({ id }) => ({ entity: id })) : [];
  };
  const packs = [
    { type: 'invoice', facts: await found('invoice') },
    { type: 'organization', facts: await found('organization') },
  ];
  await w.close('keep');
  writeFileSync(file, yaml);
  w = await openTestWorkspace(folder);
  for (const [i, pack] of packs.entries()) {
    const body = JSON.stringify({ workspace: 'books', kind: 'created', ...pack });
    const record = { messageId: String(i), body } as Parameters<typeof reconcile>[1]['Records'][number];
    expect(await reconcile(() => w.world, { Records: [record] }, { solve: solveBucket, tellOutside, importFolders })).toEqual({ batchItemFailures: [] });
  }
  await w.quiet();
  const left: [string, bigint][] = [];
  for await (const { value } of documentsOf(w.world, 'Alpina AG')) {
    if (value.kind === 'receipt') left.push(['receipt', value.leftMinor]);
    else if (value.claim.number === 'INV-1002') left.push(['INV-1002', value.openMinor]);
  }
  expect(left.sort()).toEqual([
    ['INV-1002', 0n],
    ['receipt', 0n],
  ]);
  await w.close();
});

it('a payment that was matched before its invoice was read goes where the ERP booked it, and says why', async () => {
  const folder = workspaceFolder({
    'syncline.yaml': yaml,
    ...receivablesMappings,
    'mappings/erp/payments.yaml': payments,
    ...erpFiles,
    // The same customer has an invoice of exactly this amount, but the ERP booked the payment against one that nobody has read.
    'erp/payments.csv': csv(paymentHead, '1,1,1250.40,EUR,2026-11-02,INV-0999', '2,2,300.00,EUR,2026-11-02,"INV-1003, INV-0998"'),
    'bank/.keep': '',
  });
  const w = await openTestWorkspace(folder);
  await w.sync();
  const open = async (): Promise<Record<string, bigint>> => {
    const found: Record<string, bigint> = {};
    for await (const { value } of documentsOf(w.world, 'Alpina AG')) if (value.kind === 'claim') found[value.claim.number] = value.openMinor;
    return found;
  };
  expect(await open()).toMatchObject({ 'INV-1001': 0n, 'INV-1003': 200_000n });
  const before = erpFiles['erp/invoices.csv'].replace('INV-1003,2,EUR,2026-10-07,2026-11-06,2000.00,2000.00', 'INV-1003,2,EUR,2026-10-07,2026-11-06,100.00,100.00');
  w.write('erp/invoices.csv', `${before}15,INV-0999,1,EUR,2026-09-01,2026-10-01,1250.40,0.00,paid\n16,INV-0998,2,EUR,2026-09-01,2026-10-01,200.00,0.00,paid\n`);
  await w.sync();
  expect(await open()).toMatchObject({ 'INV-1001': 125_040n, 'INV-0999': 0n, 'INV-1003': 0n, 'INV-0998': 0n });
  const told = await createFinance(w.world).explain('INV-1001');
  expect(told.ok && told.value.matches.map(({ reversed }) => reversed?.reason)).toEqual(['the ERP booked it against INV-0999']);
  await w.sync();
  expect((await recountAll(w.world)).leaks).toEqual([]);
  expect(await open()).toMatchObject({ 'INV-1001': 125_040n, 'INV-0999': 0n });
  await w.close();
});

it('a payment that the ERP reverses or deletes counts no longer, and counts again when it is back', async () => {
  const withState = payments.replace('reference: Invoice', 'reference: Invoice\n  status: State');
  const rows = (state: string): string => csv(`${paymentHead},State`, `1,1,310.00,EUR,2026-11-02,INV-1002,${state}`);
  const folder = workspaceFolder({
    'syncline.yaml': yaml,
    ...receivablesMappings,
    'mappings/erp/payments.yaml': withState,
    ...erpFiles,
    'erp/payments.csv': rows('booked'),
    'bank/1.sta': mt940(1, '0.00', [['2026-11-03', '310.00', 'Harbor Foods Ltd', 'INV-1002']]),
  });
  const w = await openTestWorkspace(folder);
  const open = async (): Promise<[bigint | undefined, bigint]> => {
    let [invoice, money]: [bigint | undefined, bigint] = [undefined, 0n];
    for await (const { value } of documentsOf(w.world, 'Alpina AG')) {
      if (value.kind === 'claim' && value.claim.number === 'INV-1002') invoice = value.openMinor;
      if (value.kind === 'receipt' && value.sameAs === undefined) money += value.leftMinor;
    }
    expect((await recountAll(w.world)).leaks).toEqual([]);
    return [invoice, money];
  };
  await w.sync();
  expect(await open()).toEqual([0n, 0n]);
  w.write('erp/payments.csv', rows('reversed'));
  await w.sync();
  expect(await open()).toEqual([31_000n, 0n]);
  w.write('erp/payments.csv', rows('booked'));
  await w.sync();
  expect(await open()).toEqual([0n, 0n]);
  // The bank tells the same money; then the ledger forgets it, and the bank's line stays.
  await askForImport(w.world);
  await w.quiet();
  const views = async (): Promise<(string | undefined)[]> => {
    const found: (string | undefined)[] = [];
    for await (const { value } of documentsOf(w.world, 'Alpina AG')) if (value.kind === 'receipt' && value.source === 'bank') found.push(value.sameAs);
    return found;
  };
  expect([await open(), await views()]).toEqual([[0n, 0n], [expect.stringMatching(/^r_/)]]);
  w.write('erp/payments.csv', rows('reversed'));
  await w.sync();
  expect([await open(), await views()]).toEqual([[0n, 0n], [undefined]]);
  await w.close();
});

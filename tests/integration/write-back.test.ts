import { afterEach, expect, it } from 'vitest';
import { undo } from '../../core/receivables/answers/undo.ts';
import type { ReceivablesConfig } from '../../core/receivables/table/config.ts';
import { documentsOf } from '../../core/receivables/table/read.ts';
import { askForImport } from '../../core/receivables/table/tick.ts';
import { writeBackListKey } from '../../core/receivables/table/written.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock, tester, workspaceFolder } from './harness.ts';
import { erpFiles, mt940, receivablesMappings, receivablesYaml } from './receivables-workspace.ts';
import { rowsOf } from './two-systems.ts';

let w: TestWorkspace;
let clock: TestClock;
afterEach(() => w?.close());

const yaml = receivablesYaml('  payTo: erp.payments\n')
  .replace(
    'invoices: { files: invoices.csv, key: Id }',
    'invoices: { files: invoices.csv, key: Id }\n        payments: { files: payments.csv, key: Id, writable: true, columns: [Id, invoice, amount, currency, date, description] }',
  )
  .replace('invoices: { mapping: erp/invoices }', 'invoices: { mapping: erp/invoices }\n      payments: { mapping: erp/payments }')
  .replace(
    'receivables:',
    `  crm:
    connector: file
    config:
      folder: crm
      streams: { invoices: { files: invoices.csv, key: Id, writable: true, columns: [Id, Number, Outstanding, Currency, Settlement] } }
    streams: { invoices: { mapping: crm/invoices } }
routes:
  invoices-to-crm: { type: invoice, from: [erp], to: crm.invoices, golive: automatic }
receivables:`,
  );
const mapping = (name: string, type: string, fields: string): string => `name: ${name}\ntype: ${type}\nconnector: file\nstream: ${name.split('/')[1]}\nfields:\n${fields}`;
const files = {
  'syncline.yaml': yaml,
  ...receivablesMappings,
  'mappings/erp/payments.yaml': mapping('erp/payments', 'receipt', '  amount: { path: [amount, currency] }\n  paid: { path: date, as: date }\n  note: description\n'),
  'mappings/crm/invoices.yaml': mapping('crm/invoices', 'invoice', '  number: Number\n  outstanding: { path: [Outstanding, Currency] }\n  settlement: Settlement\n'),
  ...erpFiles,
  'crm/.keep': '',
  'bank/november.sta': mt940(1, '0.00', [['2026-11-03', '1250.40', 'Harbor Foods Ltd', 'INV-1001']]),
};

async function open(): Promise<void> {
  clock = testClock();
  w = await openTestWorkspace(workspaceFolder(files), { clock });
  await w.sync();
  await askForImport(w.world);
  await w.quiet();
}

const paid = (): readonly string[] => rowsOf(w.read('erp/payments.csv'));
const crm = (number: string): string | undefined => rowsOf(w.read('crm/invoices.csv')).find((row) => row.split(',')[1] === number);
const onItsWay = async (): Promise<readonly (string | undefined)[]> => (await w.world.table.list(writeBackListKey)).entries.map((e) => e.state);

it('an allocation becomes one payment in the ERP, which the next pull confirms; a second run writes nothing', async () => {
  await open();
  expect(paid()).toHaveLength(1);
  expect(paid()[0]).toMatch(/,11,1250\.40,EUR,2026-11-03,SL-/);
  expect(await onItsWay()).toEqual(['applied']);
  await w.sync();
  expect(await onItsWay()).toEqual([]);
  const before = [w.read('erp/payments.csv'), w.read('crm/invoices.csv')];
  await w.sync();
  await w.runner.tick();
  await w.quiet();
  expect([w.read('erp/payments.csv'), w.read('crm/invoices.csv')]).toEqual(before);
});

it('the CRM shows what is open and how far it is settled, and what is typed over it is put right', async () => {
  await open();
  await w.sync();
  expect([crm('INV-1001'), crm('INV-1003')].map((row) => row?.split(',').slice(2))).toEqual([
    ['0.00', 'EUR', 'paid'],
    ['2000.00', 'EUR', 'open'],
  ]);
  w.write('crm/invoices.csv', w.read('crm/invoices.csv').replace('2000.00,EUR,open', '2000.00,EUR,paid'));
  await w.sync();
  expect(crm('INV-1003')).toMatch(/2000\.00,EUR,open$/);
});

it('an undone match opens the invoice again in the CRM, and an accountant is asked to cancel the payment in the ERP', async () => {
  await open();
  await w.sync();
  const groups: string[] = [];
  for await (const { value } of documentsOf(w.world, 'Alpina AG')) if (value.kind === 'claim' && value.claim.number === 'INV-1001') groups.push(...value.groups);
  const [match = ''] = groups;
  expect(await undo(w.world, w.world.config.receivables as ReceivablesConfig, { match, reason: 'wrong invoice' }, tester)).toMatchObject({ ok: true });
  await w.quiet();
  expect(crm('INV-1001')).toMatch(/1250\.40,EUR,open$/);
  expect((await w.service.failures({})).groups.map((group) => group.cause)).toEqual(['receivables.takeBack']);
  expect(paid()).toHaveLength(1);
});

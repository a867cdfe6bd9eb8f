import { afterEach, beforeEach, expect, it } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import { readSlot } from '../../core/sync/adopt.ts';
import { slotItem } from '../../core/sync/slot-item.ts';
import { put, readRecord } from '../../core/sync/store.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from './harness.ts';
import { rowsOf } from './two-systems.ts';

const yaml = `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  erp:
    connector: file
    config:
      folder: erp
      streams: { customers: { files: customers.csv, key: Nr }, invoices: { files: invoices.csv, key: Nr, writable: true } }
    streams: { customers: { mapping: erp/customers }, invoices: { mapping: erp/invoices } }
  crm:
    connector: file
    config:
      folder: crm
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
        invoices: { files: invoices.csv, key: Id, writable: true, newKey: number, externalId: Ours, columns: [Id, Ours, Number, Customer, Text] }
    streams: { customers: { mapping: crm/customers }, invoices: { mapping: crm/invoices } }
routes:
  customers-to-crm: { type: organization, from: [erp], to: crm.customers, golive: automatic }
  invoices-to-crm: { type: invoice, to: crm.invoices, golive: automatic }
  invoices-to-erp: { type: invoice, to: erp.invoices, golive: automatic }
`;
const customers = (name: string): string => `name: ${name}/customers\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: Name\n`;
const invoices = (name: string): string =>
  `name: ${name}/invoices\ntype: invoice\nconnector: file\nstream: invoices\nfields:\n  number: Number\n  customer: { path: Customer, reference: customers }\n  description: Text\n`;

let w: TestWorkspace;
beforeEach(async () => {
  const files = {
    'syncline.yaml': yaml,
    'mappings/a.yaml': customers('erp'),
    'mappings/b.yaml': invoices('erp'),
    'mappings/c.yaml': customers('crm'),
    'mappings/d.yaml': invoices('crm'),
    'erp/customers.csv': 'Nr,Name\nK1,Acme GmbH\n',
    'erp/invoices.csv': 'Nr,Number,Customer,Text\nR1,2026-1,K1,Pipes\n',
    'crm/customers.csv': 'Id,Name\n',
  };
  w = await openTestWorkspace(workspaceFolder(files));
  await w.sync();
});
afterEach(() => w.close());

const inCrm = (): string[] => rowsOf(w.read('crm/invoices.csv'));

/** The create was tried before: our clock had jumped over the wait for that try, so that nobody waits for it any more. */
async function triedBefore(): Promise<void> {
  const slot = await readSlot(w.world, 'crm', (inCrm()[0] as string).split(',')[1] as string);
  if (slot === undefined) throw new Error('the invoice was made without a slot');
  const { intent } = slot.value;
  const item = slotItem('crm', { ...slot.value, past: [{ ...intent, id: 'i_before' }] }, w.world.clock.now());
  expect(await put(w.world, [{ op: 'put', item, when: { version: slot.version } }])).toBe('ok');
}

/** Another record of that invoice appears in the CRM, under the name that we gave it. */
async function appears(number: string, edited?: string): Promise<void> {
  const [id, ours, , customer, text] = (inCrm()[0] as string).split(',');
  w.write('crm/invoices.csv', `${w.read('crm/invoices.csv')}${Number(id) + 1},${ours},${number},${customer},${edited ?? text}\n`);
  await w.sync();
}

const entityOf = async (ref: string) => (await w.service.record(ref))?.id;

it('a document that lands beside the one of a later try is ours by the name it bears, and goes nowhere as a person’s', async () => {
  await triedBefore();
  await appears('2026-1');
  expect(inCrm().length).toBe(2);
  expect(rowsOf(w.read('erp/invoices.csv'))).toEqual(['R1,2026-1,K1,Pipes']);
  expect(await entityOf('crm/invoices/2')).toBe(await entityOf('erp/invoices/R1'));
});

it('so is one that a person has edited before we read it, as long as it has the number that we sent: what he put there is an edit', async () => {
  await triedBefore();
  await appears('2026-1', 'Bends');
  expect((await readRecord(w.world, refOf('crm', 'invoices', '2')))?.value.origin).toBe('ours');
  expect(await entityOf('crm/invoices/2')).toBe(await entityOf('erp/invoices/R1'));
  expect(rowsOf(w.read('erp/invoices.csv'))).toEqual(['R1,2026-1,K1,Bends']);
});

it('a copy that somebody made of our document, name and all, is a document of its own once it has another number', async () => {
  await triedBefore();
  await appears('2026-2');
  expect(rowsOf(w.read('erp/invoices.csv')).length).toBe(2);
  expect(await entityOf('crm/invoices/2')).not.toBe(await entityOf('erp/invoices/R1'));
});

it('a copy that says the same is a document of its own where the create was tried only once', async () => {
  await appears('2026-1');
  expect(rowsOf(w.read('erp/invoices.csv')).length).toBe(2);
});

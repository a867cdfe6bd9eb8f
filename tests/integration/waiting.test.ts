import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entityIdFrom, refOf } from '../../core/model/ids.ts';
import { sendHints, sendOutbound } from '../../core/sync/messages.ts';
import type { Assertion, SourceRecord } from '../../core/sync/record.ts';
import { readRecord, type Versioned, writeRecord } from '../../core/sync/store.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock, tester, workspaceFolder } from './harness.ts';
import { rowsOf } from './two-systems.ts';

const dayMs = 86_400_000;
const yaml = `
workspace: main
zone: Europe/Berlin
country: DE
connections:
  erp:
    connector: file
    config:
      folder: erp
      streams: { customers: { files: customers.csv, key: Nr }, invoices: { files: invoices.csv, key: Nr } }
    streams: { customers: { mapping: erp/customers }, invoices: { mapping: erp/invoices } }
  crm:
    connector: file
    config:
      folder: crm
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
        invoices: { files: invoices.csv, key: Id, writable: true, columns: [Id, Number, Customer, Total, Currency] }
    streams: { customers: { mapping: crm/customers }, invoices: { mapping: crm/invoices } }
routes:
  customers-to-crm: { type: organization, to: crm.customers, golive: automatic }
  invoices-to-crm: { type: invoice, to: crm.invoices, golive: automatic, patience: 2d }
`;
const mapping = (name: string, type: string, fields: string): string =>
  `name: ${name}\ntype: ${type}\nconnector: file\nstream: ${name.slice(4)}\nfields:\n${fields
    .split('; ')
    .map((line) => `  ${line}\n`)
    .join('')}`;
const files = {
  'syncline.yaml': yaml,
  'mappings/a.yaml': mapping('erp/customers', 'organization', 'name: Name'),
  'mappings/b.yaml': mapping(
    'erp/invoices',
    'invoice',
    'number: Number; customer: { path: Customer, reference: customers }; currency: { path: Currency, direction: in }; total: { path: [Total, Currency], as: { money: { locale: en } } }',
  ),
  'mappings/c.yaml': mapping('crm/customers', 'organization', 'name: Company'),
  'mappings/d.yaml': mapping('crm/invoices', 'invoice', 'number: Number; customer: { path: Customer, reference: customers }; total: { path: [Total, Currency], as: money }'),
  'erp/customers.csv': 'Nr,Name\nK1,Acme GmbH\n',
  'erp/invoices.csv': 'Nr,Number,Customer,Total,Currency\nR1,2026-1,K1,"1,000.00",EUR\nR2,2026-2,K9,"660,508.40",EUR\n',
  'crm/customers.csv': 'Id,Company\n',
};

let w: TestWorkspace;
let clock: TestClock;
beforeEach(async () => {
  clock = testClock();
  w = await openTestWorkspace(workspaceFolder(files), { clock });
});
afterEach(() => w.close());

const invoices = (): string[] => rowsOf(w.read('crm/invoices.csv'));
const target = async (record: string) => (await w.service.why(record))?.targets.find((t) => t.to === 'crm/invoices');

describe('an invoice whose customer is not in the target', () => {
  it('waits while the rest goes on, says for whom, and goes when the customer comes', async () => {
    await w.sync();
    const customer = (rowsOf(w.read('crm/customers.csv'))[0] as string).split(',')[0];
    expect(invoices()).toEqual([expect.stringMatching(new RegExp(`,2026-1,${customer},1000\\.00,EUR$`))]);
    expect(await target('erp/invoices/R2')).toMatchObject({ state: 'waiting', code: 'waits-for-parent', reason: { en: expect.stringContaining('erp/customers/K9') } });
    w.write('erp/customers.csv', `${w.read('erp/customers.csv')}K9,Beta AG\n`);
    await w.sync('erp.customers');
    const beta = rowsOf(w.read('crm/customers.csv')).find((row) => row.endsWith(',Beta AG')) as string;
    expect(invoices()).toHaveLength(2);
    expect(invoices()[1]).toMatch(new RegExp(`,2026-2,${beta.split(',')[0]},660508\\.40,EUR$`));
    expect(await target('erp/invoices/R2')).toMatchObject({ state: 'current' });
    const before = w.read('crm/invoices.csv');
    await w.sync();
    expect(w.read('crm/invoices.csv')).toBe(before);
  });

  it('waits for a customer that is known and held back, and goes when it is let through', async () => {
    await w.service.pause({ kind: 'route', route: 'customers-to-crm' }, 'stocktaking', tester);
    await w.sync();
    expect(invoices()).toEqual([]);
    expect(await target('erp/invoices/R1')).toMatchObject({ state: 'waiting', reason: { en: expect.stringContaining('Acme GmbH') } });
    await w.service.resume({ kind: 'route', route: 'customers-to-crm' }, tester);
    await w.quiet();
    await w.sync();
    expect(invoices()).toHaveLength(1);
  });

  it('goes when the customer’s record, stored by a worker that died, is folded at last', async () => {
    await w.sync();
    const { value: acme } = (await readRecord(w.world, refOf('erp', 'customers', 'K1'))) as Versioned<SourceRecord>;
    const [ref, snapshot] = [refOf('erp', 'customers', 'K9'), { Nr: 'K9', Name: 'Beta AG' }];
    const assertions = { name: { ...acme.assertions['name'], raw: 'Beta AG' } as Assertion };
    const orphan: SourceRecord = { ...acme, ref, snapshot, assertions, entity: entityIdFrom(w.world.table.workspace, 'o', ref) };
    expect(await writeRecord(w.world, orphan, 0)).toBe('ok');
    // As when what it waited for has come: it looks again, and finds a record without an entity.
    await sendOutbound(w.world, { connection: 'crm', stream: 'invoices' }, [(await w.service.record('erp/invoices/R2'))?.id as string]);
    await w.runner.idle();
    await sendHints(w.world, 'erp', 'customers', [{ id: 'K9', fold: true }]);
    await w.quiet();
    expect(invoices()).toHaveLength(2);
  });

  it('is a failure that a person sees after the patience of its route, and still goes when the customer comes', async () => {
    await w.sync();
    clock.move(2 * dayMs + 60_000);
    await w.runner.tick();
    await w.quiet();
    const failures = await w.service.failures({});
    expect(failures.groups).toMatchObject([{ cause: 'wait.parent', kind: 'waiting', count: 1, samples: [{ reason: { en: expect.stringContaining('erp/customers/K9') } }] }]);
    w.write('erp/customers.csv', `${w.read('erp/customers.csv')}K9,Beta AG\n`);
    await w.sync('erp.customers');
    expect(invoices()).toHaveLength(2);
    expect((await w.service.failures({})).open).toBe(0);
  });
});

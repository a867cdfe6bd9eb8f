import { afterEach, expect, it } from 'vitest';
import { hourMs } from '../../core/model/time.ts';
import { openTestWorkspace, type TestWorkspace, testClock, workspaceFolder } from './harness.ts';
import { csv } from './two-systems.ts';

let w: TestWorkspace;
afterEach(() => w.close());

const connection = (name: string): string => `
  ${name}:
    connector: file
    config: { folder: ${name}, streams: { customers: { files: customers.csv, key: Id, writable: true } } }
    streams: { customers: { mapping: ${name}/customers } }`;

const mapping = (name: string, more: string): string => `name: ${name}/customers
type: organization
connector: file
stream: customers
fields:
  name: Company
  phones: { path: Phone, split: [';'] }
${more}`;

/** A CRM that keeps mailboxes and shows registration numbers which nobody else writes, and an ERP that keeps no mailboxes. */
const files = {
  'syncline.yaml': `
workspace: main
zone: Europe/Berlin
country: DE
connections:${connection('crm')}${connection('erp')}
routes:
  to-erp: { type: organization, from: [crm], to: erp.customers, golive: automatic }
  to-crm: { type: organization, from: [erp], to: crm.customers, golive: automatic }
policies: { organization: { default: latest } }
`,
  'mappings/crm.yaml': mapping('crm', "  emails: { path: E-mail, split: [';'] }\n  taxId: { path: Tax, direction: in }\n"),
  'mappings/erp.yaml': mapping('erp', '  taxId: Tax\n'),
};

const acme = '7,Acme GmbH,+49 30 1111111,DE136695976';
const entityOf = async (ref: string): Promise<unknown> => (await w.service.record(ref))?.id;

/**
 *   crm 1: name, mailbox, telephone     erp 7: name, telephone, tax 976      one customer
 *   crm 2: name, mailbox, tax 125       kept apart by the number of erp 7, with whom it shares nothing else that anybody is found by
 */
it('whom a number in one record of a customer had kept out is taken in when that goes, though only another record of that customer has something in common with him', async () => {
  const crm = (...rows: string[]): string => csv('Id,Company,Phone,E-mail,Tax', ['1,Acme GmbH,+49 30 1111111,info@acme.example,', ...rows]);
  w = await openTestWorkspace(workspaceFolder({ ...files, 'crm/customers.csv': crm(), 'erp/customers.csv': csv('Id,Company,Phone,Tax', [acme]) }), {});
  await w.sync();
  w.write('crm/customers.csv', crm('2,Acme GmbH,,info@acme.example,DE111111125'));
  await w.sync();
  expect(await entityOf('crm/customers/1')).toBe(await entityOf('erp/customers/7'));
  expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('crm/customers/2'));
  w.write('erp/customers.csv', w.read('erp/customers.csv').replace(acme, '7,Acme GmbH,+49 30 1111111,'));
  await w.sync();
  expect(await entityOf('crm/customers/1')).toBe(await entityOf('crm/customers/2'));
});

/**
 *   crm 1: name, mailbox, tax 976       erp 7: name, telephone, tax 976      one customer; erp 7 is deleted
 *   crm 2: name, mailbox, tax 125       kept apart by the number, until that is cleared in crm 1: nobody can clear it in erp 7
 */
it('nor is anybody kept out by a number that only a deleted record shows still', async () => {
  const crm = (...rows: string[]): string => csv('Id,Company,Phone,E-mail,Tax', rows);
  const [one, two] = ['1,Acme GmbH,,info@acme.example,DE136695976', '2,Acme GmbH,,info@acme.example,DE111111125'];
  const clock = testClock();
  w = await openTestWorkspace(workspaceFolder({ ...files, 'crm/customers.csv': crm(one), 'erp/customers.csv': csv('Id,Company,Phone,Tax', [acme, '8,Bolt AG,,']) }), { clock });
  await w.sync();
  expect(await entityOf('crm/customers/1')).toBe(await entityOf('erp/customers/7'));
  w.write('erp/customers.csv', csv('Id,Company,Phone,Tax', ['8,Bolt AG,,']));
  await w.sync();
  clock.move(2 * hourMs);
  w.write('crm/customers.csv', `${w.read('crm/customers.csv')}${two}\n`);
  await w.sync();
  expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('crm/customers/2'));
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('DE136695976', ''));
  await w.sync();
  expect(await entityOf('crm/customers/1')).toBe(await entityOf('crm/customers/2'));
});

import { afterEach, expect, it } from 'vitest';
import { openTestWorkspace, type TestWorkspace, tester, workspaceFolder } from './harness.ts';
import { rowsOf } from './two-systems.ts';

const connection = (name: string): string => `
  ${name}:
    connector: file
    config:
      folder: ${name}
      streams:
        customers: { files: customers.csv, key: Id, writable: true }
        people: { files: people.csv, key: Id, writable: true }
    streams: { customers: { mapping: ${name}/customers }, people: { mapping: ${name}/people } }`;
const yaml = `
workspace: main
zone: Europe/Berlin
country: DE
connections:${connection('crm')}${connection('erp')}
routes:
  customers-to-crm: { type: organization, to: crm.customers, golive: automatic }
  customers-to-erp: { type: organization, to: erp.customers, golive: automatic }
  people-to-crm: { type: person, to: crm.people, golive: automatic }
  people-to-erp: { type: person, to: erp.people, golive: automatic }
`;
const mappings = (name: string): Record<string, string> => ({
  [`mappings/${name}-customers.yaml`]: `name: ${name}/customers\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: Company\n`,
  [`mappings/${name}-people.yaml`]: `name: ${name}/people\ntype: person\nconnector: file\nstream: people\nfields:\n  name: Name\n  emails: { path: Mail, split: ['|'] }\n  worksAt: { path: Employer, reference: customers }\n`,
});
const files = {
  'syncline.yaml': yaml,
  ...mappings('crm'),
  ...mappings('erp'),
  'crm/customers.csv': 'Id,Company\nC1,Acme GmbH\nC2,Beta AG\n',
  'crm/people.csv': 'Id,Name,Mail,Employer\nP1,Ann Example,ann@acme.example,C1\n',
  'erp/customers.csv': 'Id,Company\n',
  'erp/people.csv': 'Id,Name,Mail,Employer\n',
};
const person = 'crm/people/P1';

let w: TestWorkspace;
afterEach(() => w.close());

const employer = (): string | undefined => rowsOf(w.read('crm/people.csv'))[0]?.split(',')[3];

it('names its own employer again once it is shown, where it was hidden when a split took back whom we had written there', async () => {
  w = await openTestWorkspace(workspaceFolder(files));
  await w.sync();
  await w.sync();
  const [made] = rowsOf(w.read('erp/people.csv')) as [string];
  const ids = Object.fromEntries(rowsOf(w.read('erp/customers.csv')).map((row) => row.split(',').reverse())) as Record<string, string>;
  expect(made.endsWith(`,${ids['Acme GmbH']}`)).toBe(true);
  w.write('erp/people.csv', w.read('erp/people.csv').replace(ids['Acme GmbH'] as string, ids['Beta AG'] as string));
  await w.sync('erp.people');
  expect(employer()).toBe('C2');

  const shown = w.read('crm/people.csv');
  w.write('crm/people.csv', 'Id,Name,Mail,Employer\n');
  await w.sync('crm.people');
  const one = (await w.service.record(person))?.id as string;
  expect(await w.service.split(one, [`erp/people/${made.split(',')[0]}`], tester)).toMatchObject({ ok: true });
  await w.quiet();
  w.write('crm/people.csv', shown);
  await w.sync('crm.people');
  expect(employer()).toBe('C1');
});

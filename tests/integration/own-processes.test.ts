import { afterEach, expect, it } from 'vitest';
import { csvOf } from '../../bench/sync/contacts.ts';
import { openTestWorkspace, type TestWorkspace, tester, workspaceFolder } from './harness.ts';

const people = 2_000;

const mapping = (connection: string): string => `name: ${connection}/people
type: person
connector: file
stream: people
fields:
  givenName: First
  familyName: Last
  emails: { path: E-mail, split: [';'] }
  phones: { path: Phone, split: [';'] }
  street: Street
  city: City
  postalCode: Postal code
  country: Country
`;

const yaml = `
workspace: main
zone: Europe/Berlin
country: DE
identity: { sameStream: { crm.people: free } }
connections:
  crm:
    connector: file
    config: { folder: crm, streams: { people: { files: people.csv, key: Id } } }
    streams: { people: { mapping: crm/people } }
  erp:
    connector: file
    config: { folder: erp, streams: { people: { files: people.csv, key: Id, writable: true } } }
    streams: { people: { mapping: erp/people } }
routes:
  to-erp: { type: person, from: [crm], to: erp.people, golive: manual }
`;

let w: TestWorkspace;
afterEach(() => w.close());

const entities = async (): Promise<number> => (await w.service.status()).types[0]?.entities ?? 0;

it('who only delivers, and has heard nothing, joins nobody before a create whom those that took them in kept apart among so many', async () => {
  const folder = workspaceFolder({
    'syncline.yaml': yaml,
    'mappings/crm.yaml': mapping('crm'),
    'mappings/erp.yaml': mapping('erp'),
    'crm/people.csv': csvOf(people, 0),
    'erp/people.csv': 'Id,First,Last,E-mail,Phone,Street,City,Postal code,Country\n',
  });
  w = await openTestWorkspace(folder);
  await w.sync();
  const apart = await entities();
  expect(apart).toBeGreaterThan(0.95 * people);
  await w.service.release('to-erp', tester);
  await w.quiet();
  expect(await entities()).toBe(apart);
  expect(w.read('erp/people.csv').split('\n').length - 2).toBe(apart);
}, 120_000);

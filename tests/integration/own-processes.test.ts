import { afterEach, expect, it } from 'vitest';
import { csvOf } from '../../bench/sync/contacts.ts';
import { openTestWorkspace, type TestWorkspace, tester, workspaceFolder } from './harness.ts';
import { peopleIn, peopleMapping, peopleYaml } from './people.ts';

const people = 2_000;

const yaml = `${peopleYaml}  erp:
    connector: file
    config: { folder: erp, streams: { people: { files: people.csv, key: Id, writable: true } } }
    streams: { people: { mapping: erp/people } }
routes:
  to-erp: { type: person, from: [crm], to: erp.people, golive: manual }
`;

let w: TestWorkspace;
afterEach(() => w.close());

it('who only delivers, and has heard nothing, joins nobody before a create whom those that took them in kept apart among so many', async () => {
  const folder = workspaceFolder({
    'syncline.yaml': yaml,
    'mappings/crm.yaml': peopleMapping('crm'),
    'mappings/erp.yaml': peopleMapping('erp'),
    'crm/people.csv': csvOf(people, 0),
    'erp/people.csv': 'Id,First,Last,E-mail,Phone,Street,City,Postal code,Country\n',
  });
  w = await openTestWorkspace(folder);
  await w.sync();
  const apart = await peopleIn(w);
  expect(apart).toBeGreaterThan(0.95 * people);
  await w.service.release('to-erp', tester);
  await w.quiet();
  expect(await peopleIn(w)).toBe(apart);
  expect(w.read('erp/people.csv').split('\n').length - 2).toBe(apart);
}, 120_000);

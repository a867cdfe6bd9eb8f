import { afterEach, expect, it } from 'vitest';
import { csvOf } from '../../bench/sync/contacts.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { shippedModel } from '../../core/sync/identity-models.ts';
import type { ReResolutionView } from '../../core/sync/views/re-resolve.ts';
import { openTestWorkspace, type TestWorkspace, tester, workspaceFolder } from './harness.ts';

/** Enough that every part of the table has several pages. */
const people = 1_000;

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
routes: {}
`;

const mapping = `name: crm/people
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

/** A model whose line nobody reaches. */
const model = shippedModel('person');
const strict = { ...model, name: 'strict', thresholds: { ...model.thresholds, link: 200, review: 199 } } as unknown as JsonObject;

let w: TestWorkspace;
afterEach(() => w.close());

const entities = async (): Promise<number> => (await w.service.status()).types[0]?.entities ?? 0;
const isOne = async (a: number, b: number): Promise<boolean> => (await w.service.record(`crm/people/${a}`))?.id === (await w.service.record(`crm/people/${b}`))?.id;

async function resolveAgain(): Promise<ReResolutionView> {
  await w.service.reResolve('person', tester);
  await w.quiet();
  return (await w.service.reResolution('person')) as ReResolutionView;
}

it('people whom another model kept apart become one when all are looked at again, page by page; a second time nothing changes, and the stricter model undoes nothing', async () => {
  w = await openTestWorkspace(workspaceFolder({ 'syncline.yaml': yaml, 'mappings/crm.yaml': mapping, 'crm/people.csv': csvOf(people, 0) }));
  await w.service.addModel(strict, 'nobody reaches its line', tester);
  await w.service.activateModel('person', 1, tester);
  await w.sync();
  expect(await entities()).toBe(people);
  await w.service.activateModel('person', 0, tester);
  await w.sync();
  expect(await entities()).toBe(people); // an activation alone changes nothing
  const first = await resolveAgain();
  expect(first).toMatchObject({ state: 'done', by: tester.name, records: people, doubted: 0, merged: people - (await entities()) });
  for (let i = 48; i < people; i += 50) expect(await isOne(i, i + 1)).toBe(true);
  const joined = await entities();
  const second = await resolveAgain();
  expect(second).toMatchObject({ state: 'done', records: people, merged: 0, asked: 0 });
  expect(second.id).not.toBe(first.id);
  await w.service.activateModel('person', 1, tester);
  const third = await resolveAgain();
  expect(third).toMatchObject({ state: 'done', merged: 0, doubted: people - joined, asked: people - joined });
  expect(await entities()).toBe(joined);
}, 120_000);

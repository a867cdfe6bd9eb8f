import { afterEach, expect, it } from 'vitest';
import { csvOf } from '../../bench/sync/contacts.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { shippedModel } from '../../core/sync/identity-models.ts';
import type { ReResolutionView } from '../../core/sync/views/re-resolve.ts';
import { openTestWorkspace, type TestWorkspace, tester, workspaceFolder } from './harness.ts';
import { peopleIn, peopleMapping, peopleYaml } from './people.ts';

/** Enough that every part of the table has several pages. */
const people = 1_000;

/** A model whose line nobody reaches. */
const model = shippedModel('person');
const strict = { ...model, name: 'strict', thresholds: { ...model.thresholds, link: 200, review: 199 } } as unknown as JsonObject;

let w: TestWorkspace;
afterEach(() => w.close());

const isOne = async (a: number, b: number): Promise<boolean> => (await w.service.record(`crm/people/${a}`))?.id === (await w.service.record(`crm/people/${b}`))?.id;

async function resolveAgain(): Promise<ReResolutionView> {
  await w.service.reResolve('person', tester);
  await w.quiet();
  return (await w.service.reResolution('person')) as ReResolutionView;
}

it('people whom another model kept apart become one when all are looked at again, page by page; a second time nothing changes, and the stricter model undoes nothing', async () => {
  w = await openTestWorkspace(workspaceFolder({ 'syncline.yaml': `${peopleYaml}routes: {}\n`, 'mappings/crm.yaml': peopleMapping('crm'), 'crm/people.csv': csvOf(people, 0) }));
  await w.service.addModel(strict, 'nobody reaches its line', tester);
  await w.service.activateModel('person', 1, tester);
  await w.sync();
  expect(await peopleIn(w)).toBe(people);
  await w.service.activateModel('person', 0, tester);
  await w.sync();
  expect(await peopleIn(w)).toBe(people); // an activation alone changes nothing
  const first = await resolveAgain();
  expect(first).toMatchObject({ state: 'done', by: tester.name, records: people, doubted: 0, merged: people - (await peopleIn(w)) });
  for (let i = 48; i < people; i += 50) expect(await isOne(i, i + 1)).toBe(true);
  const joined = await peopleIn(w);
  const second = await resolveAgain();
  expect(second).toMatchObject({ state: 'done', records: people, merged: 0, asked: 0 });
  expect(second.id).not.toBe(first.id);
  await w.service.activateModel('person', 1, tester);
  const third = await resolveAgain();
  expect(third).toMatchObject({ state: 'done', merged: 0, doubted: people - joined, asked: people - joined });
  expect(await peopleIn(w)).toBe(joined);
}, 120_000);

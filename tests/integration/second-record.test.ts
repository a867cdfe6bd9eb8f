import { afterEach, expect, it } from 'vitest';
import type { EntityId } from '../../core/model/ids.ts';
import { mergeEntities } from '../../core/sync/merge.ts';
import { readEntity, readRecord, writeRecord } from '../../core/sync/store.ts';
import type { TestWorkspace } from './harness.ts';
import { twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(() => w.close());

it('closes what was under way to a record when a merge made it the second of its system: nobody writes to it any more', async () => {
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one', '2,Bravo AG,b@bravo.example,,Bonn,,two'], erp: [] });
  await w.sync();
  await w.sync();
  const [one, two] = await Promise.all(['1', '2'].map(async (id) => (await w.service.record(`crm/customers/${id}`))?.id as EntityId));
  await mergeEntities(w.world, one as string, two as string);
  await w.sync();
  const entity = (await readEntity(w.world, one as EntityId))?.value;
  const second = Object.keys(entity?.members ?? {}).find((ref) => ref.startsWith('erp/') && entity?.members[ref]?.role === 'secondary');
  const stored = await readRecord(w.world, second as never);
  const intent = { id: 'i_lost', kind: 'write', fields: { note: { raw: 'lost', stamp: { at: 1, ref: 'crm/customers/1' } } }, deadline: 1 } as const;
  if (stored === undefined) throw new Error('the merge left no second record');
  expect(await writeRecord(w.world, { ...stored.value, intent }, stored.version)).toBe('ok');
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',one more').replace(',two', ',two more'));
  await w.sync('crm.customers');
  expect((await readRecord(w.world, second as never))?.value.intent).toBeUndefined();
});

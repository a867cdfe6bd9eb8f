import { afterEach, beforeEach, expect, it } from 'vitest';
import { known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld, toErp } from '../../tests/factories/world.ts';
import { entityKey } from './entity-item.ts';
import { failureListKey } from './failure.ts';
import { fold } from './fold.ts';
import { mergeEntities } from './merge.ts';
import type { SourceRecord } from './record.ts';
import { reportCreate } from './report-create.ts';
import { put, readEntity, writeRecord } from './store.ts';
import type { Target } from './target.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  await store(hers);
});
afterEach(() => w.store.close());

async function store(rec: SourceRecord): Promise<void> {
  await writeRecord(w.world, rec, 0);
  await fold(w.world, { value: rec, version: 1 });
}

/** Failures that stand after a create of hers was refused, and that happened before it was said. */
async function standing(meanwhile: () => Promise<unknown>): Promise<number> {
  const target = { world: w.world, connection: 'erp', stream: { name: 'customers' }, route: toErp } as unknown as Target;
  const read = await readEntity(w.world, hers.entity);
  if (read === undefined) throw new Error('she was not stored');
  await meanwhile();
  await reportCreate(target, read.value, { kind: 'invalid', code: 'refused', message: { en: 'No.', zh: '否。' } });
  let rows = 0;
  for (let shard = 0; shard < 16; shard += 1) rows += (await w.world.table.list(failureListKey('erp', String(shard).padStart(2, '0')), {})).entries.length;
  return rows;
}

it('the failure of a create stands while its customer has no record there', async () => {
  expect(await standing(async () => undefined)).toBe(1);
});

it('it does not where a record has joined since the customer was read', async () => {
  expect(await standing(() => store({ ...known({ name: 'Anna' }, 'erp/customers/7'), entity: hers.entity }))).toBe(0);
});

it('nor where the customer has become one with another', async () => {
  const older = known({ name: 'Ann' }, 'crm/customers/0');
  w.setNow(-10);
  await store(older);
  expect(await standing(() => mergeEntities(w.world, older.entity, hers.entity))).toBe(0);
});

it('nor where the customer is erased', async () => {
  expect(await standing(() => put(w.world, [{ op: 'delete', key: entityKey(hers.entity), when: 'any' }]))).toBe(0);
});

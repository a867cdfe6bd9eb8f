import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld, toErp } from '../../../tests/factories/world.ts';
import { byErasure, type Entity } from '../entity.ts';
import { fold } from '../fold.ts';
import type { SourceRecord } from '../record.ts';
import { readEntity, readRecord, writeEntity, writeRecord } from '../store.ts';
import type { AtSystem } from './erasure.ts';
import { askTargets, lookAtTargets, systemsOf } from './targets.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');
const there: SourceRecord = { ...known({ name: 'Anna' }, 'erp/customers/7'), entity: hers.entity };
const since = at(10);
const told = (did: AtSystem['did']): AtSystem => ({ connection: 'erp', stream: 'customers', records: 1, did });

let w: TestWorld;
beforeEach(async () => {
  w = openWorld([{ ...toErp, onSourceDelete: 'delete' }]);
  for (const rec of [hers, there]) await store(rec);
});
afterEach(() => w.store.close());

/** Stores a record as it is now, and folds it. */
async function store(rec: SourceRecord, folds = true): Promise<void> {
  const version = (await readRecord(w.world, rec.ref))?.version ?? 0;
  await writeRecord(w.world, rec, version);
  if (folds) await fold(w.world, { value: rec, version: version + 1 });
}
const entity = async (): Promise<Entity> => (await readEntity(w.world, hers.entity))?.value as Entity;
const look = async (before: readonly AtSystem[]): Promise<AtSystem | undefined> =>
  (await lookAtTargets(w.world, hers.entity, before, since)).find(({ connection }) => connection === 'erp');

it('does not say deleted of a record that a look or a sweep has missed: a broken listing shows it no more than a delete', async () => {
  await store({ ...there, state: 'missing', seq: there.seq + 1 });
  expect(await look([told('asked')])).toEqual(told('asked'));
  await store({ ...there, state: 'gone', goneBy: 'human', deletedAt: { at: at(11), ref: there.ref }, seq: there.seq + 2 });
  expect(await look([told('asked')])).toEqual(told('gone'));
  await store({ ...there, state: 'gone', goneBy: 'us', seq: there.seq + 3 });
  expect(await look([told('asked')])).toEqual(told('deleted'));
});

it('asks again for what is shown again, though its entity holds it to be dead still', async () => {
  await store({ ...there, state: 'gone', goneBy: 'human', deletedAt: { at: at(11), ref: there.ref }, seq: there.seq + 1 });
  expect(await look([told('asked')])).toEqual(told('gone'));
  await store({ ...there, seq: there.seq + 2 }, false);
  expect(await look([told('asked')])).toEqual(told('asked'));
  await store({ ...there, seq: there.seq + 2 });
  expect(await look([told('gone')])).toEqual(told('asked'));
});

it('asks at a system in which a record has joined meanwhile', async () => {
  const second: SourceRecord = { ...known({ name: 'A.' }, 'erp/people/3'), entity: hers.entity };
  w = { ...w, world: { ...w.world, config: { ...w.world.config, routes: [{ ...toErp, onSourceDelete: 'delete', to: { connection: 'erp', stream: 'people' } }] } } };
  const before = systemsOf(w.world, await entity());
  expect(before.map(({ did }) => did)).toEqual(['kept', 'kept']);
  await store(second);
  expect(await lookAtTargets(w.world, hers.entity, before, since)).toContainEqual({ connection: 'erp', stream: 'people', records: 1, did: 'asked' });
  expect((await entity()).deleted).toMatchObject({ by: byErasure });
});

it('says nothing of a system whose only record somebody split off, and keeps what was done there', async () => {
  const { members, ...rest } = await entity();
  const { [there.ref]: _, ...left } = members;
  await writeEntity(w.world, { ...rest, members: left }, (await readEntity(w.world, hers.entity))?.version ?? 0);
  expect(await look([told('asked')])).toBeUndefined();
  expect(await look([told('deleted')])).toEqual(told('deleted'));
});

it('asks over a delete that somebody made before', async () => {
  const read = await readEntity(w.world, hers.entity);
  if (read === undefined) throw new Error('she was not stored');
  await writeEntity(w.world, { ...read.value, deleted: { stamp: { at: at(1), ref: hers.ref }, by: hers.ref, action: 'delete' } }, read.version);
  w.setNow(20);
  await askTargets(w.world, hers.entity, [told('asked')]);
  expect((await entity()).deleted).toMatchObject({ by: byErasure, stamp: { at: at(20) } });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import type { Evidence } from '../../identity/resolver.ts';
import { byErasure, type Entity } from '../entity.ts';
import { entityKey } from '../entity-item.ts';
import { fold } from '../fold.ts';
import { historyOf, historySk } from '../history.ts';
import { keepApart } from '../keep-apart.ts';
import { mergeEntities, splitEntity } from '../merge.ts';
import type { SourceRecord } from '../record.ts';
import { recordEvidence } from '../resolve.ts';
import { put, readEntity, readRecord, writeEntity, writeRecord } from '../store.ts';
import type { World } from '../world.ts';
import { beginErasure } from './begin.ts';
import { type Erasure, readErasure } from './erasure.ts';
import { eraseStep } from './job.ts';
import { erasureSecret } from './secret.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');
const his: SourceRecord = { ...known({ name: 'Bo' }, 'erp/customers/7'), entity: hers.entity };

let w: TestWorld;
let world: World;
let id: string;
let second = 0;
beforeEach(async () => {
  w = openWorld();
  second = 0;
  world = { ...w.world, erasures: erasureSecret(w.world.table, w.world.clock, w.world.ids), deadLetters: (queue) => w.store.deadLetters[queue] };
  for (const rec of [hers, his]) {
    await writeRecord(world, rec, 0);
    await fold(world, { value: rec, version: 1 });
  }
  const entity = (await readEntity(world, hers.entity))?.value;
  if (entity === undefined) throw new Error('she was not stored');
  ({ id } = await beginErasure(world, entity, 'p_owner', 'request'));
});
afterEach(() => w.store.close());

async function step(): Promise<Erasure> {
  second += 1_000;
  w.setNow(second);
  await eraseStep(world, { v: 1, workspace: 'main', job: 'erase', id });
  return (await readErasure(world, id))?.value as Erasure;
}

/** Steps until that holds. */
async function until(is: (erasure: Erasure) => boolean): Promise<Erasure> {
  for (let i = 0; i < 50; i += 1) {
    const erasure = await step();
    if (is(erasure)) return erasure;
  }
  throw new Error('it did not come to that');
}

const isCounted = ({ phase, counted }: Erasure): boolean => phase === 'entity' && counted === true;
const isDone = ({ phase }: Erasure): boolean => phase === 'done';

it('takes both records of one person away', async () => {
  const { erased } = await until(isDone);
  expect(erased).toMatchObject({ entity: 1, record: 2 });
  expect([await readRecord(world, hers.ref), await readRecord(world, his.ref)]).toEqual([undefined, undefined]);
});

it('leaves a record alone that was split off before the rows were counted', async () => {
  await until(({ phase }) => phase === 'entity');
  expect(await splitEntity(world, hers.entity, [his.ref])).toMatchObject({ state: 'split' });
  const { erased } = await until(isDone);
  expect(erased).toMatchObject({ entity: 2, record: 1 }); // hers, and what his said of her
  expect(await readRecord(world, hers.ref)).toBeUndefined();
  expect((await readRecord(world, his.ref))?.value.assertions['name']?.raw).toBe('Bo');
});

it('lets no record out once the rows are counted', async () => {
  await until(isCounted);
  for (const ref of [hers.ref, his.ref]) expect(await splitEntity(world, hers.entity, [ref])).toEqual({ state: 'refused', why: 'erasing' });
  expect((await until(isDone)).erased).toMatchObject({ entity: 1, record: 2 });
});

it('counts again what was split off just as it was to be marked', async () => {
  await until(({ phase }) => phase === 'entity');
  const write = vi.spyOn(world.table, 'write').mockImplementationOnce(async (...args) => {
    await splitEntity(world, hers.entity, [his.ref]);
    return world.table.write(...args);
  });
  await step();
  write.mockRestore();
  await until(isDone);
  expect((await readRecord(world, his.ref))?.value.assertions['name']?.raw).toBe('Bo');
});

const late: SourceRecord = { ...known({ name: 'Anna' }, 'shop/customers/3'), entity: hers.entity };
const isTold = { connection: 'shop', stream: 'customers', records: 1, did: 'kept' };

/** A record of the person's that nobody knew of joins. */
async function join(ref: string): Promise<void> {
  const rec: SourceRecord = { ...known({ name: 'Anna' }, ref), entity: hers.entity };
  await writeRecord(world, rec, 0);
  await fold(world, { value: rec, version: 1 });
}

it('tells of a record, too, that its writer had stored and not folded when he died', async () => {
  await writeRecord(world, late, 0);
  const { erased, systems } = await until(isDone);
  expect(systems).toContainEqual(isTold);
  expect(systems).toHaveLength(3);
  expect(erased).toMatchObject({ record: 3 });
  expect([await readRecord(world, late.ref), await readEntity(world, hers.entity)]).toEqual([undefined, undefined]);
});

it('tells of a record, too, that was found to be the person just as the entity went', async () => {
  await until(({ phase }) => phase === 'scan');
  await join(late.ref);
  expect((await until(isDone)).systems).toContainEqual(isTold);
  expect([await readRecord(world, late.ref), await readEntity(world, hers.entity)]).toEqual([undefined, undefined]);
});

it('whose worker died after the first record has gone refuses to let a record out, and takes all of them', async () => {
  await until(isCounted);
  const remove = vi.spyOn(world.blobs, 'list').mockRejectedValueOnce(new Error('the worker died'));
  await expect(step()).rejects.toThrow('the worker died');
  remove.mockRestore();
  for (const ref of [hers.ref, his.ref]) expect(await splitEntity(world, hers.entity, [ref])).toEqual({ state: 'refused', why: 'erasing' });
  await until(isDone);
  expect([await readRecord(world, hers.ref), await readRecord(world, his.ref)]).toEqual([undefined, undefined]);
});

it('tells of a system where a record joined the person after systems were looked at', async () => {
  await until(({ phase }) => phase === 'entity');
  await join('shop/customers/5');
  const { systems, erased } = await until(isDone);
  expect(systems.map(({ connection }) => connection).sort()).toEqual(['crm', 'erp', 'shop']);
  expect(erased).toMatchObject({ record: 3 });
});

it('tells of a system where a record joined the person after rows were counted, and counts none of them twice', async () => {
  await until(isCounted);
  await join('shop/customers/5');
  const { systems, erased } = await until(isDone);
  expect(systems.map(({ connection }) => connection).sort()).toEqual(['crm', 'erp', 'shop']);
  expect(erased).toMatchObject({ entity: 1, record: 3 });
});

it('counts what had gone before once, too, where the person is taken away a second time', async () => {
  await until(({ phase }) => phase === 'scan');
  await join(late.ref);
  await until(isCounted);
  await join('shop/customers/5');
  expect((await until(isDone)).erased).toMatchObject({ entity: 2, record: 4 });
});

it('takes away whom somebody merged with the person after rows were counted and before the first of them went', async () => {
  const other = known({ name: 'Cy' }, 'crm/customers/0');
  w.setNow(-1_000); // older: the person becomes a redirect to it
  await writeRecord(world, other, 0);
  await fold(world, { value: other, version: 1 });
  await until(isCounted);
  expect(await mergeEntities(world, hers.entity, other.entity)).toEqual({ state: 'merged', entity: other.entity });
  expect((await until(isDone)).erased).toMatchObject({ record: 3 });
  for (const ref of [hers.ref, his.ref, other.ref]) expect(await readRecord(world, ref)).toBeUndefined();
  for (const id of [hers.entity, other.entity]) expect(await readEntity(world, id)).toBeUndefined();
});

/** What history tells of one version of her entity: a name, and whose record said so. */
async function tell(version: number, ...lines: { readonly old: string | null; readonly new: string; readonly ref: string }[]): Promise<void> {
  const told = lines.map((line) => ({ ...line, field: 'name', rule: 'latest', stamp: version }));
  await put(world, [{ op: 'put', item: { ...entityKey(hers.entity), sk: historySk(version), kind: 'history', body: { version, at: version, lines: told } }, when: 'any' }]);
}

it.each(['stands', 'is merged with somebody older'])('blackens what history tells of him under the id of whom he was parted from, and who %s', async (now) => {
  const split = await splitEntity(world, hers.entity, [his.ref]);
  const him = await readEntity(world, split.state === 'split' ? split.moved : '');
  if (him === undefined) throw new Error('he was not split off');
  if (now !== 'stands') await mergedIntoOlder();
  await tell(1, { old: null, new: 'Anna', ref: hers.ref });
  await tell(2, { old: 'Anna', new: 'Bo', ref: his.ref });
  ({ id } = await beginErasure(world, him.value, 'p_owner', 'request'));
  await until(({ clean }) => clean > 0);
  await tell(3, { old: 'Bo', new: 'Anna', ref: hers.ref }); // relay was late
  expect((await until(isDone)).erased).toMatchObject({ history: 2 });
  const rows = (await world.table.query(entityKey(hers.entity).pk, { prefix: 'HIST#' })).items.flatMap((item) => historyOf(item).lines);
  expect(rows.map((line) => `${line.old} → ${line.new} by ${line.ref}`)).toEqual([`null → Anna by ${hers.ref}`, 'Anna → [erased] by [erased]', `[erased] → Anna by ${hers.ref}`]);
});

/** What was compared to link a record. */
async function link(entity: string, ref: string): Promise<void> {
  const terms = [{ field: 'name', level: 'equal', a: 'Bo', b: 'Bo', bits: 1 }];
  await recordEvidence(world, entity, ref, '@', { terms, prior: 0, total: 1, model: 'm', rule: 'score', sentence: { en: '', zh: '' } });
}

async function linked(entity: string): Promise<string[]> {
  const { items } = await world.table.query(entityKey(entity).pk, { prefix: 'EDGE#' });
  return items.map(({ sk, body }) => `${sk} ${(body['evidence'] as unknown as Evidence).terms[0]?.a}`);
}

/** His record is split off from hers; somebody whom all of them resemble has been compared with each. */
async function parted(): Promise<Entity> {
  const split = await splitEntity(world, hers.entity, [his.ref]);
  for (const ref of [hers.ref, his.ref, 'shop/customers/9']) await link('p_cy', ref);
  const him = await readEntity(world, split.state === 'split' ? split.moved : '');
  if (him === undefined) throw new Error('he was not split off');
  return him.value;
}

it('takes what records showed that were one with him out of evidence, although no other row is left of that time', async () => {
  const him = await parted();
  ({ id } = await beginErasure(world, him, 'p_owner', 'request'));
  await until(isDone);
  expect(await linked('p_cy')).toEqual([`EDGE#${hers.ref}#@ [erased]`, 'EDGE#shop/customers/9#@ Bo']);
});

it('takes what records showed that were one with her out of evidence', async () => {
  await parted();
  await until(isDone);
  expect(await linked('p_cy')).toEqual([`EDGE#${his.ref}#@ [erased]`, 'EDGE#shop/customers/9#@ Bo']);
});

it('takes what was compared with both of them out of evidence under an id that is a redirect today, although no other row there is left', async () => {
  const him = await parted();
  await link(hers.entity, 'shop/customers/9'); // while they were one
  await mergedIntoOlder();
  const { items } = await world.table.query(entityKey(hers.entity).pk, { prefix: 'CONF#' });
  for (const { pk, sk } of items) await put(world, [{ op: 'delete', key: { pk, sk }, when: 'any' }]);
  ({ id } = await beginErasure(world, him, 'p_owner', 'request'));
  await until(isDone);
  expect(await linked(hers.entity)).toEqual(['EDGE#shop/customers/9#@ [erased]']);
});

it('takes what was compared out of the evidence of whoever was kept apart from her, too: nothing tells for sure that they never were one', async () => {
  const other = known({ name: 'Cy' }, 'crm/customers/0');
  await writeRecord(world, other, 0);
  await fold(world, { value: other, version: 1 });
  await keepApart(world, hers.entity, other.entity);
  await link(other.entity, other.ref);
  await until(isDone);
  expect(await linked(other.entity)).toEqual([`EDGE#${other.ref}#@ [erased]`]);
});

/** Somebody known before her, whom a person merges with her: the entity that stays is his. */
async function mergedIntoOlder(): Promise<SourceRecord> {
  const other = known({ name: 'Cy' }, 'crm/customers/0');
  w.setNow(-1_000);
  await writeRecord(world, other, 0);
  await fold(world, { value: other, version: 1 });
  expect(await mergeEntities(world, hers.entity, other.entity)).toEqual({ state: 'merged', entity: other.entity });
  return other;
}

it('lets nobody out once it has followed a merge: it would go on with whoever keeps the id, and the person would stay', async () => {
  const other = await mergedIntoOlder();
  await until(({ who }) => who?.entity === other.entity);
  for (const ref of [hers.ref, other.ref]) expect(await splitEntity(world, other.entity, [ref])).toEqual({ state: 'refused', why: 'erasing' });
  expect((await until(isDone)).erased).toMatchObject({ record: 3 });
});

it.each(['before it was followed', 'just as it was to be followed'])('leaves the other alone when a merge is undone %s', async (when) => {
  await step();
  const other = await mergedIntoOlder();
  const undo = () => splitEntity(world, other.entity, [other.ref]);
  if (when === 'before it was followed') await undo();
  else {
    const write = vi.spyOn(world.table, 'write').mockImplementationOnce(async (...args) => {
      await undo();
      return world.table.write(...args);
    });
    await step();
    write.mockRestore();
  }
  await until(isDone);
  expect([await readRecord(world, hers.ref), await readRecord(world, his.ref)]).toEqual([undefined, undefined]);
  expect((await readRecord(world, other.ref))?.value.assertions['name']?.raw).toBe('Cy');
});

it('asks for nothing of whom somebody split off in between', async () => {
  const read = await readEntity(world, hers.entity);
  if (read === undefined) throw new Error('she was not stored');
  const deleted = { stamp: { at: 1, ref: hers.entity }, by: byErasure, action: 'delete' } as const;
  expect(await writeEntity(world, { ...read.value, deleted }, read.version)).toBe('ok');
  const split = await splitEntity(world, hers.entity, [his.ref]);
  expect(split).toMatchObject({ state: 'split' });
  expect((await readEntity(world, hers.entity))?.value.deleted).toEqual(deleted);
  expect((await readEntity(world, split.state === 'split' ? split.moved : ''))?.value.deleted).toBeUndefined();
});

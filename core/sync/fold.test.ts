import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld, toErp } from '../../tests/factories/world.ts';
import type { Ref } from '../model/ids.ts';
import type { Entity } from './entity.ts';
import { behindOf, fold } from './fold.ts';
import { mergeEntities, splitEntity } from './merge.ts';
import type { SourceRecord } from './record.ts';
import { readEntity, readRecord, writeRecord } from './store.ts';

const acme = { name: 'Acme', city: 'Ulm', note: '', phone: '', mail: '', tags: '' };
const [crm, erp] = ['crm/customers/1', 'erp/customers/2'] as const;
const stamp = (second: number, ref: string) => ({ at: at(second), ref: ref as Ref });

let w: TestWorld;
beforeEach(() => {
  w = openWorld();
});
afterEach(() => w.store.close());

/** Stores a record (as the next version of it) and folds it. */
async function store(rec: SourceRecord): ReturnType<typeof fold> {
  const version = (await readRecord(w.world, rec.ref))?.version ?? 0;
  expect(await writeRecord(w.world, rec, version)).toBe('ok');
  return fold(w.world, { value: rec, version: version + 1 });
}
const entityOf = async (rec: SourceRecord): Promise<Entity | undefined> => (await readEntity(w.world, rec.entity))?.value;
const gone = (rec: SourceRecord, goneBy: 'human' | 'us' = 'human', second = 30): SourceRecord => ({
  ...rec,
  state: 'gone',
  goneBy,
  deletedAt: stamp(second, rec.ref),
  seq: rec.seq + 1,
});

describe('a fold', () => {
  const rec = known(acme, crm);

  it('founds the entity, and is nothing when it is repeated', async () => {
    expect(await store(rec)).toMatchObject({ changed: true, conflicts: 0, entity: { foundedAt: at(0), founder: crm, goldenVersion: 1 } });
    expect(await fold(w.world, { value: rec, version: 1 })).toMatchObject({ changed: false, conflicts: 0, entity: { id: rec.entity } });
    expect((await readEntity(w.world, rec.entity))?.version).toBe(1);
  });

  it('gives a native record what identity compares it by, and one that we made nothing', async () => {
    const twin: SourceRecord = { ...known(acme, erp), entity: rec.entity, origin: 'ours' };
    await store(rec);
    await store(twin);
    const members = (await entityOf(rec))?.members;
    expect(members?.[crm]?.signature).toBeDefined();
    expect(members?.[erp]?.signature).toBeUndefined();
  });

  it('of a record that is gone founds nothing', async () => {
    expect(await store(gone(rec))).toBeUndefined();
    expect(await entityOf(rec)).toBeUndefined();
  });

  it('logs what lost, and says how much', async () => {
    await store(rec);
    const other: SourceRecord = { ...known({ ...acme, name: 'Beta' }, erp), entity: rec.entity };
    expect(await store(other)).toMatchObject({ conflicts: 1 });
    const { items } = await w.world.table.query(`ENT#${rec.entity}`, { prefix: 'CONF#' });
    expect(items).toHaveLength(1);
  });

  it('that meets another of the same entity looks again, and both are in it', async () => {
    await store(rec);
    const other: SourceRecord = { ...known(acme, erp), entity: rec.entity };
    await writeRecord(w.world, other, 0);
    const write = w.world.table.write.bind(w.world.table);
    vi.spyOn(w.world.table, 'write').mockImplementationOnce(async (ops, options) => {
      await store({ ...rec, seq: rec.seq + 1 });
      return write(ops, options);
    });
    expect(await fold(w.world, { value: other, version: 1 })).toMatchObject({ changed: true });
    const entity = await entityOf(rec);
    expect([entity?.members[crm]?.seq, entity?.members[erp]?.seq]).toEqual([rec.seq + 1, other.seq]);
  });

  it('gives up with an error when its entity never stands still, so that the message comes back', async () => {
    await store(rec);
    const newer = { ...rec, seq: rec.seq + 1 };
    await writeRecord(w.world, newer, 1);
    vi.spyOn(w.world.table, 'write').mockResolvedValue({ state: 'conflict', which: [0] });
    await expect(fold(w.world, { value: newer, version: 2 })).rejects.toThrow('changed 50 times');
  });

  it('held up since before a split does not undo it', async () => {
    const other: SourceRecord = { ...known({ ...acme, name: 'Beta' }, erp), entity: rec.entity };
    await store(rec);
    await store(other);
    const before = { value: { ...other, seq: other.seq + 1 }, version: 1 };
    const split = await splitEntity(w.world, rec.entity, [erp]);
    expect(split.state).toBe('split');
    await fold(w.world, before);
    expect(Object.keys((await entityOf(rec))?.members ?? {})).toEqual([crm]);
  });

  it('follows a merge to the entity that is left', async () => {
    const other = known({ ...acme, name: 'Beta' }, erp);
    await store(rec);
    w.setNow(1);
    await store(other);
    await mergeEntities(w.world, rec.entity, other.entity);
    expect(await store({ ...other, seq: other.seq + 1 })).toMatchObject({ changed: true, entity: { id: rec.entity } });
  });
});

describe('a delete at a source', () => {
  const rec = known(acme, crm);
  const deleting = async (more: Partial<typeof toErp>, record = gone(rec)): Promise<Entity['deleted']> => {
    w.store.close();
    w = openWorld([{ ...toErp, ...more }]);
    await store(rec);
    await store(record);
    return (await entityOf(rec))?.deleted;
  };

  it.each(['archive', 'delete'] as const)('is a delete of the entity where a route says %s', async (onSourceDelete) => {
    expect(await deleting({ onSourceDelete })).toEqual({ stamp: stamp(30, crm), by: crm, action: onSourceDelete });
  });

  it.each<[string, Partial<typeof toErp>]>([
    ['every route keeps', { onSourceDelete: 'keep' }],
    ['the route is of another type', { onSourceDelete: 'delete', type: 'invoice' }],
    ['the route flows from others', { onSourceDelete: 'delete', from: ['shop'] }],
    ['the record lay in the target', { onSourceDelete: 'delete', to: { connection: 'crm', stream: 'customers' } }],
  ])('is none where %s', async (_, more) => {
    expect(await deleting(more)).toBeUndefined();
  });

  it('is one where the route names the source, even as the target', async () => {
    expect(await deleting({ onSourceDelete: 'delete', from: ['crm'] })).toBeDefined();
    expect(await deleting({ onSourceDelete: 'delete', from: ['crm'], to: { connection: 'crm', stream: 'customers' } })).toBeDefined();
  });

  it('by us, or at no known time, is none', async () => {
    expect(await deleting({ onSourceDelete: 'delete' }, gone(rec, 'us'))).toBeUndefined();
    const { deletedAt: _, ...timeless } = gone(rec);
    expect(await deleting({ onSourceDelete: 'delete' }, timeless)).toBeUndefined();
  });

  it('stands against a later one, and is taken back by the return of its record alone', async () => {
    await deleting({ onSourceDelete: 'delete' });
    const other: SourceRecord = { ...known(acme, 'crm/customers/3'), entity: rec.entity };
    await store(other);
    await store(gone(other, 'human', 60));
    expect((await entityOf(rec))?.deleted).toMatchObject({ by: crm });
    await store({ ...other, seq: other.seq + 5 });
    expect((await entityOf(rec))?.deleted).toMatchObject({ by: crm });
    await store({ ...rec, seq: rec.seq + 5 });
    expect((await entityOf(rec))?.deleted).toBeUndefined();
  });
});

it('behind are records newer than their entity’s copy, or not in it though they are there', async () => {
  const [rec, lone, dead] = [known(acme, crm), known(acme, 'crm/customers/7'), gone(known(acme, 'crm/customers/8'))];
  await store(rec);
  expect(await behindOf(w.world, [rec, lone, dead])).toEqual(['crm/customers/7']);
  expect(await behindOf(w.world, [{ ...rec, seq: rec.seq + 1 }])).toEqual([crm]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, intending, known, look } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld, toErp } from '../../tests/factories/world.ts';
import { entityKey, entityOf } from './entity-item.ts';
import { fold } from './fold.ts';
import { mergeEntities, splitEntity } from './merge.ts';
import type { SourceRecord } from './record.ts';
import { readEntity, readRecord, writeEntity, writeRecord } from './store.ts';

let w: TestWorld;
beforeEach(() => {
  w = openWorld();
});
afterEach(() => w.store.close());

/** An entity founded in that second, whose golden has come to that version. */
async function founded(ref: string, second: number, versions: number): Promise<SourceRecord> {
  w.setNow(second);
  const named = (version: number): SourceRecord => ({ ...known({ name: `${ref} ${version}` }, ref), seq: version });
  for (let version = 1; version <= versions; version += 1) {
    expect(await writeRecord(w.world, named(version), version - 1)).toBe('ok');
    await fold(w.world, { value: named(version), version });
  }
  return named(versions);
}

/** The item under the entity's own id, a redirect or not. */
async function stored({ entity }: SourceRecord): ReturnType<typeof read> {
  return read(entity);
}
async function read(id: string): Promise<{ version: number; mergedInto: string | undefined; members: string[] }> {
  const [item] = await w.world.table.get([entityKey(id)], { consistent: true });
  if (item === undefined) throw new Error(`there is no ${id}`);
  const { goldenVersion, mergedInto, members } = entityOf(item);
  return { version: goldenVersion, mergedInto, members: Object.keys(members) };
}

describe.each([
  { of: 'fewer', versions: 1, between: 3 },
  { of: 'more', versions: 4, between: 1 },
])('an entity of $of versions than the one it was merged with', ({ versions, between }) => {
  it('keeps its own version when that one is merged in turn, and goes on from it when a split gives it back', async () => {
    const [first, second, third] = [await founded('crm/customers/1', 0, 1), await founded('crm/customers/2', 1, between), await founded('erp/customers/3', 2, versions)];
    await mergeEntities(w.world, second.entity, third.entity);
    await mergeEntities(w.world, first.entity, second.entity);
    expect(await stored(third)).toEqual({ version: versions, mergedInto: first.entity, members: [] });
    expect(await splitEntity(w.world, first.entity, [third.ref])).toMatchObject({ state: 'split', moved: third.entity });
    expect(await stored(third)).toEqual({ version: versions + 1, mergedInto: undefined, members: [third.ref] });
  });

  it('keeps it also when a split takes both out together', async () => {
    const [first, second, third] = [await founded('crm/customers/1', 0, 1), await founded('crm/customers/2', 1, between), await founded('erp/customers/3', 2, versions)];
    await mergeEntities(w.world, first.entity, second.entity);
    await mergeEntities(w.world, first.entity, third.entity);
    expect(await splitEntity(w.world, first.entity, [second.ref, third.ref])).toMatchObject({ state: 'split', moved: second.entity });
    expect(await stored(third)).toEqual({ version: versions, mergedInto: second.entity, members: [] });
  });
});

it('a merge leaves the lead of a system to the record of the customer that stands, whatever the names', async () => {
  const [older, younger] = [await founded('crm/customers/2', 0, 1), await founded('crm/customers/1', 1, 1)];
  await mergeEntities(w.world, older.entity, younger.entity);
  const roles = async (): Promise<unknown[]> => {
    const members = (await readEntity(w.world, older.entity))?.value.members ?? {};
    return [older, younger].map(({ ref }) => members[ref]?.role);
  };
  expect(await roles()).toEqual(['primary', 'secondary']);
  const write = async (rec: SourceRecord, version: number): Promise<void> => {
    expect(await writeRecord(w.world, rec, version)).toBe('ok');
    await fold(w.world, { value: rec, version: version + 1 });
  };
  await write({ ...older, state: 'gone', goneBy: 'human', seq: 2 }, 1);
  await write({ ...older, seq: 3 }, 2);
  expect(await roles()).toEqual(['secondary', 'primary']);
});

describe('a value in doubt when its customer is merged', () => {
  /** The values that the conflict log of an entity has as in doubt. */
  async function doubtsLogged(id: string): Promise<unknown[]> {
    const { items } = await w.world.table.query(`ENT#${id}`, { prefix: 'CONF#', consistent: true });
    return items.flatMap(({ body }) => (body['reason'] === 'doubt' ? [[body['loser'], body['value']]] : []));
  }

  /** Two customers, of which one waits for an approval of that field and the other has a value in doubt. */
  async function merged(waiting: 'older' | 'younger', field: string): Promise<string> {
    const ref = waiting === 'older' ? 'erp/customers/2' : 'crm/customers/1';
    const [first, second] = waiting === 'older' ? [await founded('crm/customers/1', 0, 1), undefined] : [undefined, await founded('erp/customers/2', 1, 1)];
    w.setNow(waiting === 'older' ? 1 : 0);
    const doubtful = look(intending(known({ name: 'Before' }, ref), { name: 'Ours' }), { name: 'Whose' }, 10).record;
    expect(await writeRecord(w.world, doubtful, 0)).toBe('ok');
    await fold(w.world, { value: doubtful, version: 1 });
    const other = (first ?? second) as SourceRecord;
    const asked = await readEntity(w.world, other.entity);
    if (asked === undefined) throw new Error('nobody was founded');
    expect(await writeEntity(w.world, { ...asked.value, freezes: { [field]: { since: at(11), by: 'p_1' } } }, asked.version)).toBe('ok');
    await mergeEntities(w.world, other.entity, doubtful.entity);
    return (first ?? doubtful).entity;
  }

  it('is told to a person when the other customer brings an approval that is pending: no delivery asks about it any more', async () => {
    expect(await doubtsLogged(await merged('older', 'name'))).toEqual([['erp/customers/2', 'Whose']]);
  });

  it('is told also where the other is the one that becomes a redirect', async () => {
    expect(await doubtsLogged(await merged('younger', 'name'))).toEqual([['crm/customers/1', 'Whose']]);
  });

  it('is not where the approval is of another field', async () => {
    expect(await doubtsLogged(await merged('older', 'note'))).toEqual([]);
  });
});

describe('a split of somebody who was deleted at a source', () => {
  const [alpha, bravo] = ['crm/customers/1', 'shop/customers/2'];
  const deletedBy = async (id: string): Promise<string | undefined> => (await readEntity(w.world, id))?.value.deleted?.by;
  const gone = (rec: SourceRecord, second: number): SourceRecord => ({ ...rec, state: 'gone', goneBy: 'human', deletedAt: { at: at(second), ref: rec.ref }, seq: rec.seq + 1 });

  /** Two records of one customer, whose delete is carried to the ERP; those with a second are deleted at it. */
  async function stored(times: Readonly<Record<string, number>>): Promise<SourceRecord> {
    await w.store.close();
    w = openWorld([{ ...toErp, onSourceDelete: 'delete' }]);
    const first = await founded(alpha, 0, 1);
    const second = await founded(bravo, 1, 1);
    await mergeEntities(w.world, first.entity, second.entity);
    for (const rec of [first, second].filter(({ ref }) => ref in times)) await store(gone({ ...rec, entity: first.entity }, times[rec.ref] as number), 1);
    return first;
  }
  async function store(rec: SourceRecord, version: number): Promise<void> {
    expect(await writeRecord(w.world, rec, version)).toBe('ok');
    await fold(w.world, { value: rec, version: version + 1 });
  }
  async function parted(times: Readonly<Record<string, number>>, moving: string): Promise<{ alpha: string | undefined; bravo: string | undefined }> {
    const { entity } = await stored(times);
    const split = await splitEntity(w.world, entity, [moving]);
    if (split.state !== 'split') throw new Error('it was not parted');
    return { alpha: await deletedBy(split.kept), bravo: await deletedBy(split.moved) };
  }

  it.each([alpha, bravo])('leaves the other free, whose record nobody deleted (split off: %s)', async (moving) => {
    expect(await parted({ [alpha]: 10 }, moving)).toEqual({ alpha, bravo: undefined });
    expect(await parted({ [bravo]: 10 }, moving)).toEqual({ alpha: undefined, bravo });
  });

  it('leaves each deleted by its own record, where somebody deleted both', async () => {
    expect(await parted({ [alpha]: 10, [bravo]: 11 }, bravo)).toEqual({ alpha, bravo });
    expect(await parted({ [alpha]: 11, [bravo]: 10 }, bravo)).toEqual({ alpha, bravo });
  });

  it('frees each part when its own record is shown again', async () => {
    const { entity } = await stored({ [alpha]: 10, [bravo]: 11 });
    const split = await splitEntity(w.world, entity, [bravo]);
    if (split.state !== 'split') throw new Error('it was not parted');
    for (const [ref, id] of [
      [bravo, split.moved],
      [alpha, split.kept],
    ] as const) {
      const read = await readRecord(w.world, ref);
      if (read === undefined) throw new Error('it is not stored');
      await store({ ...read.value, state: 'live', seq: read.value.seq + 1 }, read.version);
      expect(await deletedBy(id)).toBeUndefined();
    }
  });
});

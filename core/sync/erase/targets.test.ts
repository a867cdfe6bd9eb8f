import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld, toErp } from '../../../tests/factories/world.ts';
import type { JsonObject } from '../../model/json.ts';
import { type AnyStream, type ConnectorContext, FaultError } from '../../ports/connector.ts';
import type { RouteConfig } from '../config.ts';
import { byErasure, type Entity } from '../entity.ts';
import { fold } from '../fold.ts';
import type { Intent, Slot, SourceRecord } from '../record.ts';
import { slotItem, slotKey, slotName } from '../slot-item.ts';
import { put, readEntity, readRecord, writeEntity, writeRecord } from '../store.ts';
import type { AtSystem } from './erasure.ts';
import { askTargets, hasCreateInFlight, lookAtTargets, systemsOf } from './targets.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');
const there: SourceRecord = { ...known({ name: 'Anna' }, 'erp/customers/7'), entity: hers.entity };
const told = (did: AtSystem['did']): AtSystem => ({ connection: 'erp', stream: 'customers', records: 1, did });

/** What the ERP shows of her when it is asked for one record; undefined while it does not answer. */
let shown: readonly JsonObject[] | undefined;
const system = {
  name: 'customers',
  traits: { maxInFlightMs: 1_000 },
  key: ({ id }: { id: string }) => id,
  async fetch() {
    if (shown === undefined) throw new FaultError({ kind: 'transient', code: 'away', message: { en: 'away', zh: '不在' } });
    return shown;
  },
} as unknown as AnyStream;

let w: TestWorld;
beforeEach(async () => {
  shown = [];
  open('delete');
  for (const rec of [hers, there]) await store(rec);
});
afterEach(() => w.store.close());

/** A workspace whose route says that. */
function open(onSourceDelete: RouteConfig['onSourceDelete']): void {
  w = openWorld([{ ...toErp, onSourceDelete }]);
  w = { ...w, world: { ...w.world, stream: async () => system, context: async () => ({}) as ConnectorContext } };
}

/** Stores a record as it is now, and folds it. */
async function store(rec: SourceRecord, folds = true): Promise<void> {
  const version = (await readRecord(w.world, rec.ref))?.version ?? 0;
  await writeRecord(w.world, rec, version);
  if (folds) await fold(w.world, { value: rec, version: version + 1 });
}
const entity = async (): Promise<Entity> => (await readEntity(w.world, hers.entity))?.value as Entity;
const look = async (before: readonly AtSystem[]): Promise<AtSystem | undefined> =>
  (await lookAtTargets(w.world, hers.entity, before)).find(({ connection }) => connection === 'erp');

it('does not say deleted of a record that a look or a sweep has missed: a broken listing shows it no more than a delete', async () => {
  await store({ ...there, state: 'missing', seq: there.seq + 1 });
  expect(await look([told('asked')])).toEqual(told('asked'));
  await store({ ...there, state: 'gone', goneBy: 'human', deletedAt: { at: at(11), ref: there.ref }, seq: there.seq + 2 });
  expect(await look([told('asked')])).toEqual(told('gone'));
  await store({ ...there, state: 'gone', goneBy: 'us', seq: there.seq + 3 });
  expect(await look([told('asked')])).toEqual(told('deleted'));
});

const gone: SourceRecord = { ...there, state: 'gone', goneBy: 'human', deletedAt: { at: at(1), ref: there.ref }, seq: there.seq + 1 };

/** The same workspace, whose route keeps what stands there. */
async function keeping(): Promise<void> {
  w.store.close();
  open('keep');
  for (const rec of [hers, there]) await store(rec);
}

describe('a record that only counts as deleted, since its system showed it no more', () => {
  it('is told of, and looked for once more', async () => {
    await store(gone);
    expect(await systemsOf(w.world, await entity())).toContainEqual(told('gone'));
    expect(await look(await systemsOf(w.world, await entity()))).toEqual(told('gone'));
  });

  it('is told of also where no route says that we delete', async () => {
    await keeping();
    await store(gone);
    expect(await look([])).toEqual(told('gone'));
  });

  it('is asked for when it is shown after all, also where others were asked before', async () => {
    await askTargets(w.world, hers.entity, [told('asked')]);
    await store(gone);
    shown = [{ id: '7', name: 'Anna' }];
    const send = vi.spyOn(w.store.queues.outbound, 'send');
    expect(await look([told('gone')])).toEqual(told('asked'));
    expect((await readRecord(w.world, there.ref))?.value.state).toBe('live');
    expect(send).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ body: expect.stringContaining(hers.entity) })]);
  });

  it('counts as left there when it is shown after all and no route says that we delete', async () => {
    await keeping();
    await store(gone);
    shown = [{ id: '7', name: 'Anna' }];
    expect(await look([told('gone')])).toEqual(told('kept'));
  });

  it.each(['delete', 'keep'] as const)('is not told as gone while its system does not answer, where a route says %s', async (action) => {
    if (action === 'keep') await keeping();
    await store(gone);
    shown = undefined;
    expect(await look([told('gone')])).toEqual(told(action === 'keep' ? 'kept' : 'asked'));
  });

  it('is not told of when it was us who deleted it', async () => {
    await store({ ...gone, goneBy: 'us' });
    expect(await systemsOf(w.world, await entity())).not.toContainEqual(expect.objectContaining({ connection: 'erp' }));
  });
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
  const before = await systemsOf(w.world, await entity());
  expect(before.map(({ did }) => did)).toEqual(['kept', 'kept']);
  await store(second);
  expect(await lookAtTargets(w.world, hers.entity, before)).toContainEqual({ connection: 'erp', stream: 'people', records: 1, did: 'asked' });
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

describe('creates that are waited for', () => {
  const his = 'crm/customers/2' as Slot['anchor'];
  const create = async (anchor: Slot['anchor'], from: string, state: Slot['state']): Promise<void> => {
    const key = slotName(w.world.table.workspace, 'erp', 'customers', anchor);
    const intent = (ref: string): Intent => ({ id: 'i', kind: 'write', fields: { name: { raw: 'A', stamp: { at: at(1), ref } } }, deadline: at(2) });
    const slot: Slot = { state, n: 0, key, anchor, stream: 'customers', intent: intent(his), past: [intent(from)] };
    const [before] = await w.world.table.get([slotKey('erp', key)]);
    await put(w.world, [{ op: 'put', item: slotItem('erp', slot, at(1)), when: before === undefined ? 'absent' : { version: before.version } }]);
  };
  const isWaitedFor = async (apart: boolean): Promise<boolean> => hasCreateInFlight(w.world, { ...(await entity()), cannotLink: apart ? [[his, hers.ref]] : [] });

  it('are the person’s own while they are open', async () => {
    expect(await isWaitedFor(false)).toBe(false);
    await create(hers.ref, hers.ref, 'open');
    expect(await isWaitedFor(false)).toBe(true);
    await create(hers.ref, hers.ref, 'done');
    expect(await isWaitedFor(false)).toBe(false);
  });

  it('and that of whoever was one with the person, where a try of it had sent what was the person’s', async () => {
    await create(his, his, 'open');
    expect(await isWaitedFor(true)).toBe(false);
    await create(his, hers.ref, 'open');
    expect([await isWaitedFor(true), await isWaitedFor(false)]).toEqual([true, false]);
    await create(his, hers.ref, 'done');
    expect(await isWaitedFor(true)).toBe(false);
  });
});

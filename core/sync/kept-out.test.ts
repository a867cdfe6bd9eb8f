import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import { entityIdFrom, workspace } from '../model/ids.ts';
import type { Change } from '../ports/feed.ts';
import type { Item } from '../ports/table.ts';
import type { Entity } from './entity.ts';
import { entityKey } from './entity-item.ts';
import { noteKeptOut } from './kept-out.ts';
import type { OutboundMessage } from './messages.ts';
import { foundEntity } from './recompute.ts';
import type { SourceRecord } from './record.ts';
import { recordKey } from './record-item.ts';
import { relay } from './relay.ts';
import { readRecord, writeEntity, writeRecord } from './store.ts';

const standing: SourceRecord = known({ name: 'Acme' }, 'erp/customers/7');
const shown = { id: '7', name: 'Acme' };
const customer = (n: number): Entity => foundEntity(entityIdFrom(workspace('main'), 'o', `crm/customers/${n}` as never), known({ name: 'Acme' }, `crm/customers/${n}`), 0);

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  await writeRecord(w.world, standing, 0);
});
afterEach(() => w.store.close());

const note = (entity: Entity, key = 'x-1') =>
  noteKeptOut({ world: w.world, connection: 'erp', stream: { name: 'customers', key: (r: typeof shown) => r.id } as never }, entity, { key } as never, [shown]);

/** A customer that has, or lacks, a record there. */
async function storedCustomer(members: Entity['members'] = {}): Promise<Entity> {
  const entity = { ...customer(1), members };
  await writeEntity(w.world, entity, 0);
  return entity;
}

/** The record as it is written next. */
async function change(more: Partial<SourceRecord>): Promise<void> {
  const stored = await readRecord(w.world, standing.ref);
  expect(await writeRecord(w.world, { ...(stored?.value as SourceRecord), ...more }, stored?.version ?? 0)).toBe('ok');
}

/** Entities that are delivered again because the record was changed, or taken away, or what lies under another key was. */
async function triedAfter(work: () => Promise<unknown>, key = recordKey(standing.ref)): Promise<string[]> {
  const item = async (): Promise<Item | undefined> => (await w.world.table.get([key], { consistent: true }))[0];
  const old = await item();
  await work();
  const sent = vi.spyOn(w.store.queues.outbound, 'send');
  const told = { id: '1', workspace: w.world.config.workspace, key, old, new: await item(), at: w.world.clock.now() } as Change;
  expect(await relay(() => w.world, { changes: [told] })).toEqual({ batchItemFailures: [] });
  const tried = sent.mock.calls.flatMap(([messages]) => messages).flatMap(({ body }) => (JSON.parse(body) as OutboundMessage).entities);
  sent.mockRestore();
  return tried;
}

describe('a record that has the name or number which others would get', () => {
  it('remembers whom it keeps out, and each of them looks once more before giving up', async () => {
    const [one, other] = [customer(1), customer(2)];
    expect([await note(one), await note(one), await note(other), await note(one)]).toEqual(['again', 'noted', 'again', 'noted']);
    expect((await readRecord(w.world, standing.ref))?.value.keepsOut).toEqual([one.id, other.id]);
  });

  it('remembers the latest of many', async () => {
    const many = Array.from({ length: 30 }, (_, n) => customer(n));
    for (const entity of many) await note(entity);
    expect((await readRecord(w.world, standing.ref))?.value.keepsOut).toEqual(many.slice(-20).map(({ id }) => id));
  });

  it('has them tried again when it is deleted, archived, erased or shows something else', async () => {
    const { id } = await storedCustomer();
    await note(customer(1));
    expect(await triedAfter(() => change({ hash: 'another number' }))).toEqual([id]);
    expect(await triedAfter(() => change({ archived: true }))).toEqual([id]);
    expect(await triedAfter(() => change({ state: 'gone', goneBy: 'human' }))).toEqual([id]);
    expect(await triedAfter(() => w.world.table.write([{ op: 'delete', key: recordKey(standing.ref), when: 'any' }], { writeId: 'w' }))).toEqual([id]);
  });

  it('has nobody tried again who got a record there meanwhile', async () => {
    await note(await storedCustomer({ 'erp/customers/8': { seq: 1, role: 'primary', assertions: {} } }));
    expect(await triedAfter(() => change({ hash: 'another number' }))).toEqual([]);
  });

  it('has them tried again when its customer is no longer deleted, or has become one with somebody who is not', async () => {
    const { id } = await storedCustomer();
    await note(customer(1));
    const alive: Entity = { ...customer(2), id: standing.entity, members: { [standing.ref]: { seq: 1, role: 'primary', assertions: {} } } };
    const deleted: Entity = { ...alive, deleted: { stamp: { at: 1, ref: standing.ref }, by: 'crm/customers/2', action: 'delete' } };
    const key = entityKey(alive.id);
    expect(await triedAfter(() => writeEntity(w.world, deleted, 0), key)).not.toContain(id);
    expect(await triedAfter(() => writeEntity(w.world, { ...deleted, goldenVersion: 1 }, 1), key)).not.toContain(id);
    expect(await triedAfter(() => writeEntity(w.world, alive, 2), key)).toContain(id);
    await writeEntity(w.world, deleted, 3);
    expect(await triedAfter(() => writeEntity(w.world, { ...deleted, members: {}, mergedInto: id }, 4), key)).toContain(id);
  });

  it('has them tried again when it is split off from a customer who is deleted', async () => {
    const { id } = await storedCustomer();
    await note(customer(1));
    const member = { seq: 1, role: 'primary', assertions: {} } as const;
    const members = { [standing.ref]: member, 'crm/customers/2': { ...member, dead: true } } satisfies Entity['members'];
    const whole: Entity = { ...customer(2), members, deleted: { stamp: { at: 1, ref: standing.ref }, by: 'crm/customers/2', action: 'delete' } };
    await writeEntity(w.world, whole, 0);
    const { [standing.ref]: _, ...others } = members;
    expect(await triedAfter(() => writeEntity(w.world, { ...whole, goldenVersion: 1, members: others }, 1), entityKey(whole.id))).toContain(id);
  });

  it('has nobody tried again by the note itself, nor when it is only missed or read again', async () => {
    expect(await triedAfter(() => note(customer(1)))).toEqual([]);
    expect(await triedAfter(() => change({ state: 'missing' }))).toEqual([]);
    expect(await triedAfter(() => change({ state: 'live', lastReadAt: 1 }))).toEqual([]);
  });

  it('keeps out for good, until a person tries again, where its very id is the name that theirs would get', async () => {
    expect(await note(customer(1), shown.id)).toBe('noted');
    expect((await readRecord(w.world, standing.ref))?.value.keepsOut).toBeUndefined();
  });

  it('is not waited for where it is gone and only the search shows it still', async () => {
    await change({ state: 'gone', goneBy: 'human' });
    expect(await note(customer(1))).toBe('lags');
    expect((await readRecord(w.world, standing.ref))?.value.keepsOut).toBeUndefined();
  });
});

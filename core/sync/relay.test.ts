import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { Change } from '../ports/feed.ts';
import type { Item } from '../ports/table.ts';
import { entityKey } from './entity-item.ts';
import { fold } from './fold.ts';
import { mergeEntities, splitEntity } from './merge.ts';
import type { InboundMessage } from './messages.ts';
import type { SourceRecord } from './record.ts';
import { relay } from './relay.ts';
import { writeRecord } from './store.ts';

const [one, other]: [SourceRecord, SourceRecord] = [known({ name: 'Acme' }, 'crm/customers/1'), known({ name: 'Acme' }, 'erp/customers/7')];

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  for (const rec of [one, other]) {
    await writeRecord(w.world, rec, 0);
    await fold(w.world, { value: rec, version: 1 });
  }
});
afterEach(() => w.store.close());

async function stored({ entity }: SourceRecord): Promise<Item | undefined> {
  return (await w.world.table.get([entityKey(entity)], { consistent: true }))[0];
}

/** Relays a change of that entity, and tells which records somebody is asked to look at. */
async function askedAfter(rec: SourceRecord, old: Item | undefined): Promise<string[]> {
  const change = { id: '1', workspace: w.world.config.workspace, key: entityKey(rec.entity), old, new: await stored(rec), at: w.world.clock.now() } as Change;
  const sent = vi.spyOn(w.store.queues.inbound, 'send');
  expect(await relay(() => w.world, { changes: [change] })).toEqual({ batchItemFailures: [] });
  const asked = sent.mock.calls.flatMap(([messages]) => messages);
  return asked.flatMap(({ body }) => {
    const { connection, stream, sightings } = JSON.parse(body) as InboundMessage;
    return sightings.map(({ id }) => `${connection}/${stream}/${id}`);
  });
}

describe('the record of a part that a split has made', () => {
  it('is compared with others at once: it stands under no key yet', async () => {
    await mergeEntities(w.world, one.entity, other.entity);
    const redirect = await stored(other);
    expect(await splitEntity(w.world, one.entity, [other.ref])).toMatchObject({ state: 'split', moved: other.entity });
    expect(await askedAfter(other, redirect)).toEqual([other.ref]);
  });

  it('is compared also where the part keeps the id: whoever left may have kept somebody out', async () => {
    await mergeEntities(w.world, one.entity, other.entity);
    const whole = await stored(one);
    await splitEntity(w.world, one.entity, [other.ref]);
    expect(await askedAfter(one, whole)).toEqual([one.ref]);
  });

  it('is left alone when its entity changes for another reason', async () => {
    await mergeEntities(w.world, one.entity, other.entity);
    await splitEntity(w.world, one.entity, [other.ref]);
    expect(await askedAfter(other, await stored(other))).toEqual([]);
  });
});

it('nobody is asked to look at a record that has just founded its entity', async () => {
  expect(await askedAfter(other, undefined)).toEqual([]);
});

it('nobody is asked to look at records that a merge has brought', async () => {
  const before = await stored(one);
  await mergeEntities(w.world, one.entity, other.entity);
  expect(await askedAfter(one, before)).toEqual([]);
});

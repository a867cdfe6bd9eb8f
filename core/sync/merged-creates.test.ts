import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { intending, known, plainMapping, seen } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { Ref } from '../model/ids.ts';
import { readSlot, slotOps } from './adopt.ts';
import { mergeEntities } from './merge.ts';
import type { Slot, SourceRecord } from './record.ts';
import { slotName } from './slot-item.ts';
import { put, readRecord, writeRecord } from './store.ts';
import { blankRecord, finishRecord, type StreamWork, unifyRecord } from './unify-record.ts';

/** Two customers of one name and mailbox, as the system that has nobody yet is to have them. */
const shown = { berlin: { name: 'Acme', mail: 'info@acme.example', city: 'Berlin', note: 'one' }, ulm: { name: 'Acme', mail: 'info@acme.example', city: 'Ulm', note: 'two' } };
const anchors = { berlin: 'crm/customers/1', ulm: 'crm/customers/2' } as const;
type Which = keyof typeof shown;
const both: readonly Which[] = ['berlin', 'ulm'];

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  const entities = [];
  for (const which of both) {
    const record = known(shown[which], anchors[which]);
    await writeRecord(w.world, record, 0);
    await finishRecord(at('crm'), { value: record, version: 1 });
    entities.push(record.entity);
    const { mail, ...fields } = shown[which];
    const intent = intending(record, { ...fields, [`emails:${mail}`]: true }, { id: which }).intent as Slot['intent'];
    const slot: Slot = { state: 'open', n: 0, key: nameOf(which), anchor: anchors[which] as Ref, stream: 'customers', intent, past: [] };
    await put(w.world, slotOps(at('erp'), slot, 0));
  }
  await mergeEntities(w.world, entities[0] as string, entities[1] as string);
});
afterEach(() => w.store.close());

/** A stream of a system that keeps no name of ours. */
const at = (connection: string): StreamWork => ({
  world: w.world,
  connection,
  stream: { name: 'customers', traits: { maxInFlightMs: 1_000 }, write: { repeatable: 'find-first', guard: 'read-compare', actions: ['create'] } } as never,
  mapping: plainMapping,
  quiet: true,
});
const nameOf = (which: Which): string => slotName(w.world.table.workspace, 'erp', 'customers', anchors[which] as Ref);
const statesOf = async (): Promise<unknown[]> => Promise.all(both.map(async (which) => (await readSlot(w.world, 'erp', nameOf(which)))?.value.state));
const stored = (id: string): ReturnType<typeof readRecord> => readRecord(w.world, `erp/customers/${id}`);

async function read(id: string, which: Which): Promise<SourceRecord> {
  await unifyRecord(at('erp'), { id, prior: undefined, look: { seen: seen(shown[which]), readAt: w.world.clock.now() }, seen: [1, 0], absence: 'look' });
  return (await stored(id))?.value as SourceRecord;
}

/**
 *   worker 1: create (Berlin) · no answer
 *   worker 2:                             create (Ulm) · no answer
 *   person:                                                        the two are one
 *   listing:                                                                        shows Ulm first
 */
describe('of two creates without an answer whose customers have become one', () => {
  it.each(both)('the one that has made a record is known by what that shows, whichever is shown first: %s', async (which) => {
    const record = await read('7', which);
    expect([record.origin, record.assertions]).toEqual(['ours', {}]);
    expect(await statesOf()).toEqual(both.map((other) => (other === which ? 'done' : 'open')));
    const second = await read('8', which === 'ulm' ? 'berlin' : 'ulm');
    expect([second.origin, second.assertions]).toEqual(['ours', {}]);
    expect(await statesOf()).toEqual(['done', 'done']);
  });

  it.each(both)('only that one is closed by the record, where its reader has died before: %s', async (which) => {
    const blank = { ...blankRecord(at('erp'), '7', [0, 0]), origin: 'ours', entity: known(shown.berlin, anchors.berlin).entity, snapshot: shown[which], seq: 1 } as const;
    await writeRecord(w.world, blank, 0);
    await finishRecord(at('erp'), { value: blank, version: 1 });
    expect(await statesOf()).toEqual(both.map((other) => (other === which ? 'done' : 'open')));
  });
});

import { expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import type { Item } from '../ports/table.ts';
import { entityItem, entityOf } from './entity-item.ts';
import { historyOf } from './history.ts';
import { recordItem, recordOf } from './record-item.ts';
import { slotItem, slotOf } from './slot-item.ts';

/** Items as the last release of schema 1 wrote them. */
const item = (pk: string, body: unknown): Item => ({
  pk,
  sk: '@',
  kind: '',
  body: body as JsonObject,
  version: 1,
  index: undefined,
  expiresAt: undefined,
  token: undefined,
  writeId: undefined,
});
/** As written by this release and read back. */
const again = (input: object): Item => JSON.parse(JSON.stringify({ ...input, version: 1 })) as Item;

const crm = 'crm/contacts/7';
const made = { v: 1, origin: 'ours', entity: 'p_7', type: 'person', snapshot: { key: 'x' }, hash: 'h', modifiedAt: 0, lastReadAt: 40, seen: [0, 0], seq: 1, revision: '1' };
const from = [20, crm];
const tries = (raw: string) => ({ raw, stamp: { at: 20, ref: crm }, acked: 1 });

test('a record of schema 1 is read, and is the same after it was written again', () => {
  const assertions = { name: [20, 'Ada'], city: [30, 'Ulm', 'Bern', from, 'o_1'], 'emails:a@b.example': [20, true] };
  const cells = {
    name: [from, from, { sent: 'Ada', stored: 'Ada', tries: tries('Ada') }],
    city: [20],
    note: [20, [5, 'a/b/c']],
    title: [from, from, { park: { raw: 'Dr', mapping: 'm', why: 'refused' } }],
  };
  const intent = { id: 'i', kind: 'write', fields: { name: ['Eve', from, 1], city: ['Ulm', 30] }, deadline: 90, outcome: 'acked', stored: { name: 'EVE' } };
  const record = recordOf(item('SRC#target#contacts#x', { ...made, ref: 'target/contacts/x', cells, assertions, intent }));
  expect(record.assertions['city']).toEqual({ raw: 'Ulm', stamp: { at: 30, ref: record.ref }, prev: 'Bern', synced: { at: 20, ref: crm }, to: 'o_1' });
  expect(record.cells['name']).toEqual({ stamp: { at: 20, ref: crm }, synced: { at: 20, ref: crm }, sent: 'Ada', stored: 'Ada', tries: tries('Ada') });
  expect(record.cells['note']).toEqual({ stamp: { at: 20, ref: record.ref }, synced: { at: 5, ref: 'a/b/c' } });
  expect(record.intent?.fields).toEqual({ name: { raw: 'Eve', stamp: { at: 20, ref: crm }, probe: true }, city: { raw: 'Ulm', stamp: { at: 30, ref: record.ref } } });
  expect(record.intent?.stored).toEqual({ name: 'EVE' });
  expect(recordOf(again(recordItem(record)))).toEqual(record);
});

test('an entity of schema 1 is read, and is the same after it was written again', () => {
  const members = { [crm]: { seq: 1, role: 'primary', signature: { k: 'p' }, a: { name: [20, 'Ada'] } }, 'target/contacts/x': { seq: 2, role: 'primary', a: {} } };
  const golden = { name: ['Ada', 0, 20, 3], city: ['Ulm', 'anna', 30, 0] };
  const entity = entityOf(item('ENT#p_7', { v: 1, type: 'person', founder: crm, foundedAt: 20, goldenVersion: 1, members, golden }));
  expect(Object.keys(entity.members)).toEqual([crm, 'target/contacts/x']);
  expect(entity.golden).toEqual({
    name: { value: 'Ada', ref: crm, stamp: { at: 20, ref: crm }, rule: 'latest' },
    city: { value: 'Ulm', ref: 'anna', stamp: { at: 30, ref: 'anna' }, rule: 'pin' },
  });
  expect(entityOf(again(entityItem(entity)))).toEqual(entity);
});

test('a create slot and a history row of that time are read', () => {
  const intent = { id: 'i', kind: 'write', fields: { name: ['Ada', 20] }, deadline: 90, stored: { name: 'Ada' }, outcome: 'acked' };
  const slot = slotOf(item('SLOT#target#x', { state: 'done', n: 0, key: 'x', anchor: crm, stream: 'contacts', intent, past: [intent], recordId: 'x' }));
  expect(slot.past[0]?.fields).toEqual({ name: { raw: 'Ada', stamp: { at: 20, ref: crm } } });
  expect(slotOf(again(slotItem('target', slot, 0)))).toEqual(slot);
  const row = { version: 1, at: 40, lines: [{ field: 'name', old: null, new: 'Ada', ref: crm, rule: 'latest', stamp: 20 }] };
  expect(historyOf(item('ENT#p_7', row))).toEqual(row);
});

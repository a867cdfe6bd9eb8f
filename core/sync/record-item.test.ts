import { expect, test } from 'vitest';
import type { EntityId, Ref } from '../model/ids.ts';
import type { SourceRecord } from './record.ts';
import { contentMark, recordItem, recordOf } from './record-item.ts';

const stamp = { at: 5, ref: 'crm/contacts/1' };
const none = { at: 0, ref: '' };

const atRest: SourceRecord = {
  ref: 'crm/contacts/1' as Ref,
  state: 'live',
  origin: 'native',
  entity: 'p_00000000000000000000' as EntityId,
  type: 'person',
  snapshot: { name: 'Anna' },
  held: {},
  hash: 'h1',
  revision: '7',
  modifiedAt: 5,
  lastReadAt: 5,
  seen: [1, 1],
  cells: { name: { stamp, synced: none }, city: { stamp, synced: stamp, sent: 'Graz', stored: 'GRAZ' }, note: { stamp: none, synced: stamp } },
  assertions: { name: { raw: 'Anna', stamp, prev: null, synced: none } },
  limbo: [],
  seq: 1,
  failing: [],
};

test('a record comes back from its item as it was', () => {
  const item = recordItem(atRest);
  const read = recordOf({ ...item, version: 1, body: JSON.parse(JSON.stringify(item.body)) });
  expect(read).toEqual(atRest);
});

test('only a record at rest carries the mark of its content: a page never takes one with something open, missing or gone for unchanged', () => {
  const intent = { id: 'i', kind: 'write', fields: {}, deadline: 9 } as const;
  expect(recordItem(atRest).token).toBe(contentMark({ hash: 'h1', revision: '7' }));
  expect(recordItem({ ...atRest, intent }).token).toBeUndefined();
  expect(recordItem({ ...atRest, state: 'missing' }).token).toBeUndefined();
  expect(recordItem({ ...atRest, state: 'gone' }).token).toBeUndefined();
});

test('marks differ when the content or the revision does, also when one of them is absent', () => {
  const marks = [{ hash: 'a', revision: '1' }, { hash: 'a', revision: '2' }, { hash: 'b', revision: '1' }, { hash: 'a' }].map(contentMark);
  expect(new Set(marks).size).toBe(marks.length);
});

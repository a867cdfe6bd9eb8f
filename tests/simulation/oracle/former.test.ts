import { expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../../../core/model/ids.ts';
import type { SourceRecord } from '../../../core/sync/record.ts';
import { homeName } from '../config.ts';
import { drawScenario } from '../scenario.ts';
import { type Setup, setUp } from '../setup.ts';
import { snapshotOf } from '../snapshot.ts';
import { lost, policy } from './edits.ts';
import { resurrected } from './resurrected.ts';
import { noExcuses } from './violation.ts';

const ref = refOf('b', 'customers', 'x-1');

/** We make a record under our name, a person edits it and deletes it, and we make it again under the same name. */
function madeAgain(): Setup {
  const setup = setUp({ ...drawScenario(1, { calm: true }), events: [] });
  const book = setup.vendors['b']?.book('customers');
  const op = { key: 'x-1', action: 'create', externalId: 'x-1', fields: { name: 'Ada', tax: 'DE100000008', note: 'ours', tags: 'vip' } };
  book?.write(op, 1_000, 'first');
  book?.edit('x-1', 'note', 'theirs', 2_000, 1);
  book?.edit('x-1', 'tags', 'vip;export', 2_500, 2);
  book?.remove('x-1', 3_000);
  book?.write(op, 60_000, 'second');
  return setup;
}

it('blames nobody for what was edited in a record that its editor deleted, though another stands under its name', async () => {
  const setup = madeAgain();
  const snapshot = await snapshotOf(setup);
  expect([...lost(setup, snapshot, noExcuses()), ...policy(setup, snapshot, noExcuses())]).toEqual([]);
});

it('asks of what is edited in the record that was made again', async () => {
  const setup = madeAgain();
  setup.vendors['b']?.book('customers').edit('x-1', 'note', 'theirs again', 61_000, 3);
  const found = lost(setup, await snapshotOf(setup), noExcuses());
  expect(found.map(({ what }) => what)).toEqual([expect.stringContaining('"theirs again"')]);
});

it('sees that a person’s delete was undone under the same name, and excuses it where nobody knew of the record', async () => {
  const setup = madeAgain();
  const snapshot = await snapshotOf(setup);
  const excused = noExcuses();
  expect(resurrected(setup, snapshot, excused)).toEqual([]);
  expect(excused.unread).toBe(1);
  const entity = entityIdFrom(workspace(homeName), 'o', ref);
  setup.cursors.stored({ pk: 'KEY#k', sk: '@', kind: 'key', version: 1, body: { values: [entity] } }, undefined, 2_000);
  setup.cursors.stored({ pk: ref, sk: '@', kind: 'record', version: 1, body: {} }, { ref, entity, modifiedAt: 2_000 } as SourceRecord, 2_000);
  expect(resurrected(setup, snapshot, noExcuses()).map(({ what }) => what)).toEqual([`${ref} was deleted by a person, and made again as x-1`]);
});

it('knows a late landing from the one before under the same name', () => {
  const setup = madeAgain();
  const [vendor, book] = [setup.vendors['b'], setup.vendors['b']?.book('customers')];
  const body = JSON.stringify({ ops: [{ key: 'x-1', action: 'create', externalId: 'x-1', fields: { name: 'Ada', tax: 'DE100000008' } }] });
  const request = { method: 'POST' as const, timeoutMs: 10_000, url: 'http://main.b/customers/write', headers: { authorization: `Bearer ${vendor?.token}` }, body };
  book?.remove('x-1', 70_000);
  vendor?.answerLate(request, 80_000, 90_000);
  expect(book?.landedLate.get('x-1')).toBe(80_000);
  book?.remove('x-1', 100_000);
  vendor?.answer(request, 110_000);
  expect(book?.landedLate.has('x-1')).toBe(false);
});

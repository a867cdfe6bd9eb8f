import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import type { Entity } from '../entity.ts';
import { entityKey } from '../entity-item.ts';
import { type HistoryLine, historyOf, historySk } from '../history.ts';
import { foundEntity } from '../recompute.ts';
import { put, readEntity, writeEntity } from '../store.ts';
import { blackenPart } from './parted.ts';
import type { Subject } from './subject.ts';

const rec = known({ name: 'Bo' });
const hers = 'crm/contacts/ANNA';
const subject: Subject = { entity: 'p_anna', ids: ['p_anna'], refs: [hers], contacts: [], names: ['Anna'], mailboxes: [] };
const bo: Entity = {
  ...foundEntity(rec.entity, rec, at(0)),
  cannotLink: [
    [hers, rec.ref],
    ['crm/contacts/C-9', rec.ref],
  ],
};
const line = (field: string, old: string | null, next: string | null, ref: string): HistoryLine => ({ field, old, new: next, ref, rule: 'latest', stamp: at(1) });

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  await writeEntity(w.world, bo, 0);
  const lines: HistoryLine[][] = [
    [line('note', null, 'his own', rec.ref)],
    [line('note', 'his own', 'her secret', hers), line('city', null, 'Ulm', hers)],
    [line('note', 'her secret', 'his own again', rec.ref), line('title', null, 'Ulm', rec.ref)],
  ];
  for (const [i, row] of lines.entries()) {
    const body = { version: i + 1, at: at(i), lines: row as never };
    await put(w.world, [{ op: 'put', item: { pk: entityKey(bo.id).pk, sk: historySk(i + 1), kind: 'history', body }, when: 'absent' }]);
  }
  const conflict = { id: 'x', field: 'note', loser: rec.ref, value: 'his own', winner: hers, winning: 'her secret', reason: 'merge', stamp: { at: at(1), ref: rec.ref } };
  await put(w.world, [{ op: 'put', item: { pk: entityKey(bo.id).pk, sk: 'CONF#x', kind: 'conflict', body: conflict as never }, when: 'absent' }]);
});
afterEach(() => w.store.close());

async function blackened(): Promise<void> {
  const [item] = await w.world.table.get([entityKey(bo.id)]);
  if (item === undefined) throw new Error('he is gone');
  await blackenPart(w.world, item, subject);
}

it('takes her values out of the history of whoever was one with her, wherever they stand, and leaves his', async () => {
  await blackened();
  const rows = (await w.world.table.query(entityKey(bo.id).pk, { prefix: 'HIST#' })).items.map(historyOf);
  expect(rows.flatMap(({ lines }) => lines.map((l) => `${l.field}: ${l.old} → ${l.new} by ${l.ref}`))).toEqual([
    `note: null → his own by ${rec.ref}`,
    'note: his own → [erased] by [erased]',
    'city: null → [erased] by [erased]',
    `note: [erased] → his own again by ${rec.ref}`,
    `title: null → Ulm by ${rec.ref}`, // the same word, of another field
  ]);
});

it('keeps what he lost to her, and not what he lost it to', async () => {
  await blackened();
  const [conflict] = (await w.world.table.query(entityKey(bo.id).pk, { prefix: 'CONF#' })).items;
  expect(conflict?.body).toMatchObject({ loser: rec.ref, value: 'his own', winner: '[erased]', winning: '[erased]' });
});

it('forgets that he is not she, and remembers whom else he is not', async () => {
  await blackened();
  expect((await readEntity(w.world, bo.id))?.value.cannotLink).toEqual([['crm/contacts/C-9', rec.ref]]);
});

it('is the same when it is done twice', async () => {
  await blackened();
  const once = (await w.world.table.query(entityKey(bo.id).pk)).items.map(({ sk, body }) => `${sk} ${JSON.stringify(body)}`);
  await blackened();
  expect((await w.world.table.query(entityKey(bo.id).pk)).items.map(({ sk, body }) => `${sk} ${JSON.stringify(body)}`)).toEqual(once);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import type { Entity } from '../entity.ts';
import { entityKey } from '../entity-item.ts';
import { type HistoryLine, historyOf, historySk } from '../history.ts';
import { foundEntity } from '../recompute.ts';
import { put, readEntity, writeEntity } from '../store.ts';
import { blackenPart, partWrites, tellsOfTime } from './parted.ts';
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
  const doubt = { ...conflict, id: 'y', value: 'her secret', winner: rec.ref, winning: 'his own', reason: 'doubt' }; // what we had put into his record
  for (const row of [conflict, doubt])
    await put(w.world, [{ op: 'put', item: { pk: entityKey(bo.id).pk, sk: `CONF#${row.id}`, kind: 'conflict', body: row as never }, when: 'absent' }]);
});
afterEach(() => w.store.close());

async function blackened(): Promise<void> {
  await blackenPart(w.world, await partWrites(w.world, bo.id, subject));
}

/** What is stored under his id. */
async function stored(): Promise<string[]> {
  return (await w.world.table.query(entityKey(bo.id).pk)).items.map(({ sk, body }) => `${sk} ${JSON.stringify(body)}`);
}

/** The values of one version of his history. */
async function valuesOf(version: number): Promise<unknown[]> {
  const [item] = await w.world.table.get([{ pk: entityKey(bo.id).pk, sk: historySk(version) }]);
  return item === undefined ? [] : historyOf(item).lines.flatMap((l) => [l.old, l.new]);
}

/** Relay tells of one version. */
async function tell(version: number, ...lines: HistoryLine[]): Promise<void> {
  const item = { pk: entityKey(bo.id).pk, sk: historySk(version), kind: 'history', body: { version, at: at(version), lines: lines as never } };
  await put(w.world, [{ op: 'put', item, when: 'any' }]);
}

it('knows by history and conflicts alone who was one with her, and not by a document that names her', async () => {
  const rows = (await w.world.table.query(entityKey(bo.id).pk)).items;
  expect(rows.filter((row) => tellsOfTime(row, subject.refs)).map(({ sk }) => sk)).toEqual(['CONF#x', historySk(2)]);
  await tell(4, line('customer', null, hers, rec.ref));
  const [named] = await w.world.table.get([{ pk: entityKey(bo.id).pk, sk: historySk(4) }]);
  expect(named !== undefined && tellsOfTime(named, subject.refs)).toBe(false);
});

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

it('takes her elements of sets out of his history and conflicts by the names of fields, in which they stand, and leaves what she had taken out of his', async () => {
  const element = (field: string, old: true | null, ref: string): HistoryLine => ({ ...line(field, null, null, ref), old, new: old === null ? true : null });
  await tell(4, element('emails:former@x.example', null, hers), element('emails:bo@x.example', null, rec.ref));
  await tell(5, element('emails:former@x.example', true, rec.ref), element('emails:bo@x.example', true, hers));
  const row = { stamp: { at: at(1), ref: rec.ref }, reason: 'merge' };
  const conflicts = [
    { ...row, id: 'e1', field: 'emails:former@x.example', loser: hers, value: true, winner: rec.ref, winning: null },
    { ...row, id: 'e2', field: 'emails:former@x.example', loser: rec.ref, value: null, winner: hers, winning: true },
    { ...row, id: 'e3', field: 'emails:bo@x.example', loser: rec.ref, value: true, winner: hers, winning: null },
  ];
  for (const body of conflicts)
    await put(w.world, [{ op: 'put', item: { pk: entityKey(bo.id).pk, sk: `CONF#${body.id}`, kind: 'conflict', body: body as never }, when: 'absent' }]);
  await blackened();
  const rows = (await w.world.table.query(entityKey(bo.id).pk)).items;
  expect(rows.filter(({ sk }) => sk.startsWith('CONF#e')).map(({ body }) => [body['field'], body['loser'], body['winner']])).toEqual([
    ['[erased]', '[erased]', rec.ref],
    ['[erased]', rec.ref, '[erased]'],
    ['emails:bo@x.example', rec.ref, '[erased]'],
  ]);
  const told = rows.filter(({ kind }) => kind === 'history').flatMap((item) => historyOf(item).lines);
  expect(told.filter(({ field }) => field.startsWith('emails') || field === '[erased]').map((l) => [l.field, l.old, l.new, l.ref])).toEqual([
    ['[erased]', null, '[erased]', '[erased]'],
    ['emails:bo@x.example', null, true, rec.ref],
    ['[erased]', '[erased]', null, rec.ref],
    ['emails:bo@x.example', true, null, '[erased]'],
  ]);
  expect(await partWrites(w.world, bo.id, subject)).toEqual([]);
});

it('takes out what was in doubt in his record, where a write of ours had sent what was hers, though no history of his tells of it', async () => {
  const doubt = { field: 'city', loser: rec.ref, winner: rec.ref, winning: 'his town', reason: 'doubt', stamp: { at: at(1), ref: rec.ref } };
  const rows = [
    { ...doubt, id: 'sent', value: 'her town', sentOf: hers },
    { ...doubt, id: 'other', value: 'his old town', sentOf: rec.ref },
  ].map((body) => ({ pk: entityKey('p_split').pk, sk: `CONF#${body.id}`, kind: 'conflict', body: body as never }));
  for (const item of rows) await put(w.world, [{ op: 'put', item, when: 'absent' }]);
  const page = (await w.world.table.query(entityKey('p_split').pk)).items;
  expect(page.filter((row) => tellsOfTime(row, subject.refs)).map(({ sk }) => sk)).toEqual(['CONF#sent']);
  await blackenPart(w.world, await partWrites(w.world, 'p_split', subject));
  const [other, sent] = (await w.world.table.query(entityKey('p_split').pk)).items;
  expect(other?.body).toEqual(rows[1]?.body);
  expect(sent?.body).toEqual({ ...(rows[0]?.body as unknown as object), value: '[erased]', sentOf: '[erased]' });
  expect(await partWrites(w.world, 'p_split', subject)).toEqual([]);
});

it('forgets that he is not she, and remembers whom else he is not', async () => {
  await blackened();
  expect((await readEntity(w.world, bo.id))?.value.cannotLink).toEqual([['crm/contacts/C-9', rec.ref]]);
});

it('is the same when it is done twice', async () => {
  await blackened();
  const once = await stored();
  expect(await partWrites(w.world, bo.id, subject)).toEqual([]);
  expect(await stored()).toEqual(once);
});

it.each([1, 2, 3, 4, 5])('is the same when its worker dies after %i of its writes, and another does it', async (done) => {
  const writes = await partWrites(w.world, bo.id, subject);
  expect(writes).toHaveLength(5);
  await blackenPart(w.world, writes.slice(0, done));
  await blackened();
  const twice = await stored();
  expect(twice.join()).not.toMatch(/her secret|ANNA/);
  expect(twice.filter((row) => row.includes('his own again'))).toHaveLength(1);
});

it('goes no further than a row that somebody changes meanwhile: what tells whose a value was is still needed', async () => {
  const writes = await partWrites(w.world, bo.id, subject);
  await tell(3, line('note', 'her secret', 'his own again', rec.ref), line('title', null, 'Neu-Ulm', rec.ref));
  await blackenPart(w.world, writes);
  expect(await valuesOf(2)).toContain('her secret');
  await blackened();
  expect((await stored()).join()).not.toMatch(/her secret|ANNA/);
});

it('takes out what replaced a value of hers, told only after her own row had gone black', async () => {
  await blackened();
  await tell(3, line('note', 'her secret', 'his own again', rec.ref), line('title', null, 'Ulm', rec.ref));
  await blackened();
  expect(await valuesOf(3)).toEqual(['[erased]', 'his own again', null, 'Ulm']);
});

it('takes out what was replaced when the row that told whose it was is lost, and leaves that of whoever was never one with her', async () => {
  const lost = [line('city', 'her town', 'his town', rec.ref)];
  await tell(4, ...lost);
  await blackened();
  expect(await valuesOf(4)).toEqual(['[erased]', 'his town']);
  for (const version of [2, 3]) await put(w.world, [{ op: 'delete', key: { pk: entityKey(bo.id).pk, sk: historySk(version) }, when: 'any' }]);
  await tell(4, ...lost);
  await blackened();
  expect(await valuesOf(4)).toEqual(['her town', 'his town']);
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { at, known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import { logConflicts } from './conflict-log.ts';
import type { Conflict } from './conflicts.ts';
import { entityKey } from './entity-item.ts';
import { erasureSecret } from './erase/secret.ts';
import { storeTombs } from './erase/tombstone.ts';
import type { World } from './world.ts';

const rec = known({ name: 'Bo' });
const hers = 'crm/contacts/ANNA';
const doubt: Conflict = {
  id: 'a',
  field: 'city',
  loser: rec.ref,
  stamp: { at: at(1), ref: rec.ref },
  value: 'her town',
  winner: rec.ref,
  winning: 'his town',
  reason: 'doubt',
  sentOf: hers,
};
const element: Conflict = { ...doubt, id: 'b', field: 'emails:anna@x.example', value: true, winning: null };
const his: Conflict = { ...doubt, id: 'c', value: 'his old town', sentOf: rec.ref };
const { sentOf: _, ...overruled } = { ...doubt, id: 'd', value: 'his older town', reason: 'overruled' } satisfies Conflict;

let w: TestWorld;
let world: World;
beforeEach(() => {
  w = openWorld();
  world = { ...w.world, erasures: erasureSecret(w.world.table, w.world.clock, w.world.ids) };
});
afterEach(() => w.store.close());

async function logged(): Promise<unknown[]> {
  return (await world.table.query(entityKey(rec.entity).pk, { prefix: 'CONF#' })).items.map(({ body: { loggedAt: _at, ...body } }) => body);
}

it('tells what was in doubt while nobody was erased, and in a world that erases nobody', async () => {
  await logConflicts(world, rec.entity, [doubt, element]);
  await logConflicts(w.world, rec.entity, [his, overruled]);
  expect(await logged()).toEqual([doubt, element, his, overruled]);
});

it('tells, without the value, what a write of ours had sent of somebody who has been erased since, and all that was others’ as it was', async () => {
  await storeTombs(world, [hers], 'erasure_1');
  await logConflicts(world, rec.entity, [doubt, element, his, overruled]);
  expect(await logged()).toEqual([{ ...doubt, value: '[erased]', sentOf: '[erased]' }, { ...element, field: '[erased]', value: '[erased]', sentOf: '[erased]' }, his, overruled]);
});

it('leaves a row that was blackened before as it is when it is told again', async () => {
  await storeTombs(world, [hers], 'erasure_1');
  await logConflicts(world, rec.entity, [doubt]);
  await logConflicts(world, rec.entity, [doubt]);
  expect(await logged()).toEqual([{ ...doubt, value: '[erased]', sentOf: '[erased]' }]);
});

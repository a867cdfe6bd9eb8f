import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import { routeKey } from './route-state.ts';
import { countDelivered, readTally } from './tally.ts';

const zero = { created: 0, updated: 0, archived: 0, deleted: 0, unchanged: 0, failed: 0 };

let w: TestWorld;
beforeEach(() => {
  w = openWorld();
});
afterEach(() => w.store.close());

test('a route that has delivered nothing counts nothing', async () => {
  expect(await readTally(w.world, 'to-erp')).toEqual(zero);
});

test.each(['created', 'updated', 'archived', 'deleted'] as const)('what was %s is counted as that', async (did) => {
  await countDelivered(w.world, 'to-erp', [{ state: 'done', did }, { state: 'done', did }, { state: 'done' }]);
  expect(await readTally(w.world, 'to-erp')).toEqual({ ...zero, [did]: 2, unchanged: 1 });
});

test('what failed and what broke are failed; what comes later is not counted yet', async () => {
  await countDelivered(w.world, 'to-erp', [{ state: 'failed' }, new Error('broken'), { state: 'later', inMs: 1 }, { state: 'waits', on: 'x' }, { state: 'braked' }]);
  expect(await readTally(w.world, 'to-erp')).toEqual({ ...zero, failed: 2 });
});

test('batches add up, per route', async () => {
  await countDelivered(w.world, 'to-erp', [{ state: 'done', did: 'created' }]);
  await countDelivered(w.world, 'to-erp', [{ state: 'done', did: 'updated' }, { state: 'failed' }]);
  await countDelivered(w.world, 'to-crm', [{ state: 'done', did: 'deleted' }]);
  expect(await readTally(w.world, 'to-erp')).toEqual({ ...zero, created: 1, updated: 1, failed: 1 });
  expect(await readTally(w.world, 'to-crm')).toEqual({ ...zero, deleted: 1 });
});

test('a batch that wrote nothing costs no write', async () => {
  await countDelivered(w.world, 'to-erp', [{ state: 'done' }, { state: 'later', inMs: 1 }]);
  expect(await w.world.table.get([{ pk: routeKey('to-erp').pk, sk: 'TALLY' }])).toEqual([undefined]);
});

test('two batches that end at once are both counted', async () => {
  await countDelivered(w.world, 'to-erp', [{ state: 'done', did: 'created' }]);
  const write = w.world.table.write.bind(w.world.table);
  vi.spyOn(w.world.table, 'write').mockImplementationOnce(async (ops, options) => {
    await countDelivered(w.world, 'to-erp', [{ state: 'done', did: 'updated' }]);
    return write(ops, options);
  });
  await countDelivered(w.world, 'to-erp', [{ state: 'done', did: 'deleted' }]);
  expect(await readTally(w.world, 'to-erp')).toEqual({ ...zero, created: 1, updated: 1, deleted: 1 });
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { known } from '../../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import { fold } from '../fold.ts';
import { mergeEntities } from '../merge.ts';
import { writeRecord } from '../store.ts';
import type { World } from '../world.ts';
import { erasedAmongFound } from './found.ts';
import { erasureSecret } from './secret.ts';
import { storeTombs } from './tombstone.ts';

const hers = known({ name: 'Anna' }, 'crm/customers/1');
const there = known({ name: 'Anna' }, 'erp/customers/7');

let w: TestWorld;
let world: World;
beforeEach(async () => {
  w = openWorld();
  world = { ...w.world, erasures: erasureSecret(w.world.table, w.world.clock, w.world.ids) };
  for (const [second, rec] of [hers, there].entries()) {
    w.setNow(second); // hers is the older one
    await writeRecord(world, rec, 0);
    await fold(world, { value: rec, version: 1 });
  }
});
afterEach(() => w.store.close());

const found = (): Promise<'going' | 'gone' | undefined> =>
  erasedAmongFound({ world, connection: 'erp', stream: { name: 'customers', key: (record) => String(record['Nr']) } }, [{ Nr: '7', name: 'Anna' }]);

it('knows a record of whom somebody erases also when it still names who was merged into that one', async () => {
  expect(await found()).toBeUndefined();
  expect(await mergeEntities(world, hers.entity, there.entity)).toEqual({ state: 'merged', entity: hers.entity });
  await storeTombs(world, [hers.entity], 'erasure_1');
  expect(await found()).toBe('going');
});

it('knows a record that was taken away already', async () => {
  await storeTombs(world, [there.ref], 'erasure_1');
  expect(await found()).toBe('gone');
});

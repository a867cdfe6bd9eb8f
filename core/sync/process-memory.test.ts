import { afterEach, expect, it } from 'vitest';
import { at } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import type { JobMessage } from './messages.ts';
import { askForLook, isLookOwed } from './owed-look.ts';
import { isLeased, leaseMs, letGo, readStreamState } from './stream-state.ts';
import { tick } from './tick.ts';
import type { World } from './world.ts';

let t: TestWorld;
afterEach(() => t.store.close());

/** The same workspace in a process of its own. */
const elsewhere = (world: World): World => ({ ...world });

it('a lease that its worker left where nothing could be written is free at once for that process, and for any other when it ends', async () => {
  t = openWorld();
  const state = { ...(await readStreamState(t.world, 'crm', 'customers')).state, token: 1, leaseUntil: at(0) + leaseMs, lastPass: 'pass' };
  const other = elsewhere(t.world);
  letGo(t.world, state);
  expect([isLeased(t.world, state), isLeased(other, state)]).toEqual([false, true]);
  expect(isLeased(t.world, { ...state, token: 2 })).toBe(true);
  t.setNow(leaseMs / 1_000);
  expect(isLeased(other, state)).toBe(false);
});

it('a look at the routes that a process owes and takes with it is asked for by the next tick of any other', async () => {
  t = openWorld();
  const full: World = { ...t.world, queue: () => ({ send: async (messages) => messages.map((_, i) => i) }) };
  await expect(askForLook(full, 'routes', 0)).rejects.toMatchObject({ code: 'TABLE_THROTTLED' });
  const asked: JobMessage[] = [];
  const other: World = {
    ...t.world,
    queue: () => ({
      send: async (messages) => {
        asked.push(...messages.map(({ body }) => JSON.parse(body) as JobMessage));
        return [];
      },
    }),
  };
  expect([isLookOwed(full), isLookOwed(other)]).toEqual([true, false]);
  await tick(other);
  expect(asked.map(({ job }) => job)).toContain('advance');
});

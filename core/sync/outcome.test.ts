import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import { addOutcomes, countOutcomes, noOutcomes, passPk, recordPack, sumPacks } from './outcome.ts';

test('every outcome is counted once', () => {
  expect(countOutcomes(['applied', 'parked', 'applied', 'deadLettered'])).toEqual({ applied: 2, unchanged: 0, conflict: 0, parked: 1, refused: 0, deadLettered: 1, skipped: 0 });
  expect(countOutcomes([])).toEqual(noOutcomes);
});

test('sums add each kind', () => {
  const [a, b] = [countOutcomes(['applied', 'skipped', 'refused']), countOutcomes(['applied', 'conflict'])];
  expect(addOutcomes(a, b)).toEqual({ applied: 2, unchanged: 0, conflict: 1, parked: 0, refused: 1, deadLettered: 0, skipped: 1 });
  expect(a.applied).toBe(1);
});

test('a pass has a partition of its own', () => {
  expect(passPk('pass_1')).toBe('PASS#pass_1');
});

describe('the outcomes of a pass', () => {
  let w: TestWorld;
  beforeEach(() => {
    w = openWorld();
  });
  afterEach(() => w.store.close());
  const one = countOutcomes(['applied']);

  test('are the sum of its packs, of all its legs', async () => {
    await recordPack(w.world, 'pass_1', '7.0', one);
    await recordPack(w.world, 'pass_1', '7.1', countOutcomes(['unchanged', 'refused']));
    await recordPack(w.world, 'pass_1', '9.0', countOutcomes(['parked']));
    await recordPack(w.world, 'pass_2', '7.0', countOutcomes(['conflict']));
    const sum = await sumPacks(w.world, 'pass_1', [
      [7, 2],
      [9, 1],
    ]);
    expect(sum).toEqual({ packs: 3, outcomes: { ...noOutcomes, applied: 1, unchanged: 1, refused: 1, parked: 1 } });
  });

  test('count a pack that is delivered again once, as it ended first', async () => {
    await recordPack(w.world, 'pass_1', '7.0', one);
    await recordPack(w.world, 'pass_1', '7.0', countOutcomes(['unchanged']));
    expect(await sumPacks(w.world, 'pass_1', [[7, 1]])).toEqual({ packs: 1, outcomes: { ...noOutcomes, applied: 1 } });
  });

  test('leave out packs that no leg counts: their pages were handed over again', async () => {
    for (const pack of ['7.0', '7.1', '8.0']) await recordPack(w.world, 'pass_1', pack, one);
    expect(await sumPacks(w.world, 'pass_1', [[7, 1]])).toEqual({ packs: 1, outcomes: { ...noOutcomes, applied: 1 } });
  });

  test('are none before the first pack, and leave out what else lies with the pass', async () => {
    await w.world.table.write([{ op: 'put', item: { pk: passPk('pass_1'), sk: '@', kind: 'pass', body: {} }, when: 'any' }]);
    expect(await sumPacks(w.world, 'pass_1', [[7, 1]])).toEqual({ packs: 0, outcomes: noOutcomes });
  });

  test('are added up over many pages', async () => {
    const packs = 1_100;
    for (let from = 0; from < packs; from += 100) await Promise.all(Array.from({ length: 100 }, (_, i) => recordPack(w.world, 'pass_1', `7.${from + i}`, one)));
    expect(await sumPacks(w.world, 'pass_1', [[7, packs]])).toEqual({ packs, outcomes: { ...noOutcomes, applied: packs } });
  });

  test('are kept for 90 days', async () => {
    await recordPack(w.world, 'pass_1', '7.0', one);
    const [item] = (await w.world.table.query(passPk('pass_1'))).items;
    expect(item).toMatchObject({ kind: 'pack', expiresAt: at(0) / 1_000 + 90 * 86_400 });
  });
});

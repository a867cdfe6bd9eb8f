import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWorld, type TestWorld } from '../../../tests/factories/world.ts';
import { type ErasureSecret, erasureSecret, unerasedMs } from './secret.ts';

let w: TestWorld;
let [now, elapsed] = [0, 0];
let mine: ErasureSecret;
beforeEach(() => {
  w = openWorld();
  [now, elapsed] = [0, 0];
  mine = erasureSecret(w.world.table, { now: () => now, elapsed: () => elapsed }, w.world.ids);
});
afterEach(() => w.store.close());

/** Time goes by, and the clock besides jumps by so much. */
function passes(ms: number, jump = 0): void {
  elapsed += ms;
  now += ms + jump;
}

/** Another process erases somebody, the first ever. */
const erases = () => erasureSecret(w.world.table, w.world.clock, w.world.ids).make();

it('believes for half a minute that nobody was ever erased', async () => {
  expect(await mine.read()).toBeUndefined();
  const made = await erases();
  passes(unerasedMs - 1);
  expect(await mine.read()).toBeUndefined();
  passes(1);
  expect(await mine.read()).toBe(made);
});

it('believes it no longer when the clock is set back and shows that time once more', async () => {
  passes(0, 100_000);
  expect(await mine.read()).toBeUndefined();
  const made = await erases();
  passes(60_000, -50_000);
  expect(await mine.read()).toBe(made);
});

it('nor where the clock alone says that half a minute is over', async () => {
  expect(await mine.read()).toBeUndefined();
  const made = await erases();
  passes(1_000, unerasedMs);
  expect(await mine.read()).toBe(made);
});

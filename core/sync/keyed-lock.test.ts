import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyedLock } from './keyed-lock.ts';

it('never two holders of one key at once, and everybody gets their turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), { maxLength: 8 }), async (wishes) => {
      const lock = keyedLock();
      const held = new Set<string>();
      let turns = 0;
      await Promise.all(
        wishes.map(async (keys) => {
          const release = await lock(keys);
          for (const key of keys) {
            expect(held.has(key)).toBe(false);
            held.add(key);
          }
          await Promise.resolve();
          for (const key of keys) held.delete(key);
          turns += 1;
          release();
        }),
      );
      expect(turns).toBe(wishes.length);
    }),
  );
});

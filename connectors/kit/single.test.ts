import { expect, test } from 'vitest';
import { forget, once } from './single.ts';

test('many workers that need a session make one', async () => {
  const memo = new Map<string, unknown>();
  let made = 0;
  const login = (): Promise<number> => Promise.resolve(++made);
  expect(await Promise.all(Array.from({ length: 10 }, () => once(memo, 'session', login)))).toEqual(Array(10).fill(1));
});

test('workers that all meet the expired session make one new one between them', async () => {
  const memo = new Map<string, unknown>();
  let made = 0;
  const login = (): Promise<number> => Promise.resolve(++made);
  const stale = await once(memo, 'session', login);
  const renewed = await Promise.all(
    Array.from({ length: 10 }, async () => {
      await forget(memo, 'session', stale);
      return once(memo, 'session', login);
    }),
  );
  expect(renewed).toEqual(Array(10).fill(2));
});

test('a login that failed is tried again by the next who needs it', async () => {
  const memo = new Map<string, unknown>();
  await expect(once(memo, 'session', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await once(memo, 'session', async () => 'up')).toBe('up');
});

import { expect, test } from 'vitest';
import { killRounds } from './kill.ts';

test('a process killed under load at random moments loses nothing that was acknowledged, and tells every change', async () => {
  const { wrong, puts, sent } = await killRounds(3);
  expect(wrong).toEqual([]);
  expect(puts).toBeGreaterThan(0);
  expect(sent).toBeGreaterThan(0);
}, 60_000);

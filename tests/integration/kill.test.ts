import { expect, it } from 'vitest';
import { killRounds } from './kill.ts';

it('loses nothing and doubles nothing when the process is killed at random moments, compared with a run that nobody disturbed', async () => {
  const { killedAfterMs, hit, wrong } = await killRounds(4);
  console.log(`killed after ${killedAfterMs.join(', ')} ms`);
  expect(wrong).toEqual([]);
  expect(hit).toBeGreaterThan(0);
}, 90_000);

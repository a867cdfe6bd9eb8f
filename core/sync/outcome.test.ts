import { expect, test } from 'vitest';
import { addOutcomes, countOutcomes, noOutcomes, passPk } from './outcome.ts';

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

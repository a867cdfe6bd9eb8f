import { expect, it } from 'vitest';
import { settlementOf } from './settlement.ts';

it.each([
  [100n, 100n, 'open'],
  [100n, 40n, 'partly_paid'],
  [100n, 0n, 'paid'],
  [100n, -1n, 'over_paid'],
  [-50n, -50n, 'open'],
  [-50n, -20n, 'partly_paid'],
  [-50n, 5n, 'over_paid'],
  [0n, 0n, 'paid'],
])('a claim of %s of which %s is open is %s', (totalMinor, openMinor, settlement) => {
  expect(settlementOf({ totalMinor }, openMinor)).toBe(settlement);
});

import { expect, test } from 'vitest';
import { isAnnounced, noteAnnounced } from './announced.ts';
import type { World } from './world.ts';

const [here, there] = [{} as World, {} as World];

test('an announcement stands for one workspace, one state of the record and one entity', () => {
  noteAnnounced(here, 'crm/customers/1', 2, 'p_a');
  const asked = [isAnnounced(here, 'crm/customers/1', 2, 'p_a'), isAnnounced(here, 'crm/customers/1', 3, 'p_a'), isAnnounced(here, 'crm/customers/1', 2, 'p_b')];
  expect(asked).toEqual([true, false, false]);
  expect(isAnnounced(there, 'crm/customers/1', 2, 'p_a')).toBe(false);
});

test('the newest announcement of a record stands in place of the ones before', () => {
  noteAnnounced(here, 'crm/customers/2', 1, 'p_a');
  noteAnnounced(here, 'crm/customers/2', 1, 'p_b');
  expect([isAnnounced(here, 'crm/customers/2', 1, 'p_a'), isAnnounced(here, 'crm/customers/2', 1, 'p_b')]).toEqual([false, true]);
});

test('a first pass of fifty thousand records is remembered, but for the few that share a place with a later one', () => {
  const count = 50_000;
  for (let n = 0; n < count; n += 1) noteAnnounced(there, `crm/customers/${n}`, 1, 'p_a');
  const remembered = Array.from({ length: count }, (_, n) => isAnnounced(there, `crm/customers/${n}`, 1, 'p_a')).filter(Boolean).length;
  expect(remembered).toBeGreaterThan(0.85 * count);
  expect(isAnnounced(there, `crm/customers/${count - 1}`, 1, 'p_a')).toBe(true);
  expect(isAnnounced(there, `crm/customers/${count}`, 1, 'p_a')).toBe(false);
});

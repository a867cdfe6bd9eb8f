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

test('what is remembered is bounded: what was forgotten is announced again', () => {
  for (let n = 0; n < 40_000; n += 1) noteAnnounced(there, `crm/customers/${n}`, 1, 'p_a');
  const remembered = Array.from({ length: 40_000 }, (_, n) => isAnnounced(there, `crm/customers/${n}`, 1, 'p_a')).filter(Boolean).length;
  expect(remembered).toBeLessThanOrEqual(16_384);
  expect(isAnnounced(there, 'crm/customers/39999', 1, 'p_a')).toBe(true);
});

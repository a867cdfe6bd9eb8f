import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { startRace } from './race.ts';
import { races } from './races.ts';

/** Races of more than some hundred executions run in `npm run sim:interleavings`; what takes a second or two each runs with every test. */
const wide = new Set([
  'delivery and delivery: one record is written to by two',
  'create and create: where our name is the key',
  'create and create: where only a search can tell',
  'create and create: somebody deletes the record that leads, and another leads then',
  'delivery and delete: where a system guards its records',
  'delivery and delete: where our name is the key',
  'erasure and create: a record is made for whom somebody erases',
]);
const executionsMax = 1_000;
const testMs = 120_000;

describe('every order in which two workers meet on one entity', { timeout: testMs }, () => {
  for (const race of races.filter((r) => !wide.has(r.name))) {
    it(`holds for ${race.name}`, async () => {
      const { interleavings, failures } = await explore(() => startRace(race), executionsMax);
      expect(failures).toEqual([]);
      expect(interleavings).toBeGreaterThan(1);
    });
  }
});

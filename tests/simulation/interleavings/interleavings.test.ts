import { describe, expect, it } from 'vitest';
import { explore } from './explore.ts';
import { areIndependent, footprintOf } from './footprint.ts';
import { races, startRace } from './races.ts';

/** Wide races run in `npm run sim:interleavings`; what takes a second or two each runs with every test. */
const wide = new Set(['merge and merge', 'merge and create', 'merge and update', 'delivery and delivery: one record is written to by two']);
const executionsMax = 2_000;
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

describe('exploring', () => {
  it('tries every order of calls that touch the same thing, and one of those that do not', async () => {
    const orders: string[] = [];
    const explored = await explore(async () => {
      const order: string[] = [];
      const call = (who: string, what: string, next?: () => void) => ({
        who,
        what,
        go: () => {
          order.push(`${who}${what}`);
          next?.();
        },
      });
      const waiting = [call('x', 'get k/@', () => waiting.push(call('x', 'write put k/@'))), call('y', 'get k/@', () => waiting.push(call('y', 'write put other/@')))];
      return {
        waiting,
        settle: async () => undefined,
        finish: async () => {
          orders.push(order.join());
          return [];
        },
      };
    }, 100);
    // Only y's read against x's write can be told apart.
    expect(explored.interleavings).toBe(2);
    expect(new Set(orders.map((o) => o.indexOf('yget k/@') < o.indexOf('xwrite put k/@'))).size).toBe(2);
  });

  it.each([
    ['get a/@', 'write put a/@', false],
    ['get a/@', 'get a/@', true],
    ['query a', 'write put a/@', false],
    ['query a', 'write put b/@', true],
    ['list L', 'write put b/@', false],
    ['write check a/@', 'write put a/@', false],
    ['POST http://main.a/customers/fetch', 'POST http://main.a/customers/write', false],
    ['POST http://main.a/customers/write', 'POST http://main.b/customers/write', true],
    ['POST http://main.a/customers/write', 'list L', true],
    ['send inbound 1', 'write put a/@', true],
  ])('%s and %s may be swapped: %s', (one, other, expected) => {
    expect(areIndependent(footprintOf(one), footprintOf(other))).toBe(expected);
    expect(areIndependent(footprintOf(other), footprintOf(one))).toBe(expected);
  });
});

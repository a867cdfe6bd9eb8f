import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { at } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld, toErp } from '../../tests/factories/world.ts';
import type { Effects } from './brake.ts';
import {
  addCounts,
  moveRoute,
  pauseForStream,
  payRoute,
  type RouteState,
  type RouteStateName,
  readRoute,
  releaseWindow,
  reserve,
  routeKey,
  routeTransitions,
} from './route-state.ts';

const other = { ...toErp, name: 'invoices-to-erp', type: 'invoice' };
const names: readonly RouteStateName[] = ['observing', 'linked', 'live', 'paused'];

let w: TestWorld;
beforeEach(() => {
  w = openWorld([toErp, other]);
});
afterEach(() => w.store.close());
const stateOf = async (route = toErp.name): Promise<RouteState> => (await readRoute(w.world, route)).state;
const move = (state: RouteStateName): Promise<boolean> => moveRoute(w.world, toErp.name, { state, by: 'p_1' });
const ways: Readonly<Record<RouteStateName, readonly RouteStateName[]>> = { observing: [], linked: ['linked'], live: ['linked', 'live'], paused: ['paused'] };

describe('a route', () => {
  it('observes until it is told otherwise', async () => {
    expect(await readRoute(w.world, toErp.name)).toEqual({ state: { state: 'observing', since: 0, by: 'system' }, version: 0 });
    expect(routeKey('a#b')).toEqual({ pk: 'ROUTE#a%23b', sk: '@' });
  });

  it.each(names.flatMap((from) => names.map((to) => [from, to, routeTransitions[from].includes(to)] as const)))('goes from %s to %s: %s', async (from, to, may) => {
    for (const step of ways[from]) await move(step);
    const before = w.facts.length;
    expect(await move(to)).toBe(may);
    expect((await stateOf()).state).toBe(may ? to : from);
    expect(w.facts.length - before).toBe(may ? 1 : 0);
  });

  it('goes live only from linked or from a pause, and observes again only from a pause', () => {
    expect(routeTransitions).toEqual({ observing: ['linked', 'paused'], linked: ['live', 'paused'], live: ['paused'], paused: ['observing', 'linked', 'live'] });
  });

  it('remembers who moved it, when, and what a pause goes back to; a live one owes two looks', async () => {
    await move('linked');
    w.setNow(60);
    await move('live');
    expect(await stateOf()).toEqual({ state: 'live', since: at(60), by: 'p_1', owes: { sweeps: 2, dueAt: 0 } });
    await moveRoute(w.world, toErp.name, { state: 'paused', by: 'p_2', why: 'person', reason: 'holiday' });
    expect(await stateOf()).toEqual({ state: 'paused', since: at(60), by: 'p_2', why: 'person', reason: 'holiday', before: 'live' });
    expect(w.facts.at(-1)).toEqual({
      workspace: 'main',
      type: 'route',
      kind: 'paused',
      facts: [{ route: toErp.name, by: 'p_2', from: 'live', reason: 'holiday' }],
    });
  });

  it('pays its looks one by one, the second a minute later; one that is not live, or owes none, pays nothing', async () => {
    await payRoute(w.world, toErp.name, 2);
    expect(await readRoute(w.world, toErp.name)).toMatchObject({ version: 0 });
    await move('linked');
    await move('live');
    await payRoute(w.world, toErp.name, 2);
    expect((await stateOf()).owes).toEqual({ sweeps: 1, dueAt: at(60) });
    await payRoute(w.world, toErp.name, 1);
    expect(await stateOf()).not.toHaveProperty('owes');
    const { version } = await readRoute(w.world, toErp.name);
    await payRoute(w.world, toErp.name, 1);
    expect((await readRoute(w.world, toErp.name)).version).toBe(version);
  });

  it('counts two looks at the same moment as one: the index may not have shown either what the second is for', async () => {
    await move('linked');
    await move('live');
    await payRoute(w.world, toErp.name, 2);
    await payRoute(w.world, toErp.name, 2);
    expect((await stateOf()).owes).toEqual({ sweeps: 1, dueAt: at(60) });
  });

  it('that two move at once goes one way after the other', async () => {
    const write = w.world.table.write.bind(w.world.table);
    vi.spyOn(w.world.table, 'write').mockImplementationOnce(async (ops, options) => {
      await move('paused');
      return write(ops, options);
    });
    expect(await move('linked')).toBe(true);
    expect(await stateOf()).toMatchObject({ state: 'linked' });
    expect(w.facts.map((f) => [f.kind, f.facts[0]?.['from']])).toEqual([
      ['paused', 'observing'],
      ['linked', 'paused'],
    ]);
  });
});

describe('a brake', () => {
  const report = { what: 'missing', count: 50, limit: 10, of: 100, samples: [] } as const;
  const change: Effects = { deletes: 0, changes: 1, blanks: { city: 1 } };
  const reserving = (effects: Effects = change, records = 100): Promise<boolean> => reserve(w.world, toErp, effects, records, [{ record: 'erp/customers/1' }]);

  it('of a stream pauses every route of its type, and says which stream it was', async () => {
    await pauseForStream(w.world, { connection: 'crm', stream: 'customers' }, report);
    expect(await stateOf()).toMatchObject({ state: 'paused', by: 'system', why: 'brake', reason: 'crm.customers', report, stream: { connection: 'crm', stream: 'customers' } });
    expect((await stateOf(other.name)).state).toBe('observing');
  });

  it('of deliveries counts all of a window, and pauses the route at the one that is too much', async () => {
    let through = 0;
    while (await reserving({ deletes: 1, changes: 0, blanks: {} })) through += 1;
    expect(through).toBe(10);
    expect(await stateOf()).toMatchObject({
      state: 'paused',
      why: 'brake',
      reason: 'delivery',
      report: { what: 'delete', count: 11, limit: 10, samples: [{ record: 'erp/customers/1' }] },
    });
    expect(await stateOf()).not.toHaveProperty('stream');
  });

  it('counts changes, and blanks by field', async () => {
    for (let i = 0; i < 50; i += 1) expect(await reserving()).toBe(true);
    expect(await reserving()).toBe(false);
    expect((await stateOf()).report).toMatchObject({ what: 'blank', field: 'city', count: 51 });
  });

  it.each([
    ['an hour later', 3_600, true],
    ['a second before', 3_599, false],
    ['when the clock was set back', -1, true],
  ])('counts anew %s: %s', async (_, second, free) => {
    expect(await reserving({ deletes: 10, changes: 0, blanks: {} })).toBe(true);
    w.setNow(second);
    expect(await reserving({ deletes: 10, changes: 0, blanks: {} })).toBe(free);
  });

  it('that a person released stops nothing more in this window', async () => {
    await reserving({ deletes: 11, changes: 0, blanks: {} });
    await releaseWindow(w.world, toErp.name);
    expect(await reserving({ deletes: 1_000, changes: 0, blanks: {} })).toBe(true);
    w.setNow(3_600);
    expect(await reserving({ deletes: 1_000, changes: 0, blanks: {} })).toBe(false);
  });

  it('counts two deliveries that come at once', async () => {
    const write = w.world.table.write.bind(w.world.table);
    await reserving({ deletes: 4, changes: 0, blanks: {} });
    vi.spyOn(w.world.table, 'write').mockImplementationOnce(async (ops, options) => {
      await reserving({ deletes: 4, changes: 0, blanks: {} });
      return write(ops, options);
    });
    expect(await reserving({ deletes: 4, changes: 0, blanks: {} })).toBe(false);
  });
});

test('counts add by name', () => {
  expect(addCounts({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual({ a: 1, b: 5, c: 4 });
});

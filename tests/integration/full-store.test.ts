import { afterEach, describe, expect, it, vi } from 'vitest';
import { storeUnavailable } from '../../adapters/embedded/errors.ts';
import { advance } from '../../core/sync/advance.ts';
import { queueDepths } from '../../core/sync/answers/backlog.ts';
import { readHealth } from '../../core/sync/health.ts';
import type { JobMessage } from '../../core/sync/messages.ts';
import { readRoute } from '../../core/sync/route-state.ts';
import { readStreamState } from '../../core/sync/stream-state.ts';
import { customers } from './customers.ts';
import type { TestWorkspace } from './harness.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await w.close();
});

const full = (): Error => storeUnavailable(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
const open = (): Promise<TestWorkspace> => {
  const all = customers(12);
  return twoSystems({ crm: all.slice(0, 8).map((c) => c.crm), erp: all.slice(4).map((c) => c.erp) });
};

/** From the first lease on the disk is full, until so many writes were refused. */
function fullFromLease(refusedMax: number): void {
  const write = w.world.table.write.bind(w.world.table);
  let [refused, leased] = [0, false];
  vi.spyOn(w.world.table, 'write').mockImplementation(async (ops, options) => {
    if (leased && refused < refusedMax) {
      refused += 1;
      throw full();
    }
    leased ||= ops.some((op) => op.op === 'put' && op.item.kind === 'cursor');
    return write(ops, options);
  });
}

/** The disk is full whenever a look at the routes is to be queued, so many times. */
function fullAtLooks(refusedMax: number): void {
  const queue = w.world.queue.bind(w.world);
  let refused = 0;
  vi.spyOn(w.world, 'queue').mockImplementation((name) => ({
    async send(messages) {
      const isLook = messages.some(({ body }) => (JSON.parse(body) as JobMessage).job === 'advance');
      if (!isLook || refused === refusedMax) return queue(name).send(messages);
      refused += 1;
      throw full();
    },
  }));
}

/** The disk is full whenever a delivery counts what it is about to write, so many times. */
function fullAtWindows(refusedMax: number): () => number {
  const write = w.world.table.write.bind(w.world.table);
  let refused = 0;
  vi.spyOn(w.world.table, 'write').mockImplementation(async (ops, options) => {
    if (refused === refusedMax || !ops.some((op) => op.op === 'put' && op.item.kind === 'window')) return write(ops, options);
    refused += 1;
    throw full();
  });
  return () => refused;
}

describe('once there is room again on a full disk', () => {
  it('a pull that could not even give back its lease goes on at once, and its connection is not blamed', async () => {
    w = await open();
    fullFromLease(6);
    await w.sync();
    for (const connection of ['crm', 'erp']) {
      expect((await readStreamState(w.world, connection, 'customers')).state).not.toHaveProperty('pass');
      expect((await readHealth(w.world, connection)).health.state).toBe('ok');
    }
    expect(rowsOf(w.read('erp/customers.csv'))).toHaveLength(12);
  });

  it('routes are looked at although the pass that ended could not ask for it', async () => {
    w = await open();
    fullAtLooks(2);
    await w.sync();
    expect((await readRoute(w.world, 'to-erp')).state.state).toBe('live');
    expect(rowsOf(w.read('erp/customers.csv'))).toHaveLength(12);
  });

  it('a write that could not be counted first was not sent, and no connector is blamed for it', async () => {
    w = await open();
    const refused = fullAtWindows(3);
    await w.sync();
    expect(refused()).toBe(3);
    expect((await w.service.failures({})).open).toBe(0);
    expect(rowsOf(w.read('erp/customers.csv'))).toHaveLength(12);
  });

  it('a look that could not ask for the next one does when it is repeated', async () => {
    w = await open();
    fullAtLooks(1);
    await expect(advance(w.world, 1)).rejects.toMatchObject({ code: 'STORE_FULL' });
    await advance(w.world, 1);
    expect((await queueDepths(w.world)).find(({ name }) => name === 'jobs')).toMatchObject({ delayed: 1 });
  });
});

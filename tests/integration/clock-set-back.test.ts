import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import type { AnyStream, Fault } from '../../core/ports/connector.ts';
import type { OutMessage, QueueEvent } from '../../core/ports/queue.ts';
import { block, isBlocked, readHealth } from '../../core/sync/health.ts';
import { noticeNewRules } from '../../core/sync/new-rules.ts';
import { pull } from '../../core/sync/pull.ts';
import { readRecord } from '../../core/sync/store.ts';
import { unify } from '../../core/sync/unify.ts';
import type { World } from '../../core/sync/world.ts';
import { openWorld, type TestWorld } from '../factories/world.ts';

const hour = 3_600;
/** Our clock shows this for a moment, in seconds, and is set back to what it was. */
const farAhead = 30 * 24 * hour;

let w: TestWorld;
let world: World;
let listed: string[];
let lists: number;
let sent: OutMessage[];

/** A source whose reads show what has changed, and whose list of ids shows what is gone. */
const customers: AnyStream = {
  name: 'customers',
  record: z.any(),
  cursor: z.any(),
  key: (record: { id: string }) => record.id,
  progress: { by: 'token' },
  deletes: { by: 'sweep', everyMs: hour * 1_000 },
  traits: { revision: 'none', returnsBody: false, maxInFlightMs: 0, searchLagMs: 0 },
  async *read(_: unknown, from: unknown) {
    yield { records: from === undefined ? [{ id: '1', name: 'Acme GmbH' }] : [], resume: 1, last: true };
  },
  async *ids() {
    lists += 1;
    yield listed;
  },
};

beforeEach(() => {
  w = openWorld([]);
  [listed, lists, sent] = [['1'], 0, []];
  const queue: World['queue'] = (name) => ({
    send: async (messages) => {
      if (name === 'inbound') sent.push(...messages);
      return [];
    },
  });
  world = { ...w.world, stream: async () => customers, context: async () => ({}) as never, queue };
});
afterEach(() => w.store.close());

/** A pass, and what it hands over taken in. */
async function pass(second: number): Promise<string | undefined> {
  w.setNow(second);
  expect(await pull(world, 'crm', 'customers')).toBe('done');
  const records = sent.splice(0).map(({ body }, i) => ({ messageId: String(i), body, attributes: { ApproximateReceiveCount: '1' } }));
  expect(await unify(() => world, { Records: records } as unknown as QueueEvent)).toEqual({ batchItemFailures: [] });
  return (await readRecord(world, 'crm/customers/1' as never))?.value.state;
}

it('a sweep that ended while our clock was ahead does not put off the next one until the clock has caught up', async () => {
  await pass(farAhead);
  expect(lists).toBe(1);
  await pass(60);
  expect(lists).toBe(2);
  await pass(120);
  expect(lists).toBe(2);
  await pass(60 + hour);
  expect(lists).toBe(3);
});

it('a record that a sweep missed while our clock was ahead is gone when two more miss it, an interval apart', async () => {
  await pass(0);
  listed = [];
  expect(await pass(farAhead)).toBe('missing');
  expect(await pass(2 * hour)).toBe('missing');
  expect(await pass(2 * hour + 60)).toBe('missing');
  expect(await pass(3 * hour + 1)).toBe('gone');
});

it('a system that failed while our clock was ahead is asked again as soon as the longest wait is over that could begin now', async () => {
  const fault: Fault = { kind: 'transient', code: 'down', message: { en: 'down', zh: '不可用' } };
  w.setNow(farAhead);
  await block(world, 'crm', fault);
  w.setNow(0);
  const { health } = await readHealth(world, 'crm');
  expect([isBlocked(health, w.store.clock.now(), true), isBlocked(health, w.store.clock.now(), false)]).toEqual([false, true]);
  const again = await block(world, 'crm', fault);
  expect(again.faults).toBe(2);
  expect(isBlocked(again, w.store.clock.now(), true)).toBe(true);
  w.setNow(10);
  expect(isBlocked(again, w.store.clock.now(), true)).toBe(false);
});

it('new rules that were noticed while our clock was ahead are applied the second time, too', async () => {
  const owed = async (): Promise<unknown> => (await world.table.get([{ pk: 'RULES', sk: '@' }]))[0]?.body['owed'];
  w.setNow(farAhead);
  await noticeNewRules(world);
  world = { ...world, config: { ...world.config, policies: { organization: { default: { by: 'latest' }, fields: {}, review: [] } } } };
  await noticeNewRules(world);
  expect(await owed()).toBe(1);
  w.setNow(0);
  await noticeNewRules(world);
  expect(await owed()).toBe(0);
});

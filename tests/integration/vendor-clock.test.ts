import { expect, it } from 'vitest';
import * as z from 'zod';
import type { AnyStream } from '../../core/ports/connector.ts';
import type { QueueEvent } from '../../core/ports/queue.ts';
import { pull } from '../../core/sync/pull.ts';
import { readRecord } from '../../core/sync/store.ts';
import { unify } from '../../core/sync/unify.ts';
import type { World } from '../../core/sync/world.ts';
import { at } from '../factories/sync.ts';
import { openWorld } from '../factories/world.ts';

const hourMs = 3_600_000;

/** A source whose clock is an hour ahead: the record was changed at second 50 of ours. */
const customers: AnyStream = {
  name: 'customers',
  record: z.any(),
  cursor: z.any(),
  key: (record: { id: string }) => record.id,
  modifiedAt: () => at(50) + hourMs,
  progress: { by: 'token' },
  deletes: { by: 'none', because: 'a test' },
  traits: { revision: 'none', returnsBody: false, maxInFlightMs: 0, searchLagMs: 0 },
  async *read() {
    yield { records: [{ id: '1', name: 'Acme GmbH' }], resume: 1, last: true };
  },
};

it('a page counts by the clock of the vendor that the pull heard, also for a worker of its own that never spoke with the vendor', async () => {
  const { world, store, setNow } = openWorld([]);
  setNow(100);
  const sent: string[] = [];
  const take: World['queue'] = (name) => ({
    send: async (messages) => {
      if (name === 'inbound') sent.push(...messages.map(({ body }) => body));
      return [];
    },
  });
  const outside = { stream: async () => customers, context: async () => ({}) as never, queue: take };
  const pulling: World = { ...world, ...outside, clockOffsetMs: () => hourMs };
  const taking: World = { ...world, ...outside, clockOffsetMs: () => 0 };
  expect(await pull(pulling, 'crm', 'customers')).toBe('done');
  const event = { Records: sent.map((body, i) => ({ messageId: String(i), body, attributes: { ApproximateReceiveCount: '1' } })) } as unknown as QueueEvent;
  expect(await unify(() => taking, event)).toEqual({ batchItemFailures: [] });
  const record = await readRecord(taking, 'crm/customers/1' as never);
  expect(record?.value.assertions['name']?.stamp.at).toBe(at(50));
  await store.close();
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { minuteMs } from '../../core/model/time.ts';
import { type AnyStream, FaultError } from '../../core/ports/connector.ts';
import { featuresOf } from '../../core/sync/features.ts';
import { fold } from '../../core/sync/fold.ts';
import { connectionWaitPk } from '../../core/sync/park.ts';
import type { SourceRecord } from '../../core/sync/record.ts';
import { announceKeys } from '../../core/sync/resolve.ts';
import { readEntity, writeRecord } from '../../core/sync/store.ts';
import { unify } from '../../core/sync/unify.ts';
import type { World } from '../../core/sync/world.ts';
import { known, plainMapping } from '../factories/sync.ts';
import { openWorld, type TestWorld } from '../factories/world.ts';

/** A system that does not answer. */
const away: AnyStream = {
  name: 'customers',
  record: z.any(),
  cursor: z.any(),
  key: ({ id }: { id: string }) => id,
  progress: { by: 'token' },
  deletes: { by: 'none', because: 'a test' },
  traits: { revision: 'none', returnsBody: false, maxInFlightMs: 0, searchLagMs: 0 },
  async *read() {},
  async fetch() {
    throw new FaultError({ kind: 'transient', code: 'away', message: { en: 'away', zh: '不在' }, retryAfterMs: minuteMs });
  },
};

const other = known({ name: 'Acme GmbH', mail: 'info@acme.example' }, 'erp/customers/7');
const edited = known({ name: 'Acme GmbH', mail: 'info@acme.example' }, 'crm/customers/1');

let w: TestWorld;
let world: World;
beforeEach(async () => {
  w = openWorld([]);
  world = { ...w.world, stream: async () => away, context: async () => ({}) as never };
  await folded(other);
  await announceKeys(world, other, other.entity, featuresOf(world, other, plainMapping));
  // Its worker died just before he announced it.
  await folded(edited);
});
afterEach(() => w.store.close());

async function folded(rec: SourceRecord): Promise<void> {
  await writeRecord(world, rec, 0);
  await fold(world, { value: rec, version: 1 });
}

/** The message that tells of the record comes for the nth time. */
async function receive(times: number): Promise<void> {
  const message = { v: 1, workspace: 'main', connection: 'crm', stream: 'customers', readAt: 0, seen: [0, 0], sightings: [{ id: '1' }] };
  const record = { messageId: 'm', body: JSON.stringify(message), attributes: { ApproximateReceiveCount: String(times) } };
  expect(await unify(() => world, { Records: [record] } as never)).toEqual({ batchItemFailures: [] });
}

async function waiting(): Promise<number> {
  let rows = 0;
  for (let shard = 0; shard < 16; shard += 1) rows += (await world.table.query(connectionWaitPk('crm', String(shard).padStart(2, '0')))).items.length;
  return rows;
}
const isOne = async (): Promise<boolean> => (await readEntity(world, other.entity))?.value.id === (await readEntity(world, edited.entity))?.value.id;

describe('a record whose worker died between its entity and its keys, and whose system does not answer when its message comes again', () => {
  it('is compared all the same, and parked until the system can be asked', async () => {
    await receive(2);
    expect(await isOne()).toBe(true);
    expect(await waiting()).toBe(1);
  });

  it('is compared where its system is known to be away, too', async () => {
    await receive(1);
    expect(await isOne()).toBe(false);
    await receive(2);
    expect(await isOne()).toBe(true);
    expect(await waiting()).toBe(1);
  });
});

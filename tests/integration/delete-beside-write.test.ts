import { afterEach, expect, it } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream } from '../../core/ports/connector.ts';
import { readEntity, readRecord, writeEntity } from '../../core/sync/store.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { deliverToo } from './other-worker.ts';
import { crmHeader, csv, rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(() => w.close());

const alpha = refOf('crm', 'customers', '1');

/** A person has deleted Alpha in the CRM, and another worker carries that to the ERP. */
async function deleteAlpha(): Promise<void> {
  const read = await readEntity(w.world, (await readRecord(w.world, alpha))?.value.entity ?? '');
  if (read === undefined) throw new Error('nobody knows Alpha');
  await writeEntity(w.world, { ...read.value, deleted: { stamp: { at: w.world.clock.now(), ref: alpha }, by: alpha, action: 'delete' } }, read.version);
  await deliverToo(w, read.value.id);
}

/**
 *   one worker:   look · intent to write · sent · · · · · · · · · · · · · answered
 *   another:                                  look (as before) · waits ·           deleted
 */
it('a delete waits for a write that is on its way, instead of forgetting what that sends', async () => {
  const [clock, did] = [testClock(), [] as string[]];
  const adapt = withStreams((stream: AnyStream): AnyStream => {
    const { write } = stream;
    if (write === undefined) return stream;
    const push: typeof write.push = async (ctx, ops) => {
      const action = ops[0]?.action ?? '';
      if (ctx.connection === 'erp' && action === 'update' && !did.includes(action)) await deleteAlpha();
      const outcomes = await write.push(ctx, ops);
      if (ctx.connection === 'erp') did.push(action);
      return outcomes;
    };
    return { ...stream, write: { ...write, push } };
  });
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], onSourceDelete: 'delete', clock, adapt });
  await w.sync();
  w.write('crm/customers.csv', csv(crmHeader, ['1,Alpha GmbH,a@alpha.example,,Berlin,,two']));
  await w.sync('crm.customers');
  clock.move(5 * minuteMs);
  await w.quiet();
  expect(did).toEqual(['create', 'update', 'delete']);
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([]);
});

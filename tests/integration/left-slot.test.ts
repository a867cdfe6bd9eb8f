import { expect, test, vi } from 'vitest';
import { finished } from '../fire/base.ts';
import { testClock } from './harness.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

test('a worker that dies between the record that it made and the slot of that create leaves no create open', async () => {
  const [clock, faults]: [ReturnType<typeof testClock>, unknown[]] = [testClock(), []];
  const w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, faults });
  const write = w.world.table.write.bind(w.world.table);
  const death = Promise.withResolvers<void>();
  let dead = false;
  vi.spyOn(w.world.table, 'write').mockImplementation(async (ops, options) => {
    dead ||= ops.some((op) => op.op === 'put' && op.item.kind === 'slot' && op.item.body['state'] === 'done');
    if (dead) death.resolve();
    if (dead) throw new Error('its process is dead');
    return write(ops, options);
  });
  await w.runner.tick();
  // Nobody waits until a dead process is done: it leaves passes and routes where they were.
  w.sync().catch(() => undefined);
  await death.promise;
  await w.close('keep');
  vi.restoreAllMocks();
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(1);
  const { unfinished, files } = await finished(w.folder, clock);
  expect([unfinished, files.length]).toEqual([[], 2]);
});

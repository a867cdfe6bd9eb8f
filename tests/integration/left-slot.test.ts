import { expect, test, vi } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import { readSlot, slotOps } from '../../core/sync/adopt.ts';
import type { Entity } from '../../core/sync/entity.ts';
import type { Slot, SourceRecord } from '../../core/sync/record.ts';
import { slotName } from '../../core/sync/slot-item.ts';
import { entityOp, put, readEntity, readRecord, type Versioned } from '../../core/sync/store.ts';
import { finishRecord } from '../../core/sync/unify-record.ts';
import { mappingOf } from '../../core/sync/world.ts';
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

test('it closes that create alone: another of the same customer is not closed by a record that bears the name of the first', async () => {
  const clock = testClock();
  const twice = ['1,Alpha GmbH,a@alpha.example,,Berlin,,one', '2,Alpha GmbH,a@alpha.example,,Berlin,,one'];
  const w = await twoSystems({ crm: twice, clock });
  await w.sync();
  const [nr = ''] = (rowsOf(w.read('erp/customers.csv'))[0] ?? '').split(';');
  const made = (await readSlot(w.world, 'erp', nr)) as Versioned<Slot>;
  const record = (await readRecord(w.world, refOf('erp', 'customers', nr))) as Versioned<SourceRecord>;
  const anchor = refOf('crm', 'customers', made.value.anchor.endsWith('1') ? '2' : '1');
  const work = { world: w.world, connection: 'erp', stream: await w.world.stream('erp', 'customers'), mapping: mappingOf(w.world, 'erp', 'customers') };
  const { recordId: _, ...unanswered } = made.value;
  const other: Slot = { ...unanswered, state: 'open', anchor, key: slotName(w.world.table.workspace, 'erp', 'customers', anchor) };
  await put(w.world, [...slotOps(work, other, 0), ...slotOps(work, { ...unanswered, state: 'open' }, made.version)]);
  const entity = (await readEntity(w.world, record.value.entity)) as Versioned<Entity>;
  const { [record.value.ref]: _member, ...members } = entity.value.members;
  await put(w.world, [entityOp({ ...entity.value, members }, entity.version)]);
  await finishRecord(work, record);
  expect([(await readSlot(w.world, 'erp', nr))?.value.state, (await readSlot(w.world, 'erp', other.key))?.value.state]).toEqual(['done', 'open']);
  await w.close();
});

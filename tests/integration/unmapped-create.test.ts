import { afterEach, expect, it } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault } from '../../core/ports/connector.ts';
import { readSlot, slotOps } from '../../core/sync/adopt.ts';
import type { IntentField, Slot } from '../../core/sync/record.ts';
import { slotName } from '../../core/sync/slot-item.ts';
import { put, type Versioned } from '../../core/sync/store.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

/** The ERP keeps no name of ours, is searched by what a record shows, and does not answer while it `isMute`: what was sent then lands with `land`. */
interface Erp {
  isMute: boolean;
  land?: () => Promise<unknown>;
}

function searchedStream(stream: AnyStream, erp: Erp): AnyStream {
  const { write, ids, fetch } = stream;
  if (write === undefined || ids === undefined || fetch === undefined) return stream;
  const find: typeof write.find = async (ctx, ops) => {
    if (ops.some((op) => Object.keys(op.fields).length === 0)) throw new Error('there is nothing to search by');
    const all: string[] = [];
    for await (const page of ids(ctx)) all.push(...page);
    const records = await fetch(ctx, all);
    return ops.map((op) => records.filter((record) => record['Mail'] === op.fields['Mail']));
  };
  const push: typeof write.push = (ctx, ops) => {
    if (ctx.connection !== 'erp' || !erp.isMute) return write.push(ctx, ops);
    erp.land = () => write.push(ctx, ops);
    return Promise.resolve(ops.map(() => ({ state: 'unsure', fault: lost }) as const));
  };
  return { ...stream, write: { ...write, find, push, repeatable: 'find-first' } };
}

let w: TestWorkspace;
afterEach(() => w.close());

it.each([
  ['the mapping has lost a field that it had sent: what it has made is found', true, 'more'],
  ['the mapping has lost a field that it had sent: it is made where nothing was', false, 'more'],
  ['nothing is left of what it had sent: it is made where nothing was', false, 'nothing'],
] as const)('a create without an answer goes on where %s', async (_, landed, sent) => {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ isMute: true }, testClock()];
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, newKey: 'uuid', adapt: withStreams((stream) => searchedStream(stream, erp)) });
  await w.sync();
  const slot = (await readSlot(w.world, 'erp', slotName(w.world.table.workspace, 'erp', 'customers', refOf('crm', 'customers', '1')))) as Versioned<Slot>;
  expect(slot.value.state).toBe('open');
  const { intent } = slot.value;
  const before = { ...intent, fields: sent === 'more' ? { ...intent.fields, legalName: intent.fields['name'] as IntentField } : {} };
  const work = { world: w.world, connection: 'erp', stream: await w.world.stream('erp', 'customers') };
  await put(w.world, slotOps(work, { ...slot.value, intent: before }, slot.version));
  if (landed) await erp.land?.();
  erp.isMute = false;
  clock.move(10 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',two'));
  await w.sync('crm.customers');
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv')).map((row) => row.replace(/^[^;]*;/, ''))).toEqual(['Alpha GmbH;a@alpha.example;;BERLIN;;two']);
});

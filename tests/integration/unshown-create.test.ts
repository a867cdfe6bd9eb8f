import { afterEach, expect, it } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Page } from '../../core/ports/connector.ts';
import { openSlots, slotByContent, slotOps } from '../../core/sync/adopt.ts';
import { observationOf } from '../../core/sync/look.ts';
import type { Slot } from '../../core/sync/record.ts';
import { put, readRecord } from '../../core/sync/store.ts';
import { unifyRecord } from '../../core/sync/unify-record.ts';
import { mappingOf } from '../../core/sync/world.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { csv, erpHeader, rowsOf, twoSystems } from './two-systems.ts';

/** An ERP that keeps no name of ours, answers a create without the record, and shows nothing while it hides. */
interface Erp {
  hides: boolean;
  creates: number;
  /** Called while a create is on its way. */
  readonly inFlight?: () => Promise<void>;
}

function shyStream(stream: AnyStream, erp: Erp): AnyStream {
  const { write, fetch, read } = stream;
  if (write === undefined || fetch === undefined) return stream;
  const isShy = (connection: string): boolean => connection === 'erp' && erp.hides;
  const push: typeof write.push = async (ctx, ops) => {
    const outcomes = await write.push(ctx, ops);
    if (ctx.connection !== 'erp') return outcomes;
    const creates = ops.filter(({ action }) => action === 'create').length;
    erp.creates += creates;
    if (creates > 0) await erp.inFlight?.();
    return outcomes.map((outcome) => (outcome.state === 'applied' ? { state: outcome.state, id: outcome.id } : outcome));
  };
  return {
    ...stream,
    async *read(ctx, from): AsyncGenerator<Page> {
      for await (const page of read(ctx, from)) yield isShy(ctx.connection) ? { ...page, records: [] } : page;
    },
    fetch: async (ctx, ids) => (isShy(ctx.connection) ? [] : fetch(ctx, ids)),
    write: { ...write, repeatable: 'find-first', push, find: async (ctx, ops) => (isShy(ctx.connection) ? ops.map(() => []) : write.find(ctx, ops)) },
  };
}

let w: TestWorkspace;
afterEach(() => w.close());

/**
 *   maker:    create · answer names 1 · look (hidden)
 *   person:                                              renames 1
 *   listing:                                                          shows 1
 */
it('what a create has made stays known as ours when its system does not show it at once, and people change what it is known by meanwhile', async () => {
  const erp: Erp = { hides: true, creates: 0 };
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], adapt: withStreams((stream) => shyStream(stream, erp)), newKey: 'uuid' });
  await w.sync();
  expect(erp.creates).toBe(1);
  w.write('erp/customers.csv', w.read('erp/customers.csv').replace('Alpha GmbH', 'Beta AG').replace('a@alpha.example', 'b@beta.example'));
  erp.hides = false;
  await w.sync();
  const [row = '', ...others] = rowsOf(w.read('erp/customers.csv'));
  expect([others, rowsOf(w.read('crm/customers.csv')).length]).toEqual([[], 1]);
  const record = (await readRecord(w.world, refOf('erp', 'customers', row.split(';')[0] ?? '')))?.value;
  expect([record?.origin, record?.entity]).toEqual(['ours', (await readRecord(w.world, refOf('crm', 'customers', '1')))?.value.entity]);
  expect(Object.keys(record?.assertions ?? {}).sort()).toEqual(['emails:a@alpha.example', 'emails:b@beta.example', 'name']);
  expect(w.read('crm/customers.csv')).toContain('Beta AG');
});

const own = '77;Alpha GmbH;a@alpha.example;;Hamburg;;';

/** Takes a row of the ERP in, as a listing shows it. */
async function takeIn(row: string): Promise<void> {
  const [stream, values] = [await w.world.stream('erp', 'customers'), row.split(';')];
  const record: JsonObject = Object.fromEntries(erpHeader.split(';').map((name, i) => [name, values[i] ?? '']));
  const work = { world: w.world, connection: 'erp', stream, mapping: mappingOf(w.world, 'erp', 'customers') };
  const look = { seen: observationOf(stream, record), readAt: w.world.clock.now() };
  await unifyRecord(work, { id: values[0] ?? '', prior: undefined, look, seen: [1, 0], absence: 'look' });
}

/**
 *   maker:    sent · · · · · · · · · · · · · · · · · · · answer names its own · look (hidden)
 *   person:          enters 77 of the same name
 *   listing:                           shows 77 · taken for it                               shows both
 */
it('what an answer names is ours, also when a record that only looked like it was taken for it while that was on its way', async () => {
  const erp: Erp = { hides: true, creates: 0, inFlight: () => takeIn(own) };
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,'], adapt: withStreams((stream) => shyStream(stream, erp)), newKey: 'uuid' });
  await w.sync();
  const [made = ''] = rowsOf(w.read('erp/customers.csv'));
  erp.hides = false;
  w.write('erp/customers.csv', csv(erpHeader, [own, made]));
  await w.sync();
  const record = (await readRecord(w.world, refOf('erp', 'customers', made.split(';')[0] ?? '')))?.value;
  expect([erp.creates, record?.origin, record?.assertions]).toEqual([1, 'ours', {}]);
  expect((await readRecord(w.world, refOf('erp', 'customers', '77')))?.value.entity).toBe(record?.entity);
});

it('a create waits for nobody where the record that its answer names has been taken in, too', async () => {
  const inFlight = async (): Promise<void> => {
    await takeIn(own);
    await takeIn(rowsOf(w.read('erp/customers.csv'))[0] ?? '');
  };
  const erp: Erp = { hides: true, creates: 0, inFlight };
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,'], adapt: withStreams((stream) => shyStream(stream, erp)), newKey: 'uuid' });
  await w.sync();
  expect(erp.creates).toBe(1);
  expect(await openSlots({ world: w.world, connection: 'erp', stream: await w.world.stream('erp', 'customers') })).toEqual([]);
});

it('what its system does not show, nor its search, is not made again, however late', async () => {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ hides: true, creates: 0 }, testClock()];
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, adapt: withStreams((stream) => shyStream(stream, erp)), newKey: 'uuid' });
  await w.sync();
  clock.move(20 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',two'));
  await w.sync('crm.customers');
  expect(erp.creates).toBe(1);
  const [target] = (await w.service.why('crm/customers/1'))?.targets ?? [];
  expect([target?.state, target?.code]).toEqual(['waiting', 'made-unseen']);
  erp.hides = false;
  await w.sync();
  await w.sync();
  const [row, ...others] = rowsOf(w.read('erp/customers.csv'));
  expect([row?.endsWith(';two'), others]).toEqual([true, []]);
});

it('what a person deletes before its system has shown it is not made again', async () => {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ hides: true, creates: 0 }, testClock()];
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, adapt: withStreams((stream) => shyStream(stream, erp)), newKey: 'uuid' });
  await w.sync();
  w.write('erp/customers.csv', csv(erpHeader, []));
  erp.hides = false;
  clock.move(20 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',two'));
  await w.sync();
  expect([erp.creates, rowsOf(w.read('erp/customers.csv'))]).toEqual([1, []]);
});

it('of two creates that sent the same, the one whose answer named the record made it', async () => {
  w = await twoSystems({ newKey: 'uuid' });
  const stream = await w.world.stream('erp', 'customers');
  const work = { world: w.world, connection: 'erp', stream };
  const slot = (n: number): Slot => ({
    state: 'open',
    n: 0,
    key: `x-${String(n).repeat(20)}`,
    anchor: refOf('crm', 'customers', String(n)),
    stream: 'customers',
    intent: { id: `i${n}`, kind: 'write', fields: { name: { raw: 'Alpha GmbH', stamp: { at: 1, ref: refOf('crm', 'customers', String(n)) } } }, deadline: 0 },
    past: [],
  });
  await put(w.world, slotOps(work, slot(1), 0));
  await put(w.world, slotOps(work, { ...slot(2), recordId: '7' }, 0));
  const made = async (id: string): Promise<string | undefined> =>
    (
      await slotByContent(
        work,
        id,
        { record: { Nr: id, Firma: 'Alpha GmbH', Mail: '', Tel: '', Ort: '', Gruppen: '', Notiz: '' }, readAt: 1 },
        mappingOf(w.world, 'erp', 'customers'),
        [],
      )
    )?.value.anchor;
  expect([await made('7'), await made('8')]).toEqual(['crm/customers/2', 'crm/customers/1']);
});

it('of two creates that a record looks like, the one that it shows most of made it', async () => {
  w = await twoSystems({ newKey: 'uuid' });
  const stream = await w.world.stream('erp', 'customers');
  const work = { world: w.world, connection: 'erp', stream };
  const slot = (n: number, city: string): Slot => {
    const stamp = { at: 1, ref: refOf('crm', 'customers', String(n)) };
    const intent = { id: `i${n}`, kind: 'write' as const, fields: { name: { raw: 'Alpha GmbH', stamp }, city: { raw: city, stamp } }, deadline: 0 };
    return { state: 'open', n: 0, key: `x-${String(n).repeat(20)}`, anchor: stamp.ref, stream: 'customers', intent, past: [] };
  };
  for (const [n, city] of [
    [1, 'Ulm'],
    [2, 'Kiel'],
    [3, 'Bonn'],
  ] as const)
    await put(w.world, slotOps(work, slot(n, city), 0));
  const record = { Nr: '7', Firma: 'Alpha GmbH', Mail: '', Tel: '', Ort: 'Kiel', Gruppen: '', Notiz: '' };
  expect((await slotByContent(work, '7', { record, readAt: 1 }, mappingOf(w.world, 'erp', 'customers'), []))?.value.anchor).toBe('crm/customers/2');
});

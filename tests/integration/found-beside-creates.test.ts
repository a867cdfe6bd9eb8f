import { afterEach, expect, it } from 'vitest';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault } from '../../core/ports/connector.ts';
import { slotsOf } from '../../core/sync/adopt.ts';
import type { Entity } from '../../core/sync/entity.ts';
import { observationOf } from '../../core/sync/look.ts';
import { mergeEntities } from '../../core/sync/merge.ts';
import { readEntity, readRecord, writeEntity } from '../../core/sync/store.ts';
import { type Sight, type StreamWork, unifyRecord } from '../../core/sync/unify-record.ts';
import { type TestClock, type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { csv, erpHeader, rowsOf, twoSystems } from './two-systems.ts';

/** How the ERP, which keeps our name as its number, takes writes: they land and nobody hears of it, they never land, or all is well. */
interface Erp {
  takes: 'unheard' | 'nothing' | 'all';
}

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

/** Its search is one by mailbox: it shows all who share that, a while after they were made. */
function searchedByMailbox(stream: AnyStream, erp: Erp): AnyStream {
  const { write, ids, fetch } = stream;
  if (write === undefined || ids === undefined || fetch === undefined) return stream;
  const find: typeof write.find = async (ctx, ops) => {
    if (ctx.connection !== 'erp') return write.find(ctx, ops);
    if (erp.takes === 'unheard') return ops.map(() => []);
    const all: string[] = [];
    for await (const page of ids(ctx)) all.push(...page);
    const records = await fetch(ctx, all);
    return ops.map((op) => records.filter((record) => record['Mail'] === op.fields['Mail']));
  };
  const push: typeof write.push = async (ctx, ops) => {
    if (ctx.connection !== 'erp' || erp.takes === 'all') return write.push(ctx, ops);
    if (erp.takes === 'unheard') await write.push(ctx, ops);
    return ops.map(() => ({ state: 'unsure', fault: lost }) as const);
  };
  return { ...stream, write: { ...write, find, push } };
}

let [w, erp, clock]: [TestWorkspace, Erp, TestClock] = [undefined as never, { takes: 'all' }, testClock()];
afterEach(() => w.close());

/** Customers of one house: the mailbox and the telephone are shared, the names are not. */
async function start(takes: Erp['takes'], crm: readonly string[]): Promise<void> {
  [erp, clock] = [{ takes }, testClock()];
  w = await twoSystems({ crm, clock, adapt: withStreams((stream) => searchedByMailbox(stream, erp)) });
}

const [alpha, bravo] = ['1,Alpha Maschinenbau GmbH,info@house.example,+49 30 2000102,Berlin,,one', '2,Bravo Textil AG,info@house.example,+49 30 2000102,Berlin,,two'];
const entityOf = async (ref: string): Promise<string> => String((await w.service.record(ref))?.id);
const numberOf = (name: string): string =>
  rowsOf(w.read('erp/customers.csv'))
    .find((row) => row.includes(name))
    ?.split(';')[0] ?? '';
const workOf = async (): Promise<StreamWork> => ({
  world: w.world,
  connection: 'erp',
  stream: await w.world.stream('erp', 'customers'),
  mapping: w.world.mapping('erp', 'customers') as StreamWork['mapping'],
});

/** A worker takes a record of the ERP in. */
async function takeIn(id: string): Promise<void> {
  const work = await workOf();
  const ctx = await w.world.context('erp', 'deliver');
  const [record] = (await work.stream.fetch?.(ctx, [id])) ?? [];
  const prior = await readRecord(w.world, `erp/customers/${id}` as never);
  const sight: Sight = { id, prior, look: { seen: observationOf(work.stream, record as never), readAt: clock.now() }, seen: [0, 0], absence: 'look' };
  await unifyRecord(work, sight);
}

it('a create without an answer takes the record that bears its name, not the other one that its search shows, which bears another create’s', async () => {
  await start('unheard', [alpha as string, bravo as string]);
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(2);
  erp.takes = 'all';
  clock.move(10 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',two', ',more'));
  await w.sync('crm.customers');
  await w.sync();
  for (const [id, name] of [
    ['1', 'Alpha'],
    ['2', 'Bravo'],
  ] as const)
    expect(await entityOf(`erp/customers/${numberOf(name)}`)).toBe(await entityOf(`crm/customers/${id}`));
  expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('crm/customers/2'));
});

it('a record of ours that its customer gets to know closes the slot whose name it bears, not that of another create of the same customer', async () => {
  await start('unheard', [alpha as string, bravo as string]);
  await w.sync();
  const [one, first, second] = [await entityOf('crm/customers/1'), numberOf('Alpha'), numberOf('Bravo')];
  erp.takes = 'nothing';
  await mergeEntities(w.world, one, await entityOf('crm/customers/2'));
  await takeIn(first);
  // As it is when whoever took it in has died before its customer knew of it.
  const entity = await readEntity(w.world, one);
  const { [`erp/customers/${first}`]: _, ...members } = entity?.value.members ?? {};
  expect(await writeEntity(w.world, { ...(entity?.value as Entity), members }, entity?.version ?? 0)).toBe('ok');
  await takeIn(first);
  await takeIn(second);
  const records = await Promise.all([first, second].map((id) => readRecord(w.world, `erp/customers/${id}` as never)));
  expect(records.map((record) => [record?.value.origin, Object.keys(record?.value.assertions ?? {})])).toEqual([
    ['ours', []],
    ['ours', []],
  ]);
});

it('a record that bears a name of ours which no create knows is not what a create in flight makes, however much it looks like that', async () => {
  const earlier = 'x-0123456789abcdef0123';
  await start('nothing', [alpha as string]);
  await w.sync();
  const [made] = await slotsOf(w.world, (await readEntity(w.world, await entityOf('crm/customers/1')))?.value as Entity, 'erp', 'customers');
  expect(made?.value.state).toBe('open');
  w.write('erp/customers.csv', csv(erpHeader, [`${earlier};Alpha Maschinenbau GmbH;info@house.example;+49 30 2000102;Berlin;;old`]));
  await takeIn(earlier);
  expect(await entityOf(`erp/customers/${earlier}`)).toBe(await entityOf('crm/customers/1'));
  expect((await readRecord(w.world, `erp/customers/${earlier}` as never))?.value.origin).toBe('native');
});

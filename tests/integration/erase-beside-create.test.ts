import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault } from '../../core/ports/connector.ts';
import { readSlot, slotOps } from '../../core/sync/adopt.ts';
import type { Slot } from '../../core/sync/record.ts';
import { slotName } from '../../core/sync/slot-item.ts';
import { put, type Versioned } from '../../core/sync/store.ts';
import { itemsOf } from '../aws/snapshot.ts';
import { openTestWorkspace, type TestWorkspace, testClock, tester } from './harness.ts';
import { searchedAs, withStreams } from './odd-files.ts';
import { rowsOf, type TwoSystems, twoSystemsFolder } from './two-systems.ts';

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

/** The ERP is searched by mailbox, keeps no name of ours, and does not answer to whom `isLost` says; that lands with `land`. */
interface Erp {
  isLost: (mail: string) => boolean;
  land?: () => Promise<unknown>;
}

function searchedStream(stream: AnyStream, erp: Erp): AnyStream {
  const { write } = stream;
  if (write === undefined) return stream;
  const searched = searchedAs(stream, (records, ops) => Promise.resolve(ops.map((op) => records.filter((record) => record['Mail'] === op.fields['Mail']))));
  const push: typeof write.push = (ctx, ops) => {
    if (ctx.connection !== 'erp' || !ops.some(({ fields }) => erp.isLost(String(fields['Mail'])))) return write.push(ctx, ops);
    erp.land = () => write.push(ctx, ops);
    return Promise.resolve(ops.map(() => ({ state: 'unsure', fault: lost }) as const));
  };
  return { ...stream, write: { ...write, ...searched, push, repeatable: 'find-first' } };
}

let w: TestWorkspace;
afterEach(() => w.close());

/** Two systems with people in place of companies. */
function folderOf(set: TwoSystems): string {
  const folder = twoSystemsFolder(set);
  for (const path of ['syncline.yaml', 'mappings/crm.yaml', 'mappings/erp.yaml']) {
    const file = join(folder, path);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('organization', 'person'));
  }
  return folder;
}

const slotAt = (id: string): Promise<Versioned<Slot> | undefined> => readSlot(w.world, 'erp', slotName(w.world.table.workspace, 'erp', 'customers', refOf('crm', 'customers', id)));
const erpRows = (): string[] => rowsOf(w.read('erp/customers.csv')).map((row) => row.replace(/^[^;]*;/, ''));

const everything = async (): Promise<string> => JSON.stringify(await itemsOf(w.store.tables, w.world.config.workspace));

async function erase(subject: string): Promise<void> {
  const begun = await w.service.erase(subject, 'request', tester);
  if (!begun.ok) throw new Error(begun.error.message.en);
  while ((await w.service.erasure(begun.value.id))?.state !== 'done') await new Promise((wake) => setTimeout(wake, 20));
  await w.quiet();
}

/** Two namesakes, of whom the first is in both systems, and the create of the second in the ERP has no answer. */
async function twoNamesakes(): Promise<{ readonly erp: Erp; readonly clock: ReturnType<typeof testClock> }> {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ isLost: (mail) => mail === 'two@y.example' }, testClock()];
  const crm = ['1,Ada Holm,one@x.example,,Berlin,,hers', '2,Ada Holm,two@y.example,,Bonn,,of the namesake'];
  w = await openTestWorkspace(folderOf({ crm, newKey: 'uuid' }), { clock, adapt: withStreams((stream) => searchedStream(stream, erp)) });
  await w.sync();
  await w.sync();
  expect([erpRows().length, (await slotAt('2'))?.value.state]).toEqual([1, 'open']);
  return { erp, clock };
}

/** The record of the second lands, who is called and reached otherwise since, and the ERP answers from now on. */
async function answers(erp: Erp, clock: ReturnType<typeof testClock>): Promise<void> {
  await erp.land?.();
  erp.isLost = () => false;
  clock.move(10 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('Ada Holm,two@y.example', 'Ada Berg,berg@z.example'));
  await w.sync('crm.customers');
  await w.sync();
}

it('a create of a namesake finds what it has made, whoever was erased meanwhile', async () => {
  const { erp, clock } = await twoNamesakes();
  await erase('crm/customers/1');
  await answers(erp, clock);
  expect(erpRows().filter((row) => row.includes('BONN'))).toEqual(['Ada Berg;berg@z.example;;BONN;;of the namesake']);
});

it('what that create had of the person, from when the two were one, is nowhere afterwards', async () => {
  const { erp, clock } = await twoNamesakes();
  const { value, version } = (await slotAt('2')) as Versioned<Slot>;
  const { intent } = value;
  const hers = { raw: 'CANARY', stamp: { at: 1, ref: 'crm/customers/1' } };
  const work = { world: w.world, connection: 'erp', stream: await w.world.stream('erp', 'customers') };
  await put(w.world, slotOps(work, { ...value, intent: { ...intent, fields: { ...intent.fields, note: hers } } }, version));
  await erase('crm/customers/1');
  expect(await everything()).not.toMatch(/CANARY|crm\/customers\/1|one@x/);
  expect(Object.keys((await slotAt('2'))?.value.intent.fields ?? {})).toEqual(Object.keys(intent.fields).filter((field) => field !== 'note'));
  await answers(erp, clock);
  expect(erpRows().filter((row) => row.includes('BONN'))).toEqual(['Ada Berg;berg@z.example;;BONN;;of the namesake']);
});

it('what a create has made, and stayed with the person when the two were parted, is named nowhere afterwards', async () => {
  w = await openTestWorkspace(folderOf({ crm: ['1,Ada Holm,one@x.example,,Berlin,,hers', '2,Bo Lind,two@y.example,,Bonn,,his'], newKey: 'uuid' }));
  await w.sync();
  await w.sync();
  const made = (await slotAt('2'))?.value.recordId as string;
  expect(await w.service.merge('crm/customers/1', 'crm/customers/2', tester)).toMatchObject({ ok: true });
  await w.sync();
  expect(await w.service.split('crm/customers/1', ['crm/customers/2'], tester)).toMatchObject({ ok: true });
  await w.sync();
  await erase('crm/customers/1');
  expect(await everything()).not.toContain(made);
  expect((await w.service.record('crm/customers/2'))?.links.map(({ record }) => record)).toEqual(['crm/customers/2']);
});

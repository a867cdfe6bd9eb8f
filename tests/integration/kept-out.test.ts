import { afterEach, describe, expect, it } from 'vitest';
import { hourMs, minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault } from '../../core/ports/connector.ts';
import { observationOf } from '../../core/sync/look.ts';
import { readRecord } from '../../core/sync/store.ts';
import { type StreamWork, unifyRecord } from '../../core/sync/unify-record.ts';
import { type TestWorkspace, testClock, tester } from './harness.ts';
import { searchedAs, withStreams } from './odd-files.ts';
import { crmHeader, csv, erpHeader, rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
/** What happens just after the ERP has answered its n-th search. */
let meanwhile: ((search: number) => Promise<void>) | undefined;
let searches = 0;
afterEach(async () => {
  [meanwhile, searches] = [undefined, 0];
  await w.close();
});

/** The ERP is searched by name. */
function searchedByName(stream: AnyStream): AnyStream {
  const write = searchedAs(stream, async (records, ops) => {
    searches += 1;
    await meanwhile?.(searches);
    return ops.map((op) => records.filter((record) => record['Firma'] === op.fields['Firma']));
  });
  return { ...stream, write };
}

const causes = async (): Promise<string[]> => (await w.service.failures({})).groups.map((group) => group.cause);

/** Nothing but the name says that the two are the same. */
const namesakes = { crm: ['1,Alpha Maschinenbau GmbH,a@alpha.example,,Berlin,,one'], erp: ['7;Alpha Maschinenbau GmbH;;;Hamburg;;old'], adapt: withStreams(searchedByName) };
const rename = (): void => w.write('erp/customers.csv', csv(erpHeader, ['7;Alpha Handel AG;;;Hamburg;;old']));
const both = [expect.stringContaining('Alpha Handel AG'), expect.stringContaining('Alpha Maschinenbau GmbH')];

/** A worker reads the record of the ERP. */
async function readSeven(): Promise<void> {
  const [stream, ctx] = [await w.world.stream('erp', 'customers'), await w.world.context('erp', 'deliver')];
  const [record] = (await stream.fetch?.(ctx, ['7'])) ?? [];
  const prior = await readRecord(w.world, 'erp/customers/7');
  const look = { seen: observationOf(stream, record as never), readAt: w.world.clock.now() };
  const mapping = w.world.mapping('erp', 'customers') as StreamWork['mapping'];
  await unifyRecord({ world: w.world, connection: 'erp', stream, mapping }, { id: '7', prior, look, seen: [0, 0], absence: 'look' });
}

it('a customer that another’s record keeps out of a system is made there once that shows another name, and its failure ends', async () => {
  w = await twoSystems(namesakes);
  await w.sync();
  expect(await causes()).toEqual(['write.duplicate.external-id.taken']);
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(1);
  rename();
  await w.sync('erp.customers');
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual(both);
  expect(await causes()).toEqual([]);
});

it('and so it is where another worker has read the new name between the search that showed the old one and the note of it', async () => {
  meanwhile = async (search) => {
    if (search !== 2) return;
    rename();
    await readSeven();
  };
  w = await twoSystems(namesakes);
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual(both);
  expect(await causes()).toEqual([]);
});

/** The same ERP, whose search shows everybody. Until somebody renames Alpha, no create arrives, and none is answered. */
function unanswered(stream: AnyStream): AnyStream {
  const write = searchedAs(stream, (records, ops) => Promise.resolve(ops.map(() => [...records])));
  if (write === undefined) return stream;
  const fault: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };
  const push: typeof write.push = async (ctx, ops) =>
    ops.some(({ fields }) => fields['Firma'] === 'Alpha Maschinenbau GmbH') ? ops.map(() => ({ state: 'unsure', fault }) as const) : write.push(ctx, ops);
  return { ...stream, write: { ...write, push } };
}

it('whoever is called what an earlier try of a create sent, and has nothing to do with it, keeps nobody out who has another name since', async () => {
  const clock = testClock();
  w = await twoSystems({ crm: namesakes.crm, clock, adapt: withStreams((stream) => (stream.name === 'customers' ? unanswered(stream) : stream)) });
  await w.sync();
  w.write('erp/customers.csv', csv(erpHeader, namesakes.erp));
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('Alpha Maschinenbau GmbH', 'Alpha Handel AG'));
  clock.move(10 * minuteMs);
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([expect.stringContaining('Alpha Maschinenbau GmbH'), expect.stringContaining('Alpha Handel AG')]);
  expect(await causes()).not.toContain('write.duplicate.external-id.taken');
});

/** The same ERP where it keeps no name of ours, and refuses to delete anything. */
function withoutNames(stream: AnyStream): AnyStream {
  const { write } = searchedByName(stream);
  if (write === undefined) return stream;
  const refused = { state: 'rejected', fault: { kind: 'invalid', code: 'read-only', message: { en: 'Nothing is deleted here.', zh: '此处不可删除。' } } } as const;
  const push: typeof write.push = async (ctx, ops) => (ctx.connection === 'erp' && ops.some(({ action }) => action === 'delete') ? ops.map(() => refused) : write.push(ctx, ops));
  return { ...stream, write: { ...write, push, repeatable: 'find-first' } };
}

it('where no name of ours is kept, a namesake has a record of its own', async () => {
  w = await twoSystems({ ...namesakes, newKey: 'uuid', adapt: withStreams(withoutNames) });
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(2);
  expect(await causes()).toEqual([]);
});

it('nor is anybody made there beside what is left of a customer who was deleted elsewhere, until that has gone', async () => {
  const [clock, bravo] = [testClock(), '2,Bravo AG,b@bravo.example,,Bonn,,two'];
  const crm = (...rows: string[]): void => w.write('crm/customers.csv', csv(crmHeader, [...rows, bravo]));
  const left = '7;Alpha Maschinenbau GmbH;a@alpha.example;;BERLIN;;one';
  w = await twoSystems({ crm: [...namesakes.crm, bravo], erp: [left], newKey: 'uuid', onSourceDelete: 'delete', clock, adapt: withStreams(withoutNames) });
  await w.sync();
  const syncTwice = async (): Promise<void> => {
    await w.sync();
    clock.move(2 * hourMs);
    await w.sync();
  };
  crm();
  await syncTwice();
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([left, expect.stringContaining('Bravo AG')]);
  crm('3,Alpha Maschinenbau GmbH,a@alpha.example,,Berlin,,again');
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(2);
  expect(await causes()).toContain('write.duplicate.external-id.taken');
  w.write('erp/customers.csv', w.read('erp/customers.csv').replace(`${left}\n`, ''));
  await syncTwice();
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([expect.stringContaining('Bravo AG'), expect.stringContaining('again')]);
  expect(await causes()).not.toContain('write.duplicate.external-id.taken');
});

it('nor, once that delete is undone, is a namesake kept waiting for what is left of him to go', async () => {
  const [clock, bravo] = [testClock(), '2,Bravo AG,b@bravo.example,,Bonn,,two'];
  const crm = (...rows: string[]): void => w.write('crm/customers.csv', csv(crmHeader, [...rows, bravo]));
  const [left, namesake] = ['7;Alpha Maschinenbau GmbH;a@alpha.example;;BERLIN;;one', '3,Alpha Maschinenbau GmbH,,,Hamburg,,new'];
  w = await twoSystems({ crm: [...namesakes.crm, bravo], erp: [left], newKey: 'uuid', onSourceDelete: 'delete', clock, adapt: withStreams(withoutNames) });
  await w.sync();
  crm();
  await w.sync();
  clock.move(2 * hourMs);
  await w.sync();
  crm(namesake);
  await w.sync();
  expect(await causes()).toContain('write.duplicate.external-id.taken');
  crm(...namesakes.crm, namesake);
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([left, expect.stringContaining('Bravo AG'), expect.stringContaining('HAMBURG')]);
  expect(await causes()).not.toContain('write.duplicate.external-id.taken');
});

describe('the failure of whoever is kept out ends', () => {
  const kept = async (more: Parameters<typeof twoSystems>[0] = {}): Promise<void> => {
    w = await twoSystems({ ...namesakes, ...more });
    await w.sync();
    expect(await causes()).toEqual(['write.duplicate.external-id.taken']);
  };
  const idOf = async (ref: string): Promise<string> => (await w.service.record(ref))?.id ?? '';

  it('when somebody makes the two one, as it says', async () => {
    await kept();
    await w.service.merge(await idOf('crm/customers/1'), await idOf('erp/customers/7'), tester);
    await w.sync();
    expect(await causes()).toEqual([]);
  });

  it('when somebody enters him there himself', async () => {
    await kept();
    w.write('erp/customers.csv', csv(erpHeader, [...namesakes.erp, '8;Alpha Maschinenbau GmbH;a@alpha.example;;Berlin;;one']));
    await w.sync();
    expect(await idOf('erp/customers/8')).toBe(await idOf('crm/customers/1'));
    expect(await causes()).toEqual([]);
  });

  it.each(['keep', 'delete'] as const)('when he is deleted at his source (%s)', async (onSourceDelete) => {
    const [clock, bravo] = [testClock(), '2,Bravo AG,b@bravo.example,,Bonn,,two'];
    await kept({ crm: [...namesakes.crm, bravo], onSourceDelete, clock });
    w.write('crm/customers.csv', csv(crmHeader, [bravo]));
    await w.sync();
    clock.move(2 * hourMs);
    await w.sync();
    expect(await causes()).toEqual([]);
  });
});

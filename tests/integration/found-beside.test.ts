import { afterEach, expect, it } from 'vitest';
import { type EntityId, refOf } from '../../core/model/ids.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault, WriteOp } from '../../core/ports/connector.ts';
import { keepApart } from '../../core/sync/keep-apart.ts';
import { readRecord } from '../../core/sync/store.ts';
import { type TestWorkspace, testClock, tester } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { crmHeader, csv, rowsOf, twoSystems } from './two-systems.ts';

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

/** An ERP that answers no create at first, whose listing does not show what was made so, and whose search shows whoever has the telephone. */
interface Erp {
  answers: boolean;
  readonly nameless: boolean;
}

function oddStream(stream: AnyStream, erp: Erp): AnyStream {
  const { write, fetch, ids } = stream;
  if (write === undefined || fetch === undefined || ids === undefined) return stream;
  const push: typeof write.push = async (ctx, ops: readonly WriteOp[]) => {
    const outcomes = await write.push(ctx, ops);
    return ctx.connection !== 'erp' || erp.answers ? outcomes : outcomes.map(() => ({ state: 'unsure', fault: lost }) as const);
  };
  const find: typeof write.find = async (ctx, ops) => {
    if (ctx.connection !== 'erp') return write.find(ctx, ops);
    const listed: string[] = [];
    for await (const page of ids(ctx)) listed.push(...page);
    const records = await fetch(ctx, listed);
    return ops.map(({ fields }) => (erp.answers ? records : []).filter(({ Tel }) => Tel === fields['Tel']));
  };
  return { ...stream, write: { ...write, push, find, repeatable: erp.nameless ? 'find-first' : 'external-id' } };
}

let w: TestWorkspace;
afterEach(() => w.close());

/**
 *   worker:   search 1, 2 (nothing) · both made · no answer                    search (both)
 *   target:                                         Alpha and Beta stand
 */
it.each([
  ['keeps our names', false],
  ['keeps no name of ours', true],
])('of two creates without an answer whose search shows what both have made, each takes its own, where the system %s', async (_, nameless) => {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ answers: false, nameless }, testClock()];
  const crm = ['1,Alpha GmbH,a@alpha.example,+49 30 1234567,Berlin,,one', '2,Beta AG,b@beta.example,+49 30 1234567,Bonn,,two'];
  w = await twoSystems({ clock, adapt: withStreams((stream) => oddStream(stream, erp)), newKey: nameless ? 'uuid' : 'external' });
  await w.sync();
  w.write('crm/customers.csv', csv(crmHeader, crm));
  await w.sync('crm.customers');
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(2);
  erp.answers = true;
  clock.move(10 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',three').replace(',two', ',four'));
  await w.sync('crm.customers');
  const rows = rowsOf(w.read('erp/customers.csv')).map((row) => row.split(';'));
  const entityOf = async (connection: string, id: string) => (await readRecord(w.world, refOf(connection, 'customers', id)))?.value.entity;
  const made = await Promise.all(rows.map(async ([id = '', name]) => [name, await entityOf('erp', id)]));
  expect(made.sort()).toEqual([
    ['Alpha GmbH', await entityOf('crm', '1')],
    ['Beta AG', await entityOf('crm', '2')],
  ]);
  expect(rows.map((row) => row.at(-1)).sort()).toEqual(['four', 'three']);
});

it('of two namesakes whom a person called two, each takes what its own create has made, where the system keeps no name of ours', async () => {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ answers: false, nameless: true }, testClock()];
  const crm = ['1,Alpha GmbH,,+49 30 1234567,Berlin,,one', '2,Beta AG,,+49 30 1234567,Berlin,,two'];
  w = await twoSystems({ crm, clock, adapt: withStreams((stream) => oddStream(stream, erp)), newKey: 'uuid', golive: 'manual' });
  await w.sync();
  const entityOf = async (connection: string, id: string) => (await readRecord(w.world, refOf(connection, 'customers', id)))?.value.entity as EntityId;
  const both = [await entityOf('crm', '1'), await entityOf('crm', '2')] as const;
  expect(await keepApart(w.world, ...both)).toBe(true);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('Beta AG', 'Alpha GmbH'));
  await w.sync('crm.customers');
  expect(await w.service.release('to-erp', tester)).toMatchObject({ ok: true });
  await w.quiet();
  expect(rowsOf(w.read('erp/customers.csv')).length).toBe(2);
  erp.answers = true;
  clock.move(10 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',three'));
  await w.sync('crm.customers');
  const rows = rowsOf(w.read('erp/customers.csv')).map((row) => row.split(';'));
  const made = await Promise.all(rows.map(async ([id = '']) => entityOf('erp', id)));
  expect(made.sort()).toEqual([...both].sort());
  expect(rows.map((row) => row.at(-1)).sort()).toEqual(['three', 'two']);
});

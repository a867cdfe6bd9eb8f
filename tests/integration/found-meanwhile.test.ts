import { afterEach, expect, it } from 'vitest';
import { refOf } from '../../core/model/ids.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault } from '../../core/ports/connector.ts';
import { observationOf } from '../../core/sync/look.ts';
import { splitEntity } from '../../core/sync/merge.ts';
import { readRecord } from '../../core/sync/store.ts';
import { unifyRecord } from '../../core/sync/unify-record.ts';
import { mappingOf } from '../../core/sync/world.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { searchedAs, withStreams } from './odd-files.ts';
import { crmHeader, csv, erpHeader, rowsOf, twoSystems } from './two-systems.ts';

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

/** An ERP that keeps no name of ours, whose search shows all who share a mailbox, whether or not its listing has shown them yet. */
interface Erp {
  answers: boolean;
  /** False: nothing that is sent arrives. */
  readonly arrives?: () => boolean;
  /** Called after each search. */
  readonly afterSearch: () => void;
}

function searchedByMailbox(stream: AnyStream, erp: Erp): AnyStream {
  const write = searchedAs(stream, async (records, ops) => {
    erp.afterSearch();
    return ops.map(({ fields }) => records.filter((record) => record['Mail'] === fields['Mail']));
  });
  if (write === undefined) return stream;
  const push: typeof write.push = async (ctx, ops) => {
    if (ctx.connection === 'erp' && erp.arrives?.() === false) return ops.map(() => ({ state: 'unsure', fault: lost }) as const);
    const outcomes = await write.push(ctx, ops);
    return ctx.connection !== 'erp' || erp.answers ? outcomes : outcomes.map(() => ({ state: 'unsure', fault: lost }) as const);
  };
  return { ...stream, write: { ...write, push, repeatable: 'find-first' } };
}

let w: TestWorkspace;
afterEach(() => w.close());

const erpRows = (): string[] => rowsOf(w.read('erp/customers.csv'));
const numberOf = (name: string): string =>
  erpRows()
    .find((row) => row.includes(name))
    ?.split(';')[0] ?? '';
const entityOf = async (connection: string, id: string) => (await readRecord(w.world, refOf(connection, 'customers', id)))?.value.entity;
const originOf = async (id: string) => (await readRecord(w.world, refOf('erp', 'customers', id)))?.value.origin;

/** Two systems without customers; the ERP is as told. */
async function open(erp: Erp, clock = testClock()): Promise<void> {
  w = await twoSystems({ clock, adapt: withStreams((stream) => searchedByMailbox(stream, erp)), newKey: 'uuid' });
  await w.sync();
}

/** Bravo is entered in the CRM and made in the ERP, whose answer is lost; its number there. */
async function makeUnanswered(erp: Erp, phone = '+49 30 2000102'): Promise<string> {
  erp.answers = false;
  w.write('crm/customers.csv', csv(crmHeader, [`1,Bravo AG,b@house.example,${phone},Berlin,,`]));
  await w.sync('crm.customers');
  erp.answers = true;
  expect(erpRows().length).toBe(1);
  return numberOf('Bravo');
}

/** The ERP as it is where nobody meddles. */
const calm = (): Erp => ({ answers: true, afterSearch: () => {} });

/**
 *   maker:    search (77, Alpha) · takes 77 in · search (77 and 78) · takes 78 in
 *   person:                      enters 78, Bravo
 */
it('who is entered at the target while a create takes in the colleague that its search has shown is taken in, too, and nobody is made beside', async () => {
  let searches = 0;
  const [alpha, bravo] = ['77;Alpha GmbH;info@house.example;;Berlin;;', '78;Bravo AG;info@house.example;;Berlin;;'];
  const erp: Erp = {
    answers: true,
    afterSearch: () => {
      searches += 1;
      if (searches === 1) w.write('erp/customers.csv', csv(erpHeader, [alpha, bravo]));
    },
  };
  await open(erp);
  w.write('erp/customers.csv', csv(erpHeader, [alpha]));
  w.write('crm/customers.csv', csv(crmHeader, ['1,Bravo AG,info@house.example,,Berlin,,']));
  await w.sync('crm.customers');
  expect(erpRows()).toEqual([alpha, bravo]);
  expect(await entityOf('erp', '78')).toBe(await entityOf('crm', '1'));
  expect(await entityOf('erp', '77')).not.toBe(await entityOf('crm', '1'));
});

/**
 *   maker:    sent with b@ · no answer                     search by info@ (77) · takes 77 in · search by info@ (77), by b@ (its own)
 *   person:                             corrects b@ to info@
 */
it('what a create without an answer has made is looked for by what was sent, too, where the corrected mailbox finds a colleague', async () => {
  const [erp, clock] = [calm(), testClock()];
  await open(erp, clock);
  await makeUnanswered(erp, '');
  clock.move(10 * minuteMs);
  w.write('erp/customers.csv', csv(erpHeader, [...erpRows(), '77;Alpha GmbH;info@house.example;;Berlin;;']));
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('b@', 'info@'));
  await w.sync('crm.customers');
  expect(erpRows().map((row) => row.split(';')[1])).toEqual(['Bravo AG', 'Alpha GmbH']);
  expect(await entityOf('erp', numberOf('Bravo'))).toBe(await entityOf('crm', '1'));
});

/**
 *   maker:    sent with b@ · no answer                                          search by info@ (77), by b@ (its own)
 *   person:                             enters 77 with info@, corrects b@ to info@
 */
it('of what the corrected mailbox finds and what was sent finds, the record that shows most of what was sent is ours, the other the person’s who entered it', async () => {
  const [erp, clock] = [calm(), testClock()];
  await open(erp, clock);
  const made = await makeUnanswered(erp);
  clock.move(10 * minuteMs);
  w.write('erp/customers.csv', csv(erpHeader, [...erpRows(), '77;Bravo AG;info@house.example;+49 30 2000102;Berlin;;']));
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('b@', 'info@'));
  await w.sync('crm.customers');
  expect([await originOf(made), await originOf('77')]).toEqual(['ours', 'native']);
  expect(erpRows().length).toBe(2);
});

/**
 *   person:   enters 77, corrects its mailbox
 *   listing:                                   (77) · · · · · · · · · · · · · · · · · · · 77 is taken in · (77 and its own)
 *   maker:                                              search (nobody) · sent · no answer
 */
it('whoever was read before a create began and has another mailbox was not made by it, however much he looks like that; what it has made is ours', async () => {
  const [erp, clock] = [calm(), testClock()];
  await open(erp, clock);
  const readAt = w.world.clock.now();
  clock.move(minuteMs);
  const made = await makeUnanswered(erp);
  const own = '77;Bravo AG;info@house.example;+49 30 2000102;Berlin;;';
  w.write('erp/customers.csv', csv(erpHeader, [own, ...erpRows()]));
  const stream = await w.world.stream('erp', 'customers');
  const [record] = (await stream.fetch?.(await w.world.context('erp', 'pull'), ['77'])) ?? [];
  const work = { world: w.world, connection: 'erp', stream, mapping: mappingOf(w.world, 'erp', 'customers') };
  const look = { seen: observationOf(stream, record as JsonObject), readAt };
  await unifyRecord(work, { id: '77', prior: undefined, look, seen: [1, 0], absence: 'look' });
  clock.move(10 * minuteMs);
  await w.sync();
  expect([await originOf('77'), await originOf(made)]).toEqual(['native', 'ours']);
  expect(erpRows().length).toBe(2);
});

/**
 *   maker:    sent with b@ · no answer
 *   person:                             enters 77 with info@
 *   listing:                                                  (77 and its own, in this order)
 */
it('of what a listing shows while a create has no answer, the record that shows most of what was sent is ours, wherever it stands in the list', async () => {
  const [erp, clock] = [calm(), testClock()];
  await open(erp, clock);
  const made = await makeUnanswered(erp);
  w.write('erp/customers.csv', csv(erpHeader, ['77;Bravo AG;info@house.example;+49 30 2000102;Berlin;;', ...erpRows()]));
  await w.sync('erp.customers');
  expect([await originOf(made), await originOf('77')]).toEqual(['ours', 'native']);
  expect(erpRows().length).toBe(2);
});

/**
 *   maker:    sent, never arrives · no answer                     search (77) · taken for it
 *   person:                                    enters 77                                        77 is somebody else
 */
it('what a person entered, and a create without an answer had sent as well, counts as ours; parted from whoever had said it, it is taken out, and told', async () => {
  let arrives = false;
  const [clock, erp]: [ReturnType<typeof testClock>, Erp] = [testClock(), { answers: true, arrives: () => arrives, afterSearch: () => {} }];
  w = await twoSystems({ clock, adapt: withStreams((stream) => searchedByMailbox(stream, erp)), newKey: 'uuid' });
  await w.sync();
  w.write('crm/customers.csv', csv(crmHeader, ['1,Bravo AG,b@house.example,,Berlin,,']));
  await w.sync('crm.customers');
  arrives = true;
  clock.move(10 * minuteMs);
  w.write('erp/customers.csv', csv(erpHeader, ['77;Bravo AG;b@house.example;;Berlin;;his own']));
  await w.sync();
  const entity = (await entityOf('erp', '77')) ?? '';
  expect([entity, erpRows().length]).toEqual([await entityOf('crm', '1'), 1]);
  expect(await splitEntity(w.world, entity, [refOf('erp', 'customers', '77')])).toMatchObject({ state: 'split' });
  await w.sync();
  await w.sync();
  expect(erpRows().find((row) => row.startsWith('77;'))).toBe('77;;;;;;his own');
  const told = (await w.service.why('erp/customers/77'))?.conflicts ?? [];
  expect(told.filter(({ kind }) => kind === 'doubt').map(({ field, value }) => [field, value])).toContainEqual(['name', 'Bravo AG']);
});

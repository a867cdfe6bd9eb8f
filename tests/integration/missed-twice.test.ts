import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../core/model/time.ts';
import { type InboundMessage, messageSchema, type Sighting, send } from '../../core/sync/messages.ts';
import type { SourceRecord } from '../../core/sync/record.ts';
import { readEntity, readRecord, writeEntity, writeRecord } from '../../core/sync/store.ts';
import { readStreamState } from '../../core/sync/stream-state.ts';
import { type TestClock, type TestWorkspace, testClock } from './harness.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

const ref = 'crm/customers/2' as SourceRecord['ref'];
const [crmFile, erpFile] = ['crm/customers.csv', 'erp/customers.csv'];
let [w, clock]: [TestWorkspace, TestClock] = [undefined as never, testClock()];

beforeEach(async () => {
  clock = testClock();
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one', '2,Bravo AG,b@bravo.example,,Bonn,,two'], onSourceDelete: 'delete', clock });
  await w.sync();
  await w.sync();
  expect(rowsOf(w.read(erpFile))).toHaveLength(2);
});
afterEach(() => w.close());

const stored = async (): Promise<{ value: SourceRecord; version: number }> => (await readRecord(w.world, ref)) as { value: SourceRecord; version: number };
const hide = (): void => w.write(crmFile, w.read(crmFile).replace(/2,Bravo.*\n/, ''));

/** A message about the record, as the last pass would have sent it. */
async function tell(sighting: Sighting, pass: Partial<InboundMessage>): Promise<void> {
  const { state } = await readStreamState(w.world, 'crm', 'customers');
  const body: InboundMessage = {
    v: messageSchema,
    workspace: 'main',
    connection: 'crm',
    stream: 'customers',
    seen: [state.token, 1],
    readAt: clock.now(),
    ...pass,
    sightings: [sighting],
  };
  await send(w.world, 'inbound', 'crm', [body]);
  await w.quiet();
}

describe('a record that its source shows no more', () => {
  it('is not gone because the message of one sweep comes again, however far our clock has jumped; the sweep of a later pass tells', async () => {
    hide();
    await w.sync('crm.customers');
    expect((await stored()).value).toMatchObject({ state: 'missing', missedUnder: expect.any(Number) });
    clock.move(3 * hourMs);
    await tell({ id: '2', absent: 'sweep' }, { pass: 'pass_again', pack: '1.0' });
    expect((await stored()).value.state).toBe('missing');
    expect(rowsOf(w.read(erpFile))).toHaveLength(2);
    await w.sync('crm.customers');
    expect((await stored()).value).toMatchObject({ state: 'gone', goneBy: 'human' });
    expect(rowsOf(w.read(erpFile))).toHaveLength(1);
  });

  it('is not gone when a look has missed it and one sweep does: two sweeps must', async () => {
    hide();
    await tell({ id: '2', hint: true }, { seen: [0, 0] });
    expect((await stored()).value.state).toBe('missing');
    clock.move(3 * hourMs);
    await tell({ id: '2', hint: true }, { seen: [0, 0] });
    await w.sync('crm.customers');
    expect((await stored()).value.state).toBe('missing');
    clock.move(3 * hourMs);
    await w.sync('crm.customers');
    expect((await stored()).value.state).toBe('gone');
  });

  it('that counted as missing before it was kept which sweep missed it first is missed by the next for the first time', async () => {
    const { value, version } = await stored();
    expect(await writeRecord(w.world, { ...value, state: 'missing', missingSince: clock.now() - 24 * hourMs }, version)).toBe('ok');
    hide();
    await w.sync('crm.customers');
    expect((await stored()).value).toMatchObject({ state: 'missing', missedUnder: expect.any(Number) });
    clock.move(2 * hourMs);
    await w.sync('crm.customers');
    expect((await stored()).value.state).toBe('gone');
  });

  it('is known to its entity by then, also when whoever took it in died before: or another would be made in its place', async () => {
    const { value } = await stored();
    const read = await readEntity(w.world, value.entity);
    if (read === undefined) throw new Error('no entity');
    const { [ref]: _, ...members } = read.value.members;
    expect(await writeEntity(w.world, { ...read.value, members }, read.version)).toBe('ok');
    hide();
    await w.sync('crm.customers');
    expect((await stored()).value.state).toBe('missing');
    expect(Object.keys((await readEntity(w.world, value.entity))?.value.members ?? {})).toContain(ref);
  });

  it('is deleted with its source as soon as it is shown again', async () => {
    const [kept, hidden] = rowsOf(w.read(erpFile)).sort((a, b) => Number(a.includes('Bravo')) - Number(b.includes('Bravo')));
    const header = w.read(erpFile).split('\n')[0];
    w.write(erpFile, `${header}\n${kept}\n`);
    await w.sync('erp.customers');
    hide();
    await w.sync('crm.customers');
    clock.move(3 * hourMs);
    await w.sync('crm.customers');
    expect((await readEntity(w.world, (await stored()).value.entity))?.value.deleted).toBeDefined();
    w.write(erpFile, `${header}\n${kept}\n${hidden}\n`);
    await w.sync('erp.customers');
    expect(rowsOf(w.read(erpFile))).toEqual([kept]);
  });
});

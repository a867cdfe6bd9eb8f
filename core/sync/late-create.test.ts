import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blank, intending, known, plainMapping, seen } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import { refOf, workspace } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Raw } from '../ports/mapping.ts';
import { isKnownAs, readSlot, slotOps } from './adopt.ts';
import { fold } from './fold.ts';
import type { Intent, Slot, SourceRecord } from './record.ts';
import { slotName } from './slot-item.ts';
import { put, readRecord, writeRecord } from './store.ts';
import { unansweredIn } from './unanswered.ts';
import { adoptRecord, blankRecord, finishRecord, type Sight, type StreamWork, unifyRecord } from './unify-record.ts';

const source = refOf('crm', 'customers', '1');
const name = slotName(workspace('main'), 'erp', 'customers', source);
const ref = refOf('erp', 'customers', name);
const tryOf = (id: string, fields: Readonly<Record<string, Raw>>): Intent => intending(blank(), fields, { id }).intent as Intent;
const first = tryOf('first', { name: 'Acme', city: 'Berlin', 'tags:cold': true });
const second = tryOf('second', { name: 'Acme', city: 'Ulm', 'tags:cold': true, 'tags:vip': true });
const slot: Slot = { state: 'open', n: 0, key: name, anchor: source, stream: 'customers', intent: second, past: [first] };
const asFirst = { id: name, name: 'Acme', city: 'Berlin', tags: 'cold' };
const asSecond = { id: name, name: 'Acme', city: 'Ulm', tags: 'cold;vip' };

let w: TestWorld;
beforeEach(async () => {
  w = openWorld();
  const record = known({ name: 'Acme', city: 'Ulm', tags: 'cold;vip' }, source);
  await writeRecord(w.world, record, 0);
  await fold(w.world, { value: record, version: 1 });
});
afterEach(() => w.store.close());

/** A stream of a system, as far as a record is taken in; `repeatable`: what becomes of a create that is sent twice. */
const work = (repeatable: 'external-id' | 'find-first' = 'external-id'): StreamWork => ({
  world: w.world,
  connection: 'erp',
  stream: {
    name: 'customers',
    externalId: (r: JsonObject) => r['id'],
    traits: { maxInFlightMs: 1_000 },
    write: { repeatable, guard: 'read-compare', actions: ['create'] },
  } as never,
  mapping: plainMapping,
  quiet: true,
});

/** The record once one try has been taken in for what made it, and after a minute shows something else. */
async function showsAfter(made: JsonObject, later: JsonObject, on = work(), adopted = { value: slot, version: 0 }): Promise<SourceRecord> {
  const sight = async (record: JsonObject): Promise<Sight> => ({
    id: name,
    prior: await readRecord(w.world, ref),
    look: { seen: seen(record), readAt: w.world.clock.now() },
    seen: [0, 0],
    absence: 'look',
  });
  await adoptRecord(on, await sight(made), blankRecord(on, name, [0, 0]), adopted);
  w.setNow(60);
  await unifyRecord(on, await sight(later));
  return (await readRecord(w.world, ref))?.value as SourceRecord;
}

describe('a create under a name that was tried twice, of which both tries land upon one record', () => {
  it('is ours also where the first lands last, and takes out an element that the second had put in', async () => {
    const { assertions, cells, limbo } = await showsAfter(asSecond, asFirst);
    expect(assertions).toEqual({});
    expect(cells['city']).toMatchObject({ sent: 'Berlin', stored: 'Berlin' });
    expect(limbo.map(({ field, raw, why }) => [field, raw, why])).toEqual(
      expect.arrayContaining([
        ['city', 'Berlin', 'doubt'],
        ['tags:vip', null, 'doubt'],
      ]),
    );
  });

  it('is ours where the first takes out an element that came in only after both', async () => {
    const record = await showsAfter(asSecond, { ...asSecond, tags: 'cold;vip;later' });
    const [late, along] = ['tags:later', 'tags:cold'].map((field) => unansweredIn(record, field, w.world.clock.now()).map(({ raw }) => raw));
    expect([late, along]).toEqual([[null], [true, true]]);
  });

  it('is ours where the second lands upon what was taken for the first', async () => {
    expect((await showsAfter(asFirst, asSecond)).assertions).toEqual({});
  });

  it('is a person’s where it shows what neither had sent', async () => {
    expect(Object.keys((await showsAfter(asSecond, { ...asSecond, city: 'Kiel' })).assertions)).toEqual(['city']);
  });

  it('is a person’s where each try would have made a record of its own', async () => {
    expect(Object.keys((await showsAfter(asSecond, asFirst, work('find-first'))).assertions)).toContain('city');
  });
});

/**
 *   listing:  reads the slot (first) ·                        record stored · slot closed
 *   maker:                             second noted · sent                                  it lands
 */
describe('a create of which another try is noted after whoever takes its record in has read the slot', () => {
  const before: Slot = { ...slot, intent: first, past: [] };
  const slotNow = () => readSlot(w.world, 'erp', name);

  beforeEach(async () => {
    for (const [version, value] of [before, slot].entries()) await put(w.world, slotOps(work(), value, version));
  });

  it('is ours where that lands upon the record, and is done', async () => {
    const { assertions, cells } = await showsAfter(asFirst, asSecond, work(), { value: before, version: 1 });
    expect(assertions).toEqual({});
    expect(cells['city']).toMatchObject({ sent: 'Ulm', stored: 'Ulm' });
    expect((await slotNow())?.value).toMatchObject({ state: 'done', recordId: name, intent: { id: 'second' }, past: [{ id: 'first' }] });
  });

  it('is ours also where he died before he closed the slot', async () => {
    const record: SourceRecord = { ...known(asFirst, ref), origin: 'ours', entity: known({}, source).entity };
    await writeRecord(w.world, record, 0);
    await finishRecord(work(), { value: record, version: 1 });
    expect((await slotNow())?.value.state).toBe('done');
    expect((await readRecord(w.world, ref))?.value.mayLand?.map(({ field, raw }) => [field, raw])).toContainEqual(['city', 'Ulm']);
  });

  it('stays with the record that another worker took for it meanwhile', async () => {
    await put(w.world, slotOps(work(), { ...slot, state: 'done', recordId: '9' }, 2));
    await showsAfter(asFirst, asFirst, work(), { value: before, version: 1 });
    expect((await slotNow())?.value.recordId).toBe('9');
  });
});

it('knows what a create has made where the mapping has lost a field that it had sent', () => {
  const { city, ...fields } = first.fields;
  const before: Slot = { ...slot, intent: { ...first, fields: { ...fields, town: city as NonNullable<typeof city> } }, past: [] };
  expect(isKnownAs(w.world, before, { id: name, name: 'Acme', tags: 'cold' }, plainMapping, [])).toBe(true);
});

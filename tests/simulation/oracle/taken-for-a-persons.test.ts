import { expect, it } from 'vitest';
import { entityIdFrom, refOf, workspace } from '../../../core/model/ids.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import type { SourceRecord } from '../../../core/sync/record.ts';
import { homeName } from '../config.ts';
import { drawScenario } from '../scenario.ts';
import { setUp } from '../setup.ts';
import { snapshotOf } from '../snapshot.ts';
import { policy } from './edits.ts';
import { noExcuses } from './violation.ts';

const entered = { name: 'Acme GmbH', city: 'Ulm', note: '0012note', industry: '0013industry', tax: 'DE100000008' };
const rewritten = { name: 'Beta GmbH', city: 'Bonn', industry: '0014industry' };

interface How {
  /** What people put there before the record was stored here. */
  readonly edits?: Readonly<Record<string, string>>;
  readonly origin?: 'native' | 'ours';
  readonly answered?: boolean;
  readonly golden?: string;
  /** The system of the record that golden has its note from. */
  readonly from?: 'b' | 'c';
}

/** A customer entered in `b`, whom a create without an answer made in `c`, which keeps six letters of a note; golden has its note from there. */
async function judged({ edits = rewritten, origin = 'native', answered = false, golden = '0012no', from = 'c' }: How = {}) {
  const setup = setUp({ ...drawScenario(1, { calm: true }), contacts: false, events: [] });
  const [b, c] = ['b', 'c'].map((system) => setup.vendors[system]?.book('customers'));
  if (b === undefined || c === undefined) throw new RangeError('no customers');
  const source = refOf('b' as never, 'customers', b.make(entered, 1_000, 0).id);
  const id = String(c.write({ key: 'x-1', action: 'create', externalId: 'x-1', fields: entered }, 2_000, 'maker')['id']);
  const made = refOf('c' as never, 'customers', id);
  for (const [field, value] of Object.entries(edits)) c.edit(id, field, value, 3_000, 1);
  if (answered) {
    c.fetch([id], 'maker');
    setup.tries.finished('maker');
  }
  c.stored(id, { ...c.records.get(id)?.fields });
  const entity = {
    id: entityIdFrom(workspace(homeName), 'o', source),
    type: 'organization',
    pins: {},
    freezes: { name: {}, city: {}, industry: {} },
    members: { [source]: { seq: 1, role: 'primary', assertions: {} }, [made]: { seq: 1, role: 'primary', assertions: {} } },
    cannotLink: [],
    golden: { note: { value: golden, stamp: { at: 4_000, ref: made }, ref: from === 'c' ? made : source, rule: 'latest' } },
  } as unknown as Entity;
  const excused = noExcuses();
  const records = new Map([
    [made as string, { ref: made, origin, cells: {}, assertions: {} } as unknown as SourceRecord],
    [source as string, { ref: source, origin: 'native', cells: {}, assertions: {} } as unknown as SourceRecord],
  ]);
  const found = policy(setup, { ...(await snapshotOf(setup)), records, entities: new Map([[entity.id as string, entity]]) }, excused);
  return { found: found.length, rewritten: excused.rewritten };
}

it('excuses what is left of a value of ours, as its system keeps it, in a record of which people had rewritten most', async () => {
  expect(await judged()).toEqual({ found: 0, rewritten: 1 });
});

it.each<[string, How]>([
  ['half of what we had sent, and more, was left', { edits: { name: 'Beta GmbH', city: 'Bonn' } }],
  ['the record was known as ours', { origin: 'ours' }],
  ['the answer had reached its maker', { answered: true }],
  ['something else is golden', { golden: '0012' }],
  ['golden has it from another record', { from: 'b' }],
  ['somebody had cleared it there before we were shown it', { edits: { ...rewritten, note: '' }, golden: '0012no' }],
])('does not where %s', async (_, how) => {
  expect(await judged(how)).toEqual({ found: 1, rewritten: 0 });
});

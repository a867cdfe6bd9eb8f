import { expect, it } from 'vitest';
import { entityIdFrom, partsOf, refOf, workspace } from '../../../core/model/ids.ts';
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
  /** The system of the record that golden has it from. */
  readonly from?: 'b' | 'c';
  /** The field that golden has from there. */
  readonly field?: 'note' | 'city';
  /** Whoever entered the customer has corrected that since. */
  readonly corrected?: boolean;
  /** What people put there after that. */
  readonly later?: Readonly<Record<string, string>>;
  /** Our clock has jumped. */
  readonly jumped?: boolean;
  /** Another try of the create has made a record, too. */
  readonly twice?: boolean;
}

/** A customer entered in `b`, whom a create without an answer made in `c`, which keeps six letters of a note; golden has its note, or another field, from there. */
async function judged(how: How = {}) {
  const { edits = rewritten, origin = 'native', answered = false, golden = '0012no', from = 'c', field = 'note' } = how;
  const { corrected = false, later = {}, jumped = false, twice = false } = how;
  const scenario = drawScenario(1, { calm: true });
  const setup = setUp({ ...scenario, mix: { ...scenario.mix, clockJump: jumped ? 1 : 0, clockJumpMsMax: 1_000 }, contacts: false, events: [] });
  await setup.sim.drive((ports) => ports.tables.in(workspace(homeName)).get([{ pk: 'A', sk: '@' }]));
  const [b, c] = ['b', 'c'].map((system) => setup.vendors[system]?.book('customers'));
  if (b === undefined || c === undefined) throw new RangeError('no customers');
  const source = refOf('b' as never, 'customers', b.make(entered, 1_000, 0).id);
  const send = (maker: string): string => String(c.write({ key: 'x-1', action: 'create', externalId: 'x-1', fields: entered }, 2_000, maker)['id']);
  if (twice) send('another');
  const id = send('maker');
  const made = refOf('c' as never, 'customers', id);
  for (const [edited, value] of Object.entries(edits)) c.edit(id, edited, value, 3_000, 1);
  if (answered) {
    c.fetch([id], 'maker');
    setup.tries.finished('maker');
  }
  c.stored(id, { ...c.records.get(id)?.fields });
  for (const [edited, value] of Object.entries(later)) c.edit(id, edited, value, 4_000, 2);
  if (corrected) b.edit(partsOf(source).id, field, 'Trier', 5_000, 3);
  const entity = {
    id: entityIdFrom(workspace(homeName), 'o', source),
    type: 'organization',
    pins: {},
    freezes: Object.fromEntries(['name', 'city', 'note', 'industry'].filter((other) => other !== field).map((other) => [other, {}])),
    members: { [source]: { seq: 1, role: 'primary', assertions: {} }, [made]: { seq: 1, role: 'primary', assertions: {} } },
    cannotLink: [],
    golden: { [field]: { value: golden, stamp: { at: 4_000, ref: made }, ref: from === 'c' ? made : source, rule: 'latest' } },
  } as unknown as Entity;
  const excused = noExcuses();
  const records = new Map([
    [made as string, { ref: made, origin, cells: {}, assertions: {} } as unknown as SourceRecord],
    [source as string, { ref: source, origin: 'native', cells: {}, assertions: {} } as unknown as SourceRecord],
  ]);
  const found = policy(setup, { ...(await snapshotOf(setup)), records, entities: new Map([[entity.id as string, entity]]) }, excused);
  return { found: found.length, rewritten: excused.rewritten, landedLate: excused.landedLate };
}

it('excuses what is left of a value of ours, as its system keeps it, in a record of which people had rewritten most', async () => {
  expect(await judged()).toEqual({ found: 0, rewritten: 1, landedLate: 0 });
});

it.each<[string, How]>([
  ['half of what we had sent, and more, was left', { edits: { name: 'Beta GmbH', city: 'Bonn' } }],
  ['the record was known as ours', { origin: 'ours' }],
  ['the answer had reached its maker', { answered: true }],
  ['something else is golden', { golden: '0012' }],
  ['golden has it from another record', { from: 'b' }],
  ['somebody had cleared it there before we were shown it', { edits: { ...rewritten, note: '' }, golden: '0012no' }],
])('does not where %s', async (_, how) => {
  expect(await judged(how)).toEqual({ found: 1, rewritten: 0, landedLate: 0 });
});

/** Both tries of the create have landed, since our clock jumped over the wait for the first, and somebody had edited a field of this one before it was read; the city that we had put there is golden, and was corrected at its source. */
const second: How = { field: 'city', golden: 'Ulm', corrected: true, edits: { industry: '0014industry' }, jumped: true, twice: true };

it('excuses what a second record of ours says that somebody has edited before we were shown it, where no name of ours is kept', async () => {
  expect(await judged(second)).toEqual({ found: 0, rewritten: 0, landedLate: 1 });
});

it.each<[string, How]>([
  ['our clock has not jumped', { ...second, jumped: false }],
  ['there is no other', { ...second, twice: false }],
  ['it was known as ours', { ...second, origin: 'ours' }],
  ['nobody had edited it by then', { ...second, edits: {}, later: { industry: '0014industry' } }],
  ['a person has edited that cell since', { ...second, later: { city: 'Bonn' } }],
  ['something else is golden', { ...second, golden: 'Bonn' }],
])('does not where %s', async (_, how) => {
  expect(await judged(how)).toEqual({ found: 1, rewritten: 0, landedLate: 0 });
});

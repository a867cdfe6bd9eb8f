import { describe, expect, it } from 'vitest';
import { at, blank, intending, known, look } from '../../tests/factories/sync.ts';
import type { Intent, SourceRecord } from './record.ts';
import type { Stamp } from './stamp.ts';

const acme = { name: 'Acme', city: 'Berlin', note: '', phone: '', mail: '', tags: '' };
const own = 'crm/customers/1';
const sentStamp: Stamp = { at: at(5), ref: 'erp/customers/9' };
const mine = (ms: number): Stamp => ({ at: ms, ref: own });
const before = known(acme);
/** A write of `Bonn` that was acknowledged, after which a person's `Ulm` (or else) was read: the city is in doubt. */
const inDoubt = (city = 'Ulm'): SourceRecord => look(intending(before, { city: 'Bonn' }, { outcome: 'acked' }), { ...acme, city }, 20).record;

describe('a write of ours that is under way', () => {
  const shows = (intent: Partial<Intent>, city: string, second = 20, sent: string | null = 'Bonn') => look(intending(before, { city: sent }, intent), { ...acme, city }, second);

  it('is waited for until the last moment at which it can land, and not a moment longer', () => {
    expect(shows({}, 'Berlin', 61)).toMatchObject({ changed: false, record: { intent: { id: 'i1' } } });
    const over = shows({}, 'Berlin', 61.001);
    expect(over).toMatchObject({ changed: true, fresh: [] });
    expect(over.record).not.toHaveProperty('intent');
  });

  it('is closed as soon as every field of it is explained, and not before', () => {
    const two = intending(before, { city: 'Bonn', name: 'Beta' });
    expect(look(two, { ...acme, city: 'Bonn' }, 20).record.intent?.id).toBe('i1');
    expect(look(two, { ...acme, city: 'Bonn', name: 'Beta' }, 20).record.intent).toBeUndefined();
  });

  it('of a delete is closed only when its time is over or its answer known: no field explains it', () => {
    expect(shows({ kind: 'delete', fields: {} }, 'Berlin').record.intent?.id).toBe('i1');
    expect(shows({ kind: 'delete', fields: {} }, 'Berlin', 62).record.intent).toBeUndefined();
    expect(shows({ kind: 'delete', fields: {}, outcome: 'acked' }, 'Berlin').record.intent).toBeUndefined();
  });

  it('is doubted when something else than both stands there, in every detail that tells later whose it was', () => {
    const { record, fresh, changed } = shows({}, 'Ulm');
    expect(record.cells['city']?.doubt).toStrictEqual({ sent: 'Bonn', sentStamp, seen: 'Ulm', stamp: mine(at(20)), intentId: 'i1' });
    expect(record.cells['city']?.stamp).toEqual(mine(at(20)));
    expect({ fresh, changed, seq: record.seq, intent: record.intent }).toEqual({ fresh: [], changed: true, seq: before.seq + 1, intent: undefined });
  });

  it('that has landed was seen by whoever put something else there, also in a record of ours that we have never read', () => {
    expect(shows({ outcome: 'acked' }, 'Ulm').record.cells['city']?.doubt).toMatchObject({ seen: 'Ulm', prev: 'Bonn' });
    const made = intending(blank(own), { city: 'Bonn' }, { outcome: 'acked' });
    expect(look(made, { ...acme, city: 'Ulm' }, 20).record.cells['city']?.doubt).toMatchObject({ seen: 'Ulm', prev: 'Bonn' });
  });

  it('without an answer may have been seen by whoever put something else there, or not: nobody knows, also once that counts as an edit', () => {
    const doubted = shows({}, 'Ulm').record;
    const refused = look(intending(doubted, { city: 'Bonn' }, { outcome: 'refused', id: 'i2' }), { ...acme, city: 'Ulm' }, 30);
    expect(refused.record.assertions['city']).toStrictEqual({ raw: 'Ulm', stamp: mine(at(20)), prev: undefined, synced: { at: 0, ref: '' } });
    const replaced = look(intending(doubted, { city: 'Bonn' }, { id: 'i2' }), { ...acme, city: 'Köln' }, 30);
    expect(replaced.record.assertions['city']).toStrictEqual({ raw: 'Ulm', stamp: mine(at(20)), prev: undefined, synced: { at: 0, ref: '' } });
    expect(replaced.record.cells['city']?.doubt).not.toHaveProperty('prev');
    expect(look(doubted, { ...acme, city: 'Köln' }, 40).record.assertions['city']).toStrictEqual({ raw: 'Köln', stamp: mine(at(40)), prev: undefined, synced: { at: 0, ref: '' } });
    expect(look(inDoubt(), { ...acme, city: 'Köln' }, 40).record.assertions['city']).toMatchObject({ raw: 'Köln', prev: 'Ulm' });
  });

  it('that may have made a record was not seen by whoever made another such, and what that leaves empty nobody has cleared', () => {
    const found = look(intending(blank(own), { name: 'Acme', city: 'Bonn', note: 'x', 'tags:vip': true }, { outcome: 'found' }), { ...acme, city: 'Ulm' }, 20);
    expect(Object.keys(found.record.cells)).toEqual(['name', 'city']);
    expect(found.record.cells['name']).toEqual({ stamp: sentStamp, synced: sentStamp, sent: 'Acme', stored: 'Acme', unanswered: mine(at(20)) });
    expect(found.record.cells['city']?.doubt).toEqual({ sent: 'Bonn', sentStamp, seen: 'Ulm', stamp: mine(at(20)), intentId: 'i1' });
    expect({ fresh: found.fresh, intent: found.record.intent }).toEqual({ fresh: [], intent: undefined });
    const asked = look(intending(found.record, { city: 'Bonn' }, { outcome: 'acked', id: 'i2' }), { ...acme, city: 'Bonn' }, 30);
    expect(asked.record.assertions['city']).toStrictEqual({ raw: 'Ulm', stamp: mine(at(20)), prev: undefined, synced: { at: 0, ref: '' } });
  });

  it('is ours also in a field that the record shows neither before nor after', () => {
    expect(look(intending(before, { 'tags:vip': true }), acme, 20).record.intent?.id).toBe('i1');
    expect(look(intending(before, { 'tags:vip': true }, { outcome: 'acked' }), acme, 20).record.cells['tags:vip']?.doubt).toMatchObject({ sent: true, seen: null, prev: true });
    expect(look(intending(before, { legalName: 'x' }, { outcome: 'acked' }), acme, 20).record.cells).not.toHaveProperty('legalName');
  });

  it('is ours as the answer told it, an emptied field as well; what the answer does not tell is compared with what was sent', () => {
    const cleared = shows({ outcome: 'acked', stored: { city: null } }, '');
    expect(cleared.fresh).toEqual([]);
    expect(cleared.record.cells['city']).toEqual({ stamp: sentStamp, synced: sentStamp, sent: 'Bonn', stored: null, tries: { raw: 'Bonn', stamp: sentStamp, acked: 1 } });
    expect(shows({ outcome: 'acked', stored: { city: null } }, 'Ulm').record.assertions['city']).toMatchObject({ raw: 'Ulm', prev: null });
    expect(shows({ outcome: 'acked', stored: {} }, 'Bonn').record.cells['city']).toMatchObject({ stored: 'Bonn' });
    expect(shows({ outcome: 'acked', stored: {} }, 'Ulm').record.cells['city']?.doubt).toMatchObject({ seen: 'Ulm' });
  });

  it('counts how often one value under one stamp was acknowledged; another value or stamp begins anew, no answer counts for nothing', () => {
    const again = (rec: SourceRecord, city: string, more: Partial<Intent> = { outcome: 'acked' }) => look(intending(rec, { city }, more), { ...acme, city }, 20).record;
    const once = again(before, 'Bonn');
    expect(once.cells['city']?.tries).toEqual({ raw: 'Bonn', stamp: sentStamp, acked: 1 });
    const twice = again(once, 'Bonn');
    expect(twice.cells['city']?.tries).toEqual({ raw: 'Bonn', stamp: sentStamp, acked: 2 });
    expect(again(twice, 'Ulm').cells['city']?.tries).toEqual({ raw: 'Ulm', stamp: sentStamp, acked: 1 });
    for (const stamp of [
      { ...sentStamp, at: 1 },
      { ...sentStamp, ref: 'c/s/1' },
    ])
      expect(again(twice, 'Bonn', { outcome: 'acked', fields: { city: { raw: 'Bonn', stamp } } }).cells['city']?.tries).toEqual({ raw: 'Bonn', stamp, acked: 1 });
    expect(again(twice, 'Bonn', {}).cells['city']?.tries?.acked).toBe(2);
    expect(again(before, 'Bonn', {}).cells['city']).not.toHaveProperty('tries');
  });

  it('counts once when an element of a set was taken out, which the record then shows no more', () => {
    const tagged = known({ ...acme, tags: 'vip;export' });
    const { record } = look(intending(tagged, { 'tags:vip': null }, { outcome: 'acked' }), { ...acme, tags: 'export' }, 20);
    expect(record.cells['tags:vip']).toMatchObject({ sent: null, stored: null, tries: { acked: 1 } });
  });

  it.each(['refused', 'invalid'] as const)('proves nothing once it was %s: what stands there is an edit, whatever it is', (outcome) => {
    for (const city of ['Ulm', 'Bonn', 'BONN']) {
      const { record, fresh } = shows({ outcome }, city);
      expect(fresh).toEqual(['city']);
      expect(record.assertions['city']).toMatchObject({ raw: city, prev: 'Berlin' });
      expect(record.cells['city']).not.toHaveProperty('doubt');
    }
    expect(shows({ outcome }, 'Berlin')).toMatchObject({ changed: true, fresh: [] });
  });

  it('leaves a cell at the later of what stood there and what was sent', () => {
    const newer: SourceRecord = { ...before, cells: { ...before.cells, city: { stamp: mine(at(9)), synced: { at: 0, ref: '' } } } };
    expect(look(intending(newer, { city: 'Bonn' }), { ...acme, city: 'Bonn' }, 20).record.cells['city']).toMatchObject({ stamp: mine(at(9)), synced: sentStamp });
    expect(shows({}, 'Bonn').record.cells['city']).toMatchObject({ stamp: sentStamp, synced: sentStamp });
  });

  it.each([
    ['as a next revision that shows one field as sent and moved all', '4', '5', { city: 'Bonn', name: 'ACME' }, false],
    ['as a next revision of more digits', '99', '100', { city: 'Bonn', name: 'ACME' }, false],
    ['when the revision is not the next one', '4', '6', { city: 'Bonn', name: 'ACME' }, true],
    ['when the revision is the same', '4', '4', { city: 'Bonn', name: 'ACME' }, true],
    ['when revisions are no numbers', '4a', '5', { city: 'Bonn', name: 'ACME' }, true],
    ['when the new revision is no number', '4', '5a', { city: 'Bonn', name: 'ACME' }, true],
    ['when revisions are too long to count', '4000000000000000', '4000000000000001', { city: 'Bonn', name: 'ACME' }, true],
    ['when the base was not known', undefined, '5', { city: 'Bonn', name: 'ACME' }, true],
    ['when the revision is not told', '4', undefined, { city: 'Bonn', name: 'ACME' }, true],
    ['when no field is as sent', '4', '5', { city: 'BONN X', name: 'ACME' }, true],
  ] as const)('has its other fields in the vendor’s form %s, or they are doubted', (_, baseRevision, revision, shown, doubted) => {
    const rec = intending(before, { city: 'Bonn', name: 'Acme Ltd' }, baseRevision === undefined ? {} : { baseRevision });
    const { cells } = look(rec, { ...acme, ...shown }, 20, revision === undefined ? {} : { revision }).record;
    expect(cells['name']?.doubt !== undefined).toBe(doubted);
    expect(cells['name']?.stored).toBe(doubted ? undefined : 'ACME');
  });

  it('is not proven by the next revision while one of its fields did not move', () => {
    const rec = intending(before, { city: 'Bonn', name: 'Acme Ltd', note: 'x' }, { baseRevision: '4' });
    expect(look(rec, { ...acme, city: 'Bonn', name: 'ACME' }, 20, { revision: '5' }).record.cells['name']?.doubt).toMatchObject({ seen: 'ACME' });
  });
});

describe('a value in doubt', () => {
  it('is taken for the vendor’s form only when the same value was sent, acknowledged, and shows the same again', () => {
    const then = (intent: Partial<Intent>, city: string, sent = 'Bonn') => look(intending(inDoubt('Bon'), { city: sent }, { id: 'i2', ...intent }), { ...acme, city }, 30);
    expect(then({ outcome: 'acked' }, 'Bon')).toMatchObject({ rewrites: ['city'], changed: true });
    for (const other of [then({ outcome: 'acked' }, 'Ulm'), then({ outcome: 'acked' }, 'Bon', 'Mainz'), then({}, 'Ulm')]) {
      expect(other.rewrites).toEqual([]);
      expect(other.record.cells['city']?.doubt).toMatchObject({ intentId: 'i2' });
    }
    expect(then({}, 'Bon')).toMatchObject({ rewrites: [], record: { intent: { id: 'i2' }, cells: { city: { doubt: { intentId: 'i1' } } } } });
  });

  it('was a person’s when another one stands in its place, and is asserted under its old stamp', () => {
    const { record, fresh } = look(intending(inDoubt(), { city: 'Bonn' }, { outcome: 'acked', id: 'i2' }), { ...acme, city: 'Köln' }, 30);
    expect(fresh).toEqual(['city']);
    expect(record.assertions['city']).toEqual({ raw: 'Ulm', stamp: mine(at(20)), prev: 'Bonn', synced: { at: 0, ref: '' } });
    expect(record.cells['city']?.doubt).toMatchObject({ seen: 'Köln', intentId: 'i2', prev: 'Bonn' });
  });

  it('is still one doubt when it shows the same under another write', () => {
    const { record, fresh } = look(intending(inDoubt(), { city: 'Mainz' }, { outcome: 'acked', id: 'i2' }), { ...acme, city: 'Ulm' }, 30);
    expect(fresh).toEqual([]);
    expect(record.limbo).toEqual([]);
    expect(record.cells['city']?.doubt).toMatchObject({ sent: 'Mainz', seen: 'Ulm', intentId: 'i2' });
  });

  it('is logged as lost, not asserted, where a later edit is known already', () => {
    const doubted = inDoubt();
    for (const [stampAt, asserted] of [
      [at(20) - 1, 'Ulm'],
      [at(20), 'later'],
      [at(21), 'later'],
    ] as const) {
      const later = { raw: 'later', stamp: mine(stampAt), prev: null, synced: { at: 0, ref: '' } };
      const { record, changed } = look(
        intending({ ...doubted, assertions: { ...doubted.assertions, city: later } }, { city: 'Bonn' }, { outcome: 'acked', id: 'i2' }),
        { ...acme, city: 'Bonn' },
        30,
      );
      expect(record.assertions['city']?.raw).toBe(asserted);
      expect(record.limbo).toEqual(asserted === 'Ulm' ? [] : [{ field: 'city', raw: 'Ulm', stamp: mine(at(20)), why: 'doubt', sentOf: 'erp/customers/9', seq: doubted.seq + 1 }]);
      expect({ changed, seq: record.seq }).toEqual({ changed: true, seq: doubted.seq + 1 });
    }
  });

  it.each(['refused', 'invalid'] as const)('was a person’s when the next write is %s, and keeps its stamp and what stood before it', (outcome) => {
    const { record, fresh, changed } = look(intending(inDoubt(), { city: 'Bonn', name: 'Beta' }, { outcome, id: 'i2' }), { ...acme, city: 'Ulm' }, 30);
    expect({ fresh, changed }).toEqual({ fresh: ['city'], changed: true });
    expect(record.assertions['city']).toEqual({ raw: 'Ulm', stamp: mine(at(20)), prev: 'Bonn', synced: { at: 0, ref: '' } });
    expect(record.cells['city']).toEqual({ stamp: mine(at(20)), synced: { at: 0, ref: '' } });
    expect(record).not.toHaveProperty('intent');
  });

  it('goes to limbo as displaced when an edit came over it before anybody folded it', () => {
    const doubted = inDoubt();
    const { record, fresh } = look(intending(doubted, { city: 'Bonn' }, { outcome: 'refused', id: 'i2' }), { ...acme, city: 'Köln' }, 30);
    expect(fresh).toEqual(['city']);
    expect(record.assertions['city']).toMatchObject({ raw: 'Köln', prev: 'Ulm', stamp: mine(at(30)) });
    expect(record.limbo).toEqual([{ field: 'city', raw: 'Ulm', stamp: mine(at(20)), why: 'displaced', seq: doubted.seq + 1 }]);
  });

  it('goes to limbo with its own stamp when an edit follows it, and the cell is in doubt no more', () => {
    const doubted = inDoubt();
    const { record } = look(doubted, { ...acme, city: 'Köln' }, 40);
    expect(record.limbo).toEqual([{ field: 'city', raw: 'Ulm', stamp: mine(at(20)), why: 'doubt', sentOf: 'erp/customers/9', seq: doubted.seq + 1 }]);
    expect(record.cells['city']).toEqual({ stamp: mine(at(40)), synced: { at: 0, ref: '' } });
  });

  it('stays while nothing else happens', () => {
    expect(look(inDoubt(), { ...acme, city: 'Ulm' }, 40)).toMatchObject({ changed: false, fresh: [], record: { cells: { city: { doubt: { seen: 'Ulm' } } } } });
  });
});

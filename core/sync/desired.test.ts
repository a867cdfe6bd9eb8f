import { describe, expect, it } from 'vitest';
import { at, blank, known, mappingOf } from '../../tests/factories/sync.ts';
import type { Canon, Raw } from '../ports/mapping.ts';
import { contestedAfterWrites, desired, parkCells, parkContested } from './desired.ts';
import type { Entity, GoldenField } from './entity.ts';
import { type Cell, cellEmpty, type SourceRecord } from './record.ts';

const mapping = mappingOf('crm', [
  'name: name',
  'note: note',
  'city: { path: city, direction: in }',
  'parent: { path: parent, reference: customers }',
  'industry: { path: industry, as: { lookup: { S: steel } } }',
]);
const stamp = { at: at(5), ref: 'erp/customers/9' };
const golden = (values: Readonly<Record<string, Canon>>): Record<string, GoldenField> =>
  Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value, stamp, ref: stamp.ref, rule: 'latest' as const }]));
const wants = (values: Readonly<Record<string, Canon>>, rec: SourceRecord, freezes: Entity['freezes'] = {}, resolve: () => Raw | undefined = () => undefined) =>
  desired({ golden: golden(values), freezes }, rec, mapping, resolve);
const withCell = (rec: SourceRecord, field: string, cell: Partial<Cell>): SourceRecord => ({ ...rec, cells: { ...rec.cells, [field]: { ...cellEmpty, ...cell } } });
const acme = { name: 'Acme', note: 'old', city: 'Ulm', parent: '', industry: '' };

describe('what a record is to say', () => {
  it('is what golden says where it differs, under golden’s stamp', () => {
    expect(wants({ name: 'Acme', note: 'new' }, known(acme)).fields).toEqual({ note: { raw: 'new', stamp } });
    expect(wants({ note: null }, known(acme)).fields).toEqual({ note: { raw: null, stamp } });
    expect(wants({ note: null }, known({ ...acme, note: '' })).fields).toEqual({});
    expect(wants({ note: 'new' }, blank()).fields).toEqual({ note: { raw: 'new', stamp } });
  });

  it('leaves out what is frozen, only read, or not carried', () => {
    expect(wants({ note: 'new' }, known(acme), { note: { since: 0, by: 'p' } }).fields).toEqual({});
    expect(wants({ city: 'Bonn', legalName: 'Acme AG' }, known(acme)).fields).toEqual({});
  });

  it('leaves alone what the system keeps in its own form of what was sent', () => {
    const kept = withCell(known({ ...acme, note: 'NEW' }), 'note', { sent: 'new', stored: 'NEW' });
    expect(wants({ note: 'new' }, kept).fields).toEqual({});
    expect(wants({ note: 'newer' }, kept).fields).toEqual({ note: { raw: 'newer', stamp } });
    expect(wants({ note: 'new' }, withCell(known(acme), 'note', { sent: 'new', stored: 'NEW' })).fields).toEqual({ note: { raw: 'new', stamp } });
    expect(wants({ note: 'new' }, withCell(known({ ...acme, note: 'NEW' }), 'note', { sent: 'new' })).fields).toEqual({ note: { raw: 'new', stamp } });
    expect(wants({ note: 'new' }, withCell(known({ ...acme, note: '' }), 'note', { sent: 'new', stored: null })).fields).toEqual({});
  });

  it('asks again where it is in doubt whether a value is the system’s form of ours', () => {
    const doubt = { sent: 'sent', sentStamp: { at: 7, ref: 'x' }, seen: 'seen', prev: null, stamp, intentId: 'i' };
    expect(wants({ note: 'new' }, withCell(known(acme), 'note', { doubt })).fields).toEqual({ note: { raw: 'sent', stamp: { at: 7, ref: 'x' }, probe: true } });
    // Also where nobody stands for the field any more: only the answer tells whether it is ours to take out.
    expect(wants({}, withCell(known(acme), 'note', { doubt })).fields).toEqual({ note: { raw: 'sent', stamp: { at: 7, ref: 'x' }, probe: true } });
  });

  it('writes a reference as the target knows it, and nothing while it does not', () => {
    expect(wants({ parent: 'o_2' }, known(acme), {}, () => '17').fields).toEqual({ parent: { raw: '17', stamp } });
    expect(wants({ parent: 'o_2' }, known(acme)).fields).toEqual({});
    expect(wants({ parent: null }, known({ ...acme, parent: '17' }), {}, () => 'never').fields).toEqual({ parent: { raw: null, stamp } });
  });

  it('says which values the system has no form for', () => {
    const { fields, problems } = wants({ industry: 'wool', note: 'new' }, known(acme));
    expect(Object.keys(fields)).toEqual(['note']);
    expect(problems.map((p) => p.field)).toEqual(['industry']);
    expect(wants({ note: 'new' }, known(acme)).problems).toEqual([]);
  });
});

describe('what nobody stands for any more', () => {
  const ours = withCell({ ...known(acme), assertions: {} }, 'note', { stored: 'old', stamp: { at: 4, ref: 'b' } });

  it('is taken out where we had put it, and still stands', () => {
    expect(wants({}, ours).fields).toEqual({ note: { raw: null, stamp: { at: 5, ref: 'b' } } });
  });

  it('stays where somebody asserts it, has changed it, or we had put nothing', () => {
    expect(wants({}, withCell(known(acme), 'note', { stored: 'old' })).fields).toEqual({});
    expect(wants({}, withCell({ ...known({ ...acme, note: 'other' }), assertions: {} }, 'note', { stored: 'old' })).fields).toEqual({});
    expect(wants({}, withCell({ ...known(acme), assertions: {} }, 'note', {})).fields).toEqual({});
    expect(wants({}, withCell({ ...known({ ...acme, note: '' }), assertions: {} }, 'note', { stored: null })).fields).toEqual({});
  });
});

describe('a value that the system refused', () => {
  const wanted = { note: { raw: 'bad', stamp }, name: { raw: 'Beta', stamp } };
  const parked = parkCells(known(acme), ['note'], wanted, mapping, 'refused', 'no');

  it('is not sent again until golden or the mapping changes', () => {
    expect(parked.cells['note']?.park).toEqual({ raw: 'bad', mapping: mapping.version, why: 'refused', message: 'no' });
    expect(wants({ note: 'bad', name: 'Beta' }, parked).fields).toEqual({ name: { raw: 'Beta', stamp } });
    expect(wants({ note: 'good' }, parked).fields).toEqual({ note: { raw: 'good', stamp } });
    const older = { ...parked, cells: { ...parked.cells, note: { ...(parked.cells['note'] as Cell), park: { raw: 'bad', mapping: 'before', why: 'refused' as const } } } };
    expect(wants({ note: 'bad' }, older).fields).toEqual({ note: { raw: 'bad', stamp } });
  });

  it('leaves the other cells, and says nothing that was not said', () => {
    expect(parked.cells['name']).toEqual(known(acme).cells['name']);
    expect(parkCells(blank(), ['city'], {}, mapping, 'contested').cells['city']).toEqual({ ...cellEmpty, park: { raw: null, mapping: mapping.version, why: 'contested' } });
  });
});

describe('a value that somebody there sets back again and again', () => {
  const tried = (acked: number, more: Partial<NonNullable<Cell['tries']>> = {}): SourceRecord => withCell(known(acme), 'note', { tries: { raw: 'ours', stamp, acked, ...more } });
  const fields = { note: { raw: 'ours', stamp } };

  it('is given up after as many writes as it takes to be sure', () => {
    expect(parkContested(tried(contestedAfterWrites - 1), fields, mapping).parked).toEqual([]);
    const { record, parked } = parkContested(tried(contestedAfterWrites), fields, mapping);
    expect(parked).toEqual(['note']);
    expect(record.cells['note']?.park).toMatchObject({ raw: 'ours', why: 'contested' });
  });

  it('is another fight when the value or its author is another', () => {
    for (const other of [{ raw: 'theirs' }, { stamp: { ...stamp, at: 1 } }, { stamp: { ...stamp, ref: 'c/s/1' } }]) {
      const rec = tried(9, other);
      expect(parkContested(rec, fields, mapping)).toEqual({ record: rec, parked: [] });
    }
    expect(parkContested(known(acme), fields, mapping).parked).toEqual([]);
  });
});

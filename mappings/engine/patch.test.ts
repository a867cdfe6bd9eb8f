import { describe, expect, test } from 'vitest';
import { mapped } from './testing/mapped.ts';

describe('single values', () => {
  test('only what changes is written, nested objects partial', () => {
    const mapping = mapped('fields: { name: A, city: address.city, street: address.street }');
    expect(mapping.patch({ city: 'Berlin' }, { A: 'x', address: { city: 'Bonn', street: 's' } })).toEqual({ address: { city: 'Berlin' } });
    expect(mapping.patch({ city: 'Berlin', street: 't' }, undefined)).toEqual({ address: { city: 'Berlin', street: 't' } });
  });

  test('a field that is only read is never written', () => {
    const mapping = mapped('fields: { name: { path: A, direction: in }, note: B }');
    expect(mapping.fields.get('name')?.paths).toEqual([]);
    expect(mapping.patch({ name: 'x', note: 'y' }, undefined)).toEqual({ B: 'y' });
  });

  test('the parts of a value go back to their columns', () => {
    const mapping = mapped("fields: { name: { path: [first, last], as: { concat: { with: ' ', rest: first } } } }", 'person');
    const raw = mapping.raw('name', 'Ann Maria Lee');
    expect(raw).toEqual({ ok: true, raw: ['Ann Maria', 'Lee'] });
    expect(mapping.patch({ name: ['Ann Maria', 'Lee'] }, undefined)).toEqual({ first: 'Ann Maria', last: 'Lee' });
    expect(mapping.patch({ name: null }, undefined)).toEqual({ first: null, last: null });
  });

  test('a coalesced value goes back to where it was found; clearing clears every place that holds one', () => {
    const mapping = mapped('fields: { website: { coalesce: [web, home] } }');
    expect(mapping.patch({ website: 'https://a.de' }, { home: 'b.de' })).toEqual({ home: 'https://a.de' });
    expect(mapping.patch({ website: 'https://a.de' }, { web: 'c.de', home: 'b.de' })).toEqual({ web: 'https://a.de' });
    expect(mapping.patch({ website: 'https://a.de' }, undefined)).toEqual({ web: 'https://a.de' });
    expect(mapping.patch({ website: null }, { web: 'c.de', home: 'b.de' })).toEqual({ web: null, home: null });
  });

  test('CEL with a way back writes what the vendor wants', () => {
    const mapping = mapped(`fields: { note: { path: memo, cel: 'value.substring(6)', celOut: '"note: " + value' } }`);
    expect(mapping.canon('note', 'note: call')).toBe('call');
    expect(mapping.raw('note', 'call')).toEqual({ ok: true, raw: 'note: call' });
  });

  test('a canonical value that the vendor has no form for is a problem', () => {
    const mapping = mapped('fields: { status: { path: S, as: { lookup: { A: active } } } }');
    expect(mapping.raw('status', 'inactive')).toMatchObject({ ok: false, problem: { field: 'status', code: 'lookup.missingOut' } });
  });

  test('a new record gets the values of create where the fields leave them empty', () => {
    const mapping = mapped('create: { kind: company, "addresses[type=work].country": DE, city: Berlin }\nfields: { name: A, city: city, street: "addresses[type=work].street" }');
    expect(mapping.patch({ name: 'x', city: 'Bonn', street: 's' }, undefined)).toEqual({
      A: 'x',
      city: 'Bonn',
      kind: 'company',
      addresses: [{ type: 'work', street: 's', country: 'DE' }],
    });
    expect(mapping.patch({ name: 'x' }, { A: 'y' })).toEqual({ A: 'x' });
  });
});

describe('sets in one text', () => {
  const mapping = mapped("fields: { emails: { path: M, split: [';', ','] } }");

  test.each([
    ['an added element comes last, the others keep their form', 'A@x.de;  b@x.de', { 'emails:c@x.de': true }, 'A@x.de; b@x.de; c@x.de'],
    ['the separator of the text is kept', 'A@x.de,b@x.de', { 'emails:c@x.de': true }, 'A@x.de,b@x.de,c@x.de'],
    ['a removed element goes in every spelling', 'A@x.de;b@x.de;a@X.de', { 'emails:a@x.de': null }, 'b@x.de'],
    ['the last element leaves an empty cell', 'a@x.de', { 'emails:a@x.de': null }, null],
    ['an element that cannot be understood stays', 'none;a@x.de', { 'emails:a@x.de': null }, 'none'],
  ])('%s', (_, held, changes, expected) => {
    expect(mapping.patch(changes, { M: held })).toEqual({ M: expected });
  });

  test('what is there already, or is gone already, changes nothing', () => {
    expect(mapping.patch({ 'emails:a@x.de': true, 'emails:z@x.de': null }, { M: 'A@x.de' })).toEqual({});
  });
});

describe('sets in columns', () => {
  const mapping = mapped('fields: { phones: { path: [P, M] } }');

  test('an added element takes the first empty column', () => {
    expect(mapping.patch({ 'phones:+4930901821': true }, { P: '030 901820', M: '' })).toEqual({ M: '+4930901821' });
  });

  test('a removed element empties its column, and one that comes takes its place', () => {
    expect(mapping.patch({ 'phones:+4930901820': null }, { P: '030 901820', M: '030 901821' })).toEqual({ P: null });
    expect(mapping.patch({ 'phones:+4930901820': null, 'phones:+4930901822': true }, { P: '030 901820', M: '030 901821' })).toEqual({ P: '+4930901822' });
  });

  test('what finds no column is told', () => {
    const changes = { 'phones:+4930901822': true };
    expect(mapping.unplaced(changes, { P: '030 901820', M: '030 901821' })).toEqual(['phones:+4930901822']);
    expect(mapping.patch(changes, { P: '030 901820', M: '030 901821' })).toEqual({});
    expect(mapping.unplaced(changes, undefined)).toEqual([]);
  });
});

describe('sets in lists', () => {
  const mapping = mapped(`fields:
  emails: { path: 'mechs[type=email].value', new: { primary: false } }
  phones: 'mechs[type=phone|mobile].value'
  website: 'mechs[type=website].value'
  tags: 'labels[]'`);
  const current = {
    mechs: [
      { id: 1, type: 'email', value: 'Old@x.de', primary: true },
      { id: 2, type: 'mobile', value: '0171 1234567' },
      { id: 3, type: 'website', value: 'x.de' },
    ],
    labels: ['VIP', 'export'],
  };

  test('the whole list is written, other elements untouched and in order', () => {
    expect(mapping.patch({ 'emails:new@x.de': true, 'emails:old@x.de': null }, current)).toEqual({
      mechs: [current.mechs[1], current.mechs[2], { type: 'email', primary: false, value: 'new@x.de' }],
    });
  });

  test('several fields of one list are written together', () => {
    expect(mapping.patch({ 'emails:new@x.de': true, 'phones:+491711234567': null, website: null }, current)).toEqual({
      mechs: [current.mechs[0], { type: 'email', primary: false, value: 'new@x.de' }],
    });
  });

  test('a list of plain values keeps its spelling', () => {
    expect(mapping.patch({ 'tags:new': true, 'tags:export': null }, current)).toEqual({ labels: ['VIP', 'new'] });
  });

  test('a new record gets the list', () => {
    expect(mapping.patch({ 'phones:+491711234567': true, website: 'https://x.de' }, undefined)).toEqual({
      mechs: [
        { type: 'website', value: 'https://x.de' },
        { type: 'phone', value: '+491711234567' },
      ],
    });
  });
});

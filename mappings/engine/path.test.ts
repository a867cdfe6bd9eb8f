import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/model/json.ts';
import { listStepOf, type Path, parsePath } from './path.ts';
import { listReaderOf, readerOf } from './path-read.ts';
import { type Draft, type ElementRule, writeAt } from './path-write.ts';

const pathOf = (text: string): Path => {
  const path = parsePath(text);
  if (!path.ok) throw new Error(path.error.en);
  return path.value;
};

const party: JsonObject = {
  name: 'ACME',
  'Legal name': 'ACME GmbH',
  'a.b': { c: 1 },
  address: { city: 'Berlin', geo: { lat: 52 } },
  tags: ['vip', 'export'],
  mechs: [
    { id: 1, type: 'email', value: 'a@x.de' },
    { id: 2, type: 'phone', value: '1' },
    { id: 3, type: 'email', value: 'b@x.de' },
    { id: 4, type: 'mobile', value: '2' },
  ],
};

describe('reading', () => {
  test.each([
    ['name', 'ACME'],
    ['Legal name', 'ACME GmbH'],
    ['"a.b".c', 1],
    ['address.geo.lat', 52],
    ['tags[0]', 'vip'],
    ['tags[-1]', 'export'],
    ['mechs[1].value', '1'],
    ['mechs[type=email].value', 'a@x.de'],
    ['mechs[type=mobile|phone].id', 2],
    ['address.nothing.there', undefined],
    ['name.length', undefined],
    ['mechs[9].value', undefined],
    ['toString', undefined],
    ['address.hasOwnProperty', undefined],
  ])('%s finds %j', (text, expected) => {
    expect(readerOf(pathOf(text).steps)(party)).toEqual(expected);
  });

  test('all elements that fit are read in order', () => {
    expect(listReaderOf(pathOf('mechs[type=email].value'))(party)).toEqual(['a@x.de', 'b@x.de']);
    expect(listReaderOf(pathOf('tags[]'))(party)).toEqual(['vip', 'export']);
    expect(listReaderOf(pathOf('tags'))(party)).toEqual(['vip', 'export']);
    expect(listReaderOf(pathOf('name'))(party)).toEqual(['ACME']);
    expect(listReaderOf(pathOf('mechs[type=fax].value'))(party)).toEqual([]);
  });
});

describe('parsing', () => {
  test.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[x]', 'a[]b', '[0]', 'a[][].b', 'a.__proto__.b', 'constructor', 'a[prototype=1].b', '""', `${'a.'.repeat(17)}b`])(
    '%j is refused',
    (text) => {
      expect(parsePath(text).ok).toBe(false);
    },
  );

  test('the list step is found', () => {
    expect(listStepOf(pathOf('a.b[type=x].c'))).toBe(2);
    expect(listStepOf(pathOf('a.b[0].c'))).toBe(-1);
  });
});

describe('writing', () => {
  const write = (text: string, value: string | null, current: JsonObject | undefined, rule: Partial<ElementRule> = {}) => {
    const draft: Draft = {};
    writeAt(draft, current, pathOf(text).steps, value, { extra: {}, removeWhenCleared: false, ...rule });
    return draft;
  };

  test('nested objects are partial', () => {
    expect(write('address.city', 'Hamburg', party)).toEqual({ address: { city: 'Hamburg' } });
  });

  test('lists are whole: the other elements stay as they are', () => {
    expect(write('mechs[type=phone].value', '9', party)).toEqual({
      mechs: [{ id: 1, type: 'email', value: 'a@x.de' }, { id: 2, type: 'phone', value: '9' }, ...(party['mechs'] as JsonObject[]).slice(2)],
    });
    expect((party['mechs'] as JsonObject[])[1]).toEqual({ id: 2, type: 'phone', value: '1' });
  });

  test('an element that is missing is made with its selecting key and what `new` says', () => {
    expect(write('mechs[type=fax|telefax].value', '5', undefined, { extra: { primary: false } })).toEqual({ mechs: [{ type: 'fax', primary: false, value: '5' }] });
    expect(write('list[0].city', 'Berlin', {})).toEqual({ list: [{ city: 'Berlin' }] });
  });

  test('clearing empties the value, or takes the element out where the value is all that is mapped of it', () => {
    expect(write('mechs[type=phone].value', null, { mechs: [{ type: 'phone', value: '1' }] })).toEqual({ mechs: [{ type: 'phone', value: null }] });
    expect(write('mechs[type=phone].value', null, { mechs: [{ type: 'phone', value: '1' }] }, { removeWhenCleared: true })).toEqual({ mechs: [] });
    expect(
      write(
        'mechs[type=phone].value',
        null,
        {
          mechs: [
            { type: 'phone', value: '1' },
            { type: 'fax', value: '2' },
            { type: 'phone', value: '3' },
          ],
        },
        { removeWhenCleared: true },
      ),
    ).toEqual({ mechs: [{ type: 'fax', value: '2' }] });
    expect(write('mechs[type=phone].value', null, { mechs: [] })).toEqual({ mechs: [] });
  });

  test('objects below a list element keep what is not written', () => {
    expect(write('list[0].geo.lat', '1', { list: [{ geo: { lat: '0', lon: '7' }, city: 'B' }] })).toEqual({ list: [{ geo: { lat: '1', lon: '7' }, city: 'B' }] });
  });

  test('two fields that write through one list both arrive', () => {
    const draft: Draft = {};
    const rule = { extra: {}, removeWhenCleared: false };
    writeAt(draft, party, pathOf('mechs[type=phone].value').steps, '9', rule);
    writeAt(draft, party, pathOf('mechs[type=mobile].value').steps, '8', rule);
    expect((draft['mechs'] as JsonObject[]).map((mech) => mech['value'])).toEqual(['a@x.de', '9', 'b@x.de', '8']);
  });
});

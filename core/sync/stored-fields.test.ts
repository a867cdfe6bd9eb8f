import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assertion, Cell, Intent, IntentField } from './record.ts';
import type { Stamp } from './stamp.ts';
import { cellsOf, loadAssertions, loadCells, loadIntent, storeAssertions, storeCells, storeIntent, toldByAssertions } from './stored-fields.ts';

const own = 'crm/customers/1';
/** As a store gives it back. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const plain = <T>(fields: Readonly<Record<string, T>>): Record<string, T> => ({ ...fields });

const stamp: fc.Arbitrary<Stamp> = fc.constantFrom({ at: 0, ref: '' }, { at: 7, ref: own }, { at: 8, ref: own }, { at: 7, ref: 'erp/customers/2' });
const raw = fc.constantFrom<Assertion['raw']>(null, true, '', 'Ada', 7, { street: 'Hauptstraße 1' });
/** Few names and few values, so that neighbours often share what is told once. */
const named = <T>(value: fc.Arbitrary<T>) => fc.dictionary(fc.constantFrom('name', 'city', 'note', 'tags:vip', 'emails:a@b.example', '0', '12'), value, { maxKeys: 6 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const without = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const assertion = fc
  .record({ raw, stamp, prev: fc.constantFrom(null, 'before', undefined), synced: stamp, to: maybe(fc.constantFrom('o_1', 'o_2')) })
  .map(({ prev, ...a }) => ({ ...(without(a) as Omit<Assertion, 'prev'>), prev }));
const tries = fc.record({ raw, stamp, acked: fc.constantFrom(1, 2) });
const doubt = fc.record({ sent: raw, sentStamp: stamp, seen: raw, prev: maybe(fc.constant(null)), stamp, intentId: fc.constant('i1') }).map(without);
const park = fc.record({ raw, mapping: fc.constant('m1'), why: fc.constantFrom('refused', 'contested') });
const cell = fc.oneof(
  fc
    .record({ stamp, synced: stamp, sent: maybe(raw), stored: maybe(raw), unanswered: maybe(stamp), tries: maybe(tries), doubt: maybe(doubt), park: maybe(park) })
    .map((c) => without(c) as Cell),
  fc.record({ stamp, synced: stamp, value: raw }).map(({ value, ...c }): Cell => ({ ...c, sent: value, stored: value, tries: { raw: value, stamp: c.synced, acked: 1 } })),
);
const field = fc.record({ raw, stamp, probe: maybe(fc.constant(true as const)) }).map((f) => without(f) as IntentField);

test('fields come back as they were stored, whatever they have in common', () => {
  fc.assert(
    fc.property(named(assertion), named(cell), (assertions, cells) => {
      expect(plain(loadAssertions(stored(storeAssertions(assertions, own)), own))).toStrictEqual(plain(assertions));
      expect(plain(loadCells(stored(storeCells(cells, own)), own))).toEqual(cells);
    }),
  );
  fc.assert(
    fc.property(named(field), maybe(named(raw)), fc.boolean(), (fields, answer, asSent) => {
      const sent = Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.raw]));
      const intent = without({ id: 'i1', kind: 'write', fields, deadline: 9, outcome: 'acked', stored: asSent ? sent : answer }) as Intent;
      const back = loadIntent(stored(storeIntent(intent, own)), own);
      expect({ ...back, fields: plain(back.fields), ...(back.stored === undefined ? {} : { stored: plain(back.stored) }) }).toEqual(intent);
    }),
  );
});

test('cells that say what their assertions say are not stored, and are there again', () => {
  fc.assert(
    fc.property(named(assertion), named(cell), (assertions, cells) => {
      expect(toldByAssertions(cellsOf(assertions), assertions)).toBe(true);
      if (toldByAssertions(cells, assertions)) expect(plain(cellsOf(assertions))).toEqual(cells);
    }),
  );
});

test('what neighbours have in common is told once', () => {
  const said = (value: string | true, at: number): Assertion => ({ raw: value, stamp: { at, ref: own }, prev: null, synced: { at: 0, ref: '' } });
  expect(storeAssertions({ name: said('Ada', 1_700), city: said('Bern', 1_700), 'tags:vip': said(true, 1_800) }, own)).toEqual([
    [['name', 'city'], ['Ada', 'Bern'], 1_700],
    [['tags:vip'], [true], 1_800],
  ]);
  const landed = (value: string): Cell => {
    const from = { at: 1_700, ref: 'erp/customers/2' };
    return { stamp: from, synced: from, sent: value, stored: value, tries: { raw: value, stamp: from, acked: 1 } };
  };
  expect(storeCells({ name: landed('Ada'), city: landed('Bern') }, own)).toEqual([
    [
      ['name', 'city'],
      [1_700, 'erp/customers/2'],
      [1_700, 'erp/customers/2'],
      ['Ada', 'Bern'],
    ],
  ]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Raw } from '../../core/ports/mapping.ts';
import { canonicalRecord } from './examples.ts';
import { mapped } from './testing/mapped.ts';

const mapping = mapped(
  `defaults: { decimal: de, dates: [dd.MM.yyyy, yyyy-MM-dd], currency: EUR }
fields:
  number: No
  reference: { path: Ref, equal: folded }
  customer: { path: customer.id, reference: customers }
  currency: Currency
  issued: Issued
  due: { path: 'dates[kind=due].day' }
  total: { path: [Amount, Currency2], as: money }
  tax: Tax
  status: { path: State, as: { lookup: { D: draft, O: open, P: paid, X: cancelled } } }
  note: memo.text`,
  'invoice',
);
const sets = mapped(`fields:
  emails: { path: [M1, M2], split: ';' }
  phones: 'mechs[type=phone].value'
  tags: 'labels[]'`);

const blank = fc.constantFrom(null, '', ' ');
const text = fc.oneof(blank, fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 8 }));
const amount = fc.oneof(blank, fc.constantFrom('1.234,50', '0,5', '-7', '660.508,40', 'twelve', '1,2,3'), fc.integer({ min: -1000, max: 1000 }));
const day = fc.oneof(blank, fc.constantFrom('31.03.2026', '2026-02-28', '30.02.2026', 'soon'));
const anything = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>);

const invoice = fc.record({
  No: text,
  Ref: text,
  customer: fc.oneof(fc.record({ id: fc.oneof(text, fc.integer()) }), anything),
  Currency: fc.oneof(blank, fc.constantFrom('EUR', 'rmb', '€', 'XQQ')),
  Issued: day,
  dates: fc.oneof(fc.array(fc.record({ kind: fc.constantFrom('due', 'paid'), day })), anything),
  Amount: amount,
  Currency2: fc.oneof(blank, fc.constantFrom('EUR', 'JPY')),
  Tax: amount,
  State: fc.oneof(blank, fc.constantFrom('D', 'O', 'p', 'Q')),
  memo: fc.oneof(fc.record({ text }), anything),
}) as fc.Arbitrary<JsonObject>;

const email = fc.constantFrom('a@x.de', 'B@x.de', 'c@X.de', 'none', '');
const phone = fc.constantFrom('030 901820', '+49 30 901821', '+4930901820', 'call Bob', '');
const contacts = fc.record({
  M1: fc.array(email, { maxLength: 4 }).map((list) => list.join('; ')),
  M2: fc.array(email, { maxLength: 2 }).map((list) => list.join(';')),
  mechs: fc.array(fc.record({ type: fc.constantFrom('phone', 'fax'), value: phone, id: fc.nat() }), { maxLength: 5 }),
  labels: fc.array(fc.constantFrom('vip', 'VIP', ' export', ''), { maxLength: 4 }),
}) as fc.Arbitrary<JsonObject>;

/** What a target holds after a partial record was written to it: objects are merged, all else replaced. */
function merged(base: JsonObject, patch: JsonObject): JsonObject {
  const result: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    const held = result[key];
    const bothObjects = [held, value].every((part) => typeof part === 'object' && part !== null && !Array.isArray(part));
    result[key] = bothObjects ? merged(held as JsonObject, value as JsonObject) : value;
  }
  return result;
}

test('what is written for a canonical value equals the vendor form that it was read from', () => {
  fc.assert(
    fc.property(invoice, (record) => {
      const { fields } = mapping.read(record);
      for (const [name, raw] of Object.entries(fields)) {
        const written = mapping.raw(name, mapping.canon(name, raw));
        expect(written.ok).toBe(true);
        if (written.ok) expect([name, raw, written.raw, mapping.equal(name, raw, written.raw)]).toEqual([name, raw, written.raw, true]);
      }
    }),
    { numRuns: 500 },
  );
});

test('a reading names the canonical value of every field that holds one, and of no other', () => {
  fc.assert(
    fc.property(invoice, (record) => {
      const { fields, canonical } = mapping.read(record);
      const asked = Object.entries(fields).map(([name, raw]) => [name, mapping.canon(name, raw)] as const);
      expect(new Map(canonical)).toEqual(new Map(asked.filter(([, value]) => value !== null)));
    }),
    { numRuns: 500 },
  );
});

test('every mapped single field is either in the fields or in the problems, never in both', () => {
  fc.assert(
    fc.property(invoice, (record) => {
      const { fields, problems } = mapping.read(record);
      expect([...Object.keys(fields), ...problems.map((problem) => problem.field)].toSorted()).toEqual([...mapping.fields.keys()].toSorted());
    }),
  );
});

test('a record that was patched reads as the wanted values, and the other fields as before', () => {
  fc.assert(
    fc.property(invoice, invoice, fc.subarray([...mapping.fields.keys()]), (current, wanted, names) => {
      const before = mapping.read(current).fields;
      const target = mapping.read(wanted).fields;
      const changes: Record<string, Raw> = {};
      for (const name of names) if (Object.hasOwn(target, name)) changes[name] = target[name] as Raw;
      const after = mapping.read(merged(current, mapping.patch(changes, current))).fields;
      for (const name of Object.keys(changes)) expect([name, after[name]]).toEqual([name, changes[name]]);
      for (const name of Object.keys(before)) if (!Object.hasOwn(changes, name)) expect([name, after[name]]).toEqual([name, before[name]]);
    }),
    { numRuns: 500 },
  );
});

test('a patched record reads as the wanted sets; elements that were not asked about stay', () => {
  fc.assert(
    fc.property(contacts, contacts, (current, wanted) => {
      const before = canonicalRecord(sets, current);
      const goal = canonicalRecord(sets, wanted);
      const changes: Record<string, Raw> = {};
      for (const name of sets.fields.keys()) {
        for (const element of before[name] as string[]) if (!(goal[name] as string[]).includes(element)) changes[`${name}:${element}`] = null;
        for (const element of goal[name] as string[]) changes[`${name}:${element}`] = true;
      }
      const written = merged(current, sets.patch(changes, current));
      expect(canonicalRecord(sets, written)).toEqual(goal);
      const others = (record: JsonObject) => (record['mechs'] as JsonObject[]).filter((mech) => mech['type'] === 'fax' || mech['value'] === 'call Bob');
      expect(others(written)).toEqual(others(current));
    }),
    { numRuns: 500 },
  );
});

test('what is remembered between calls never shows: any order of questions gives the same answers', () => {
  const fresh = () => mapped('fields: { country: C, website: W }');
  const value = fc.constantFrom('DE', 'Germany', 'Atlantis', '', 'acme.de', 'x y', null);
  fc.assert(
    fc.property(fc.array(fc.record({ C: value, W: value }), { minLength: 1, maxLength: 8 }), (records) => {
      const long = fresh();
      for (const record of records) {
        expect(canonicalRecord(long, record)).toEqual(canonicalRecord(fresh(), record));
        expect(long.read(record).problems).toEqual(fresh().read(record).problems);
      }
    }),
    { numRuns: 30 },
  );
});

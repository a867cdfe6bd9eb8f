import { expect, test } from 'vitest';
import { testMapping, vendorRecord } from './examples.ts';
import { mapped } from './testing/mapped.ts';

const fields = "when: 'record.kind != \"x\"'\nfields: { name: A, country: C, tags: { path: T, split: ',' } }\nexamples:\n";

test.each([
  ['what is as expected passes', "- { given: { kind: a, A: ' x ', T: 'b,a' }, expect: { name: x, tags: [a, b], country: null } }", []],
  ['another value is told', '- { given: { kind: a, A: x }, expect: { name: y } }', ['name: expected "y", got "x"']],
  ['another set is told', "- { given: { kind: a, T: 'a,b' }, expect: { tags: [a] } }", ['tags: expected ["a"], got ["a","b"]']],
  ['an unexpected problem is told', '- { given: { kind: a, C: Atlantis } }', ['problems: expected [], got ["country"]']],
  ['an expected problem passes', '- { given: { kind: a, C: Atlantis }, problems: [country] }', []],
  ['a record that must be skipped but is not', '- { given: { kind: a }, accepts: false }', ['accepts: expected false, got true']],
  ['a record that is skipped as it must', '- { given: { kind: x }, accepts: false }', []],
  ['what is written back', "- { given: { kind: a, A: x, T: 'a,b' }, expect: { name: x, tags: [a, b] }, back: { A: x, T: 'a, b' } }", []],
  ['another vendor record', '- { given: { kind: a, A: x }, expect: { name: x }, back: { A: z } }', ['back: expected {"A":"z"}, got {"A":"x"}']],
  ['a field that the document does not have', '- { given: { kind: a }, expect: { note: x } }', ['note is not in this document']],
  ['a field that the type does not have', '- { given: { kind: a }, expect: { nmae: x } }', ['the type organization has no field nmae']],
])('%s', (_, example, expected) => {
  const [result] = testMapping(mapped(fields + example));
  expect(result?.differences.map((difference) => difference.message.en)).toEqual(expected);
  expect(result?.passed).toBe(expected.length === 0);
});

test('values that cannot be written are named', () => {
  const mapping = mapped('fields: { status: { path: S, as: { lookup: { A: active } } } }');
  expect(vendorRecord(mapping, { status: 'inactive' })).toEqual({ record: {}, problems: ['status'] });
});

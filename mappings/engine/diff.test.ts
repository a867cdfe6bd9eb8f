import { expect, test } from 'vitest';
import { diffMappings } from './diff.ts';
import { mapped } from './testing/mapped.ts';

test('fields that were added, removed and changed are named; the short form of a path is no change, nor are remarks and examples', () => {
  const before = mapped('about: old\nfields: { name: A, note: B, city: C }\ndefaults: { country: DE }');
  const after = mapped(
    'about: new\nfields: { name: { path: A }, city: { path: C, clears: yield }, street: S }\ndefaults: { country: CN }\nexamples: [{ given: { A: x }, expect: { name: x } }]',
  );
  expect(diffMappings(before.document, after.document).map(({ field, change }) => [field, change])).toEqual([
    ['defaults', 'changed'],
    ['city', 'changed'],
    ['note', 'removed'],
    ['street', 'added'],
  ]);
  expect(diffMappings(before.document, before.document)).toEqual([]);
});

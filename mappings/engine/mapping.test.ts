import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/model/json.ts';
import { canonicalRecord } from './examples.ts';
import { mapped } from './testing/mapped.ts';

describe('reading', () => {
  test('empty text, white space, null and a missing key are one thing', () => {
    const mapping = mapped('fields: { name: A, legalName: B, note: C, industry: D, tags: E }');
    expect({ ...mapping.read({ A: '', B: ' \u3000', C: null }).fields }).toEqual({ name: null, legalName: null, note: null, industry: null });
  });

  test('the vendor form is kept as it is; the canonical value is made from it', () => {
    const mapping = mapped('fields: { name: A }');
    const { fields } = mapping.read({ A: '  ACME ' });
    expect(fields['name']).toBe('  ACME ');
    expect(mapping.canon('name', fields['name'] ?? null)).toBe('ACME');
  });

  test('a value that cannot be understood is a problem, its field absent, and the others are read', () => {
    const mapping = mapped('fields: { name: A, country: B, website: C }');
    const { fields, problems } = mapping.read({ A: 'ACME', B: 'Atlantis', C: 'acme.de' });
    expect(Object.keys(fields).toSorted()).toEqual(['name', 'website']);
    expect(problems).toMatchObject([{ field: 'country', code: 'country.unknown' }]);
    expect(problems[0]?.message.zh).not.toContain('Atlantis');
  });

  test('members of a set are fields of their own; one that cannot be understood is a problem of the set', () => {
    const mapping = mapped("fields: { emails: { path: [A, B], split: ';' } }");
    const { fields, problems } = mapping.read({ A: 'X@a.de; x@A.de;none', B: 'y@a.de' });
    expect({ ...fields }).toEqual({ 'emails:x@a.de': true, 'emails:y@a.de': true });
    expect(problems).toMatchObject([{ field: 'emails', code: 'email.invalid' }]);
  });

  test('a field of several columns has the list of its parts as vendor form', () => {
    const mapping = mapped("fields: { name: { path: [first, last], as: { concat: { with: ' ', rest: first } } } }", 'person');
    const record = { first: 'Ann', last: 'Lee' };
    expect(mapping.read(record).fields['name']).toEqual(['Ann', 'Lee']);
    expect(canonicalRecord(mapping, record)).toEqual({ name: 'Ann Lee' });
    expect(mapping.read({ first: ' ', last: '' }).fields['name']).toBeNull();
    expect(mapping.equal('name', ['Ann', 'Maria Lee'], ['Ann Maria', 'Lee'])).toBe(true);
  });

  test('a default stands in for an empty cell in vendor form', () => {
    const mapping = mapped('fields: { status: { path: S, as: { lookup: { A: active, X: inactive } }, default: active } }');
    expect(mapping.read({}).fields['status']).toBe('A');
    expect(mapping.read({}).canonical.get('status')).toBe(mapping.canon('status', 'A'));
    expect(mapping.read({ S: 'X' }).fields['status']).toBe('X');
    expect(mapping.canon('status', 'A')).toBe('active');
  });

  test('a value that a table makes nothing of is empty', () => {
    const mapping = mapped('fields: { country: { path: C, as: { lookup: { table: { n/a: null, BRD: DE }, else: FR } } } }');
    expect([mapping.read({ C: 'n/a' }).fields['country'], mapping.read({ C: 'BRD' }).fields['country']]).toEqual([null, 'BRD']);
    expect(mapping.canon('country', 'x')).toBe('FR');
  });

  test('a record of another type is not accepted; one whose type cannot be told asserts nothing', () => {
    const mapping = mapped('when: \'record.kind == "company"\'\nfields: { name: A }');
    expect([mapping.accepts({ kind: 'company' }), mapping.accepts({ kind: 'person' }), mapping.accepts({})]).toEqual([true, false, true]);
    expect(mapping.read({ A: 'x' })).toMatchObject({ fields: {}, problems: [{ field: 'when', code: 'cel.error' }] });
  });

  test('references yield the id of the other record', () => {
    const mapping = mapped('fields: { worksAt: { path: company, reference: { stream: parties, numeric: true } } }', 'person');
    expect(mapping.fields.get('worksAt')).toMatchObject({ reference: { stream: 'parties' }, paths: ['company'] });
    expect(mapping.read({ company: 17 }).fields['worksAt']).toBe(17);
    expect(mapping.canon('worksAt', 17)).toBe('17');
    expect(mapping.raw('worksAt', '17')).toEqual({ ok: true, raw: 17 });
  });

  test('a set of more elements than anybody has is a problem, not a large record', () => {
    const mapping = mapped("fields: { tags: { path: T, split: ',' } }");
    expect(mapping.read({ T: Array.from({ length: 201 }, (_, i) => `t${i}`).join(',') })).toMatchObject({ problems: [{ field: 'tags', code: 'set.size' }] });
    expect(mapping.read({ T: 'x'.repeat(501) })).toMatchObject({ problems: [{ field: 'tags', code: 'set.element' }] });
  });
});

describe('hostile records', () => {
  test('keys that objects inherit are no values, and names of members reach no prototype', () => {
    const mapping = mapped("fields: { name: toString, note: hasOwnProperty, tags: { path: T, split: ',' } }");
    expect({ ...mapping.read({ T: '__proto__,constructor' } as JsonObject).fields }).toEqual({ name: null, note: null, 'tags:__proto__': true, 'tags:constructor': true });
    expect(mapping.patch({ 'tags:__proto__': true }, undefined)).toEqual({ T: '__proto__' });
    expect(({} as Record<string, unknown>)['tags:__proto__']).toBeUndefined();
  });

  test('values of any shape are problems at most', () => {
    const mapping = mapped("fields: { name: A, emails: { path: B, split: ';' }, phones: { path: 'C[]' }, country: D.e, taxId: { coalesce: [E, F] } }");
    for (const value of [[[]], { a: { b: [] } }, 1e308, -0, true, '\ud800', '\u0000', [null, [1], {}]]) {
      const record = { A: value, B: value, C: value, D: value, E: value, F: value } as JsonObject;
      expect(() => mapping.read(record)).not.toThrow();
      expect(() => mapping.patch({ name: 'x', 'emails:a@b.de': true, 'phones:+4930901820': true, country: 'DE', taxId: 'DE1234' }, record)).not.toThrow();
    }
  });
});

describe('versions', () => {
  test('a stored form that this version cannot understand is told, not read as empty', () => {
    const mapping = mapped('fields: { country: C }');
    expect(mapping.canon('country', 'Atlantis')).toBeNull();
    expect(mapping.problemOf('country', 'Atlantis')).toMatchObject({ field: 'country', code: 'country.unknown' });
    expect(mapping.problemOf('country', 'DE')).toBeUndefined();
    expect(mapping.problemOf('country', null)).toBeUndefined();
  });

  test('asking for a field that is not mapped is a bug', () => {
    const mapping = mapped('fields: { name: A }');
    expect(() => mapping.canon('country', 'DE')).toThrow(RangeError);
  });
});

describe('equality', () => {
  test.each([
    ['canonical', 'name', ' ACME', 'ACME', true],
    ['canonical', 'name', 'Acme', 'ACME', false],
    ['exact', 'name', ' ACME', 'ACME', false],
    ['trim', 'name', ' ACME', 'ACME', true],
    ['folded', 'name', 'ＡCME  gmbh', 'Acme GmbH', true],
    ['phone', 'name', '030 901820', '+49 30 901820', true],
    ['email', 'name', 'A@X.de', 'a@x.de', true],
    ['decimal', 'name', '1.50', '1.5', true],
    ['date', 'name', '2026-03-31 ', '2026-03-31', true],
    ['canonical', 'country', 'Germany', 'DE', true],
    ['canonical', 'country', 'Atlantis', 'Utopia', false],
    ['canonical', 'country', 'Atlantis', 'Atlantis', true],
  ])('by %s, %s %j and %j: %s', (equal, field, a, b, expected) => {
    const mapping = mapped(`fields: { ${field}: { path: A, equal: ${equal} } }`);
    expect(mapping.equal(field, a, b)).toBe(expected);
    expect(mapping.equal(field, b, a)).toBe(expected);
  });

  test('empty equals empty in every form, and nothing else', () => {
    const mapping = mapped('fields: { name: A, tags: B }');
    expect([
      mapping.equal('name', null, ''),
      mapping.equal('name', '  ', null),
      mapping.equal('name', null, 'x'),
      mapping.equal('tags:a', true, null),
      mapping.equal('tags:a', true, true),
    ]).toEqual([true, true, false, false, true]);
  });
});

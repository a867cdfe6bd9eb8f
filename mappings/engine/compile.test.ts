import { describe, expect, test } from 'vitest';
import { problemLine } from './check/problem.ts';
import { compileMapping, mappingVersion } from './compile.ts';
import { complaints } from './testing/mapped.ts';

describe('mistakes are told with line, code, field and suggestion', () => {
  test.each([
    ['an unknown key', 'fieldz: {}\nfields: { name: Company }', ['5:1 MAPPING_KEY_UNKNOWN fields']],
    ['an unknown field', 'fields:\n  name: Company\n  phonse: Phone', ['7:3 MAPPING_FIELD_UNKNOWN phonse phones']],
    ['an unknown key of a field', 'fields:\n  name: { pth: Company }', ['6:11 MAPPING_KEY_UNKNOWN name path']],
    ['an unknown transform', 'fields:\n  phones:\n    path: Phone\n    as: phones', ['8:5 MAPPING_VALUE phones phone']],
    ['an unknown transform with an argument', 'fields:\n  status: { path: S, as: { lokup: { A: active } } }', ['6:28 MAPPING_KEY_UNKNOWN status lookup']],
    ['a transform without its argument', 'fields:\n  status: { path: S, as: lookup }', ['6:22 MAPPING_TRANSFORM status']],
    ['a wrong argument', 'fields:\n  name: { path: S, as: { prefix: 5 } }', ['6:26 MAPPING_KIND name']],
    ['two transforms in one entry', 'fields:\n  name: { path: S, as: { prefix: a, suffix: b } }', ['6:20 MAPPING_TRANSFORM name']],
    ['a wrong kind of value', 'fields:\n  name: 5', ['6:3 MAPPING_KIND name']],
    ['a path that cannot be read', 'fields:\n  name: { path: "a..b" }', ['6:11 MAPPING_PATH name']],
    ['a path through two lists that is written', 'fields:\n  name: { path: "a[0].b[1]" }', ['6:11 MAPPING_PATH name']],
    ['a hostile path', 'fields:\n  name: __proto__.x', ['6:9 MAPPING_PATH name']],
    ['a hostile key', 'fields:\n  __proto__: Company', ['6:3 YAML_KEY_FORBIDDEN']],
    ['no source', 'fields:\n  name: { clears: yield }', ['6:3 MAPPING_SOURCE name', '6:3 MAPPING_ONE_WAY name']],
    ['two sources', 'fields:\n  name: { path: A, coalesce: [B] }', ['6:20 MAPPING_SOURCE name']],
    ['several paths without a joining transform', 'fields:\n  name: { path: [A, B] }', ['6:11 MAPPING_PARTS name']],
    ['a transform without a way back', "fields:\n  name: { path: A, as: { split: { on: ' ', take: 0 } } }", ['6:3 MAPPING_ONE_WAY name']],
    ['CEL without a way back', 'fields:\n  name: { path: A, cel: \'value + "x"\' }', ['6:3 MAPPING_ONE_WAY name']],
    ['CEL that is wrong', "fields:\n  name: { cel: 'record.' }", ['6:11 MAPPING_CEL name']],
    ['a condition that is wrong', "when: '1 +'\nfields: { name: A }", ['5:1 MAPPING_WHEN']],
    ['split on a single value', 'fields:\n  name: { path: A, split: ";" }', ['6:20 MAPPING_SET name']],
    ['a default of a set', 'fields:\n  tags: { path: A, default: x }', ['6:20 MAPPING_SET tags']],
    ['a default that is no canonical value', 'fields:\n  country: { path: A, default: Atlantis }', ['6:23 MAPPING_DEFAULT country']],
    ['a reference without its stream', 'fields:\n  parent: Parent', ['6:3 MAPPING_REFERENCE parent']],
    ['a reference on a field that names nothing', 'fields:\n  name: { path: A, reference: customers }', ['6:20 MAPPING_REFERENCE name']],
    ['two fields on one path', 'fields:\n  name: A\n  legalName: A', ['7:14 MAPPING_PATH_TWICE legalName']],
    ['a two-digit year', 'defaults: { dates: [dd.MM.yy] }\nfields: { name: A }', ['5:13 MAPPING_VALUE']],
    ['an unknown zone', 'defaults: { zone: Europe/Atlantis }\nfields: { name: A }', ['5:13 MAPPING_VALUE']],
    ['a wrong path in create', 'create: { "a..b": 1 }\nfields: { name: A }', ['5:11 MAPPING_CREATE']],
    ['broken YAML', 'fields: { name: A', ['5:18 YAML_SYNTAX']],
    ['a key that is there twice', 'fields:\n  name: A\n  name: B', ['7:3 YAML_SYNTAX']],
    ['no fields at all', 'about: x', ['1:1 MAPPING_MISSING']],
  ])('%s', (_, body, expected) => {
    expect(complaints(body)).toEqual(expected);
  });

  test('all mistakes come at once, in the order of the lines', () => {
    expect(complaints('fields:\n  nmae: A\n  phones: { path: "a..b" }\n  status: { path: S, as: lookup }')).toHaveLength(3);
  });

  test('an unknown type is told with the nearest known one', () => {
    expect(complaints('fields: { name: A }', 'organisation')).toEqual(['2:1 MAPPING_VALUE organization']);
  });

  test('a problem reads as one line in both languages', () => {
    const result = compileMapping({ text: 'name: a/b\ntype: person\nconnector: x\nstream: y\nfields: { emial: A }', file: 'm.yaml' });
    expect(result.ok ? [] : result.error.map((p) => [problemLine(p, 'en'), problemLine(p, 'zh')])).toEqual([
      ['m.yaml:5:11 field emial: the type person has no field emial Did you mean emails?', 'm.yaml:5:11 字段 emial: 类型 person 没有字段 emial 是否想写 emails？'],
    ]);
  });
});

describe('hostile documents', () => {
  test('aliases that expand without end are refused', () => {
    const bomb = `name: a/b\ntype: person\nconnector: x\nstream: y\nabout: &a [x,x,x,x,x,x,x,x,x,x]\nexamples: [${'*a,'.repeat(500)}*a]\nfields: { name: A }`;
    expect(compileMapping({ text: bomb, file: 'm.yaml' }).ok).toBe(false);
  });

  test('a document of a size that no stream needs is refused', () => {
    expect(compileMapping({ text: `# ${'x'.repeat(300_000)}`, file: 'm.yaml' })).toMatchObject({ ok: false, error: [{ code: 'DOCUMENT_TOO_LARGE' }] });
  });

  test('tags and other YAML tricks make no objects', () => {
    expect(compileMapping({ text: 'name: !!js/function "x"', file: 'm.yaml' }).ok).toBe(false);
    expect(compileMapping({ text: '- 1', file: 'm.yaml' }).ok).toBe(false);
    expect(compileMapping({ text: '', file: 'm.yaml' }).ok).toBe(false);
  });
});

test('the version is that of the text, whatever its line ends', () => {
  expect(mappingVersion('a\nb')).toMatch(/^[0-9a-f]{12}$/);
  expect(mappingVersion('\uFEFFa\r\nb')).toBe(mappingVersion('a\nb'));
  expect(mappingVersion('a\nc')).not.toBe(mappingVersion('a\nb'));
});

import { describe, expect, test } from 'vitest';
import { problemLine } from './check/problem.ts';
import { compileMapping, mappingVersion } from './compile.ts';
import { complaints } from './testing/mapped.ts';

describe('mistakes are told with line, code, field and suggestion', () => {
  test.each([
    ['an unknown key', 'fieldz: {}\nfields: { name: Company }', ['5:1 document.unknownKey fields']],
    ['an unknown field', 'fields:\n  name: Company\n  phonse: Phone', ['7:3 field.unknown phonse phones']],
    ['an unknown key of a field', 'fields:\n  name: { pth: Company }', ['6:11 document.unknownKey name path']],
    ['an unknown transform', 'fields:\n  phones:\n    path: Phone\n    as: phones', ['8:5 document.value phones phone']],
    ['an unknown transform with an argument', 'fields:\n  status: { path: S, as: { lokup: { A: active } } }', ['6:28 document.unknownKey status lookup']],
    ['a transform without its argument', 'fields:\n  status: { path: S, as: lookup }', ['6:22 field.transform status']],
    ['a wrong argument', 'fields:\n  name: { path: S, as: { prefix: 5 } }', ['6:26 document.kind name']],
    ['two transforms in one entry', 'fields:\n  name: { path: S, as: { prefix: a, suffix: b } }', ['6:20 field.transform name']],
    ['a wrong kind of value', 'fields:\n  name: 5', ['6:3 document.kind name']],
    ['a path that cannot be read', 'fields:\n  name: { path: "a..b" }', ['6:11 field.path name']],
    ['a hostile path', 'fields:\n  name: __proto__.x', ['6:3 field.path name']],
    ['a hostile key', 'fields:\n  __proto__: Company', ['6:3 document.unknownKey']],
    ['no source', 'fields:\n  name: { clears: yield }', ['6:3 field.source name', '6:3 field.oneWay name']],
    ['two sources', 'fields:\n  name: { path: A, coalesce: [B] }', ['6:20 field.source name']],
    ['several paths without a joining transform', 'fields:\n  name: { path: [A, B] }', ['6:11 field.parts name']],
    ['a transform without a way back', "fields:\n  name: { path: A, as: { split: { on: ' ', take: 0 } } }", ['6:3 field.oneWay name']],
    ['CEL without a way back', 'fields:\n  name: { path: A, cel: \'value + "x"\' }', ['6:3 field.oneWay name']],
    ['CEL that is wrong', "fields:\n  name: { cel: 'record.' }", ['6:11 field.cel name']],
    ['a condition that is wrong', "when: '1 +'\nfields: { name: A }", ['5:1 document.when']],
    ['split on a single value', 'fields:\n  name: { path: A, split: ";" }', ['6:20 field.set name']],
    ['a default of a set', 'fields:\n  tags: { path: A, default: x }', ['6:20 field.set tags']],
    ['a default that is no canonical value', 'fields:\n  country: { path: A, default: Atlantis }', ['6:23 field.default country']],
    ['a reference without its stream', 'fields:\n  parent: Parent', ['6:3 field.reference parent']],
    ['a reference on a field that names nothing', 'fields:\n  name: { path: A, reference: customers }', ['6:20 field.reference name']],
    ['two fields on one path', 'fields:\n  name: A\n  legalName: A', ['7:3 field.samePath legalName']],
    ['a two-digit year', 'defaults: { dates: [dd.MM.yy] }\nfields: { name: A }', ['5:13 document.value']],
    ['an unknown zone', 'defaults: { zone: Europe/Atlantis }\nfields: { name: A }', ['5:13 document.value']],
    ['a wrong path in create', 'create: { "a..b": 1 }\nfields: { name: A }', ['5:11 document.create']],
    ['broken YAML', 'fields: { name: A', ['5:18 yaml.syntax']],
    ['a key that is there twice', 'fields:\n  name: A\n  name: B', ['7:3 yaml.syntax']],
    ['no fields at all', 'about: x', ['1:1 document.missing']],
  ])('%s', (_, body, expected) => {
    expect(complaints(body)).toEqual(expected);
  });

  test('all mistakes come at once, in the order of the lines', () => {
    expect(complaints('fields:\n  nmae: A\n  phones: { path: "a..b" }\n  status: { path: S, as: lookup }')).toHaveLength(3);
  });

  test('an unknown type is told with the nearest known one', () => {
    expect(complaints('fields: { name: A }', 'organisation')).toEqual(['2:1 document.value organization']);
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
    expect(compileMapping({ text: `# ${'x'.repeat(300_000)}`, file: 'm.yaml' })).toMatchObject({ ok: false, error: [{ code: 'document.size' }] });
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

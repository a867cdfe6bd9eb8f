import { describe, expect, it } from 'vitest';
import { RefusedFile } from '../../model/refusal.ts';
import { textAt } from './element.ts';
import { parseXml } from './parse.ts';

function refusalOf(source: string): string {
  try {
    parseXml(source);
  } catch (error) {
    if (error instanceof RefusedFile) return `${error.refusal.code}:${error.refusal.line ?? ''}`;
    throw error;
  }
  return 'read';
}

describe('parseXml', () => {
  it('drops prefixes, reads attributes, entities, CDATA and comments', () => {
    const root = parseXml(`<?xml version="1.0"?>\n<a:r x='1' y="&lt;2&gt;"><!-- <no> --><b>A &amp; B &#x4e2d;</b><c><![CDATA[1 < 2]]></c><d/></a:r>`);
    expect(root.name).toBe('r');
    expect(root.attributes.get('y')).toBe('<2>');
    expect(textAt(root, 'b')).toBe('A & B 中');
    expect(textAt(root, 'c')).toBe('1 < 2');
    expect(textAt(root, 'd')).toBeUndefined();
    expect(root.children.map((c) => c.line)).toEqual([2, 2, 2]);
  });

  it.each([
    ['<a>\n<b></a>', 'malformed:2'],
    ['<a>\n<b>', 'truncated:2'],
    ['<a><b attr="', 'truncated:1'],
    ['<a/><b/>', 'malformed:1'],
    ['<a>&nope;</a>', 'malformed:1'],
    ['<!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>', 'entity_declared:1'],
    ['no xml', 'malformed:1'],
    ['<a>'.repeat(200), 'too_deep:1'],
  ])('refuses %j by name and line', (source, code) => {
    expect(refusalOf(source)).toBe(code);
  });

  it('skips a DOCTYPE that only names a DTD', () => {
    expect(parseXml('<!DOCTYPE R SYSTEM "r.dtd"><R><A>1</A></R>').name).toBe('R');
  });
});

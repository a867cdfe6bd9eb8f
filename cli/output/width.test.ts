import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { painter } from './paint.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';
import { clip, pad, widthOf } from './width.ts';

describe('the width of a text on a terminal', () => {
  it.each([
    ['abc', 3],
    ['Müller', 6],
    ['Mu\u0308ller', 6],
    ['上海晨光', 8],
    ['ＡＢＣ', 6],
    ['ｱｲｳ', 3],
    ['한국', 4],
    ['👩‍💻', 2],
    ['é🙂', 3],
    ['\u001b[31mred\u001b[39m', 3],
  ])('of %s is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('is what padding and clipping keep to, for any text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'é', '上', 'Ａ', '🙂', ' ', 'ｱ', '한') });
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 30 }), (text, columns) => {
        expect(widthOf(clip(text, columns))).toBeLessThanOrEqual(columns);
        expect(widthOf(pad(clip(text, columns), columns))).toBe(columns);
      }),
    );
  });
});

describe('a table', () => {
  const head = [
    { title: 'NAME', grow: true as const },
    { title: 'N', align: 'right' as const },
  ];

  it('aligns wide characters', () => {
    const lines = table(
      head,
      [
        ['上海晨光', '7'],
        ['Acme', '12'],
      ],
      { columns: undefined, paint: painter(false) },
    );
    expect(lines).toEqual(['NAME       N', '上海晨光   7', 'Acme      12']);
  });

  it('becomes a block for each row when the terminal is narrower than the narrowest table', () => {
    const head = [{ title: 'ROUTE' }, { title: 'TO' }, { title: 'DELIVERED', grow: true as const }, { title: 'WAITING', align: 'right' as const }];
    const rows = [['customers-to-erp', 'erp.customers', '3 created · 2 updated', '0']];
    const lines = table(head, rows, { columns: 40, paint: painter(false) });
    expect(lines).toEqual(['customers-to-erp', '  TO erp.customers', '  DELIVERED 3 created · 2 updated', '  WAITING 0']);
    expect(table(head, rows, { columns: 70, paint: painter(false) })).toHaveLength(2);
  });

  it('cuts the growing column when the terminal is narrow, and colours only the text', () => {
    const paint = painter(true);
    const lines = table(head, [[{ text: '上海晨光贸易有限公司', paint: paint.red }, '7']], { columns: 16, paint });
    expect(lines[1]).toBe('\u001b[31m上海晨光贸易…\u001b[39m  7');
    expect(widthOf(lines[1] as string)).toBeLessThanOrEqual(16);
  });
});

describe('a value from a source', () => {
  it('cannot write to the terminal', () => {
    expect(printable('a\u001b[2Jb\u0007\u202Ec')).toBe('a␛[2Jb␇‹202E›c');
    expect(printable('Street 1\nCity')).toBe('Street 1 ⏎ City');
  });
});

import { describe, expect, it } from 'vitest';
import { scoredResolver } from './scored.ts';
import { dedupe } from './table/dedupe.ts';
import type { Table } from './table/table.ts';

const options = { type: 'person', country: 'US' } as const;

function together(table: Table): number[][] {
  const found = new Map<string, number[]>();
  for (const row of dedupe(table, options).rows) found.set(row.entity, [...(found.get(row.entity) ?? []), row.row]);
  return [...found.values()].filter((rows) => rows.length > 1);
}

describe('bad input', () => {
  it('does not take empty names, "test test" or N/A for somebody', () => {
    const rows = [
      ['', ''],
      ['', ''],
      ['test test', ''],
      ['Test Test', ''],
      ['N/A', 'n/a'],
      ['N/A', 'n/a'],
      ['-', '-'],
    ];
    expect(together({ headers: ['name', 'email'], rows })).toEqual([]);
  });

  it('keeps 5,000 people with one e-mail apart, at the price of a few reads each', () => {
    const syllables = ['ba', 'co', 'di', 'fu', 'ga', 'ho', 'ki', 'lu', 'ma', 'no', 'pe', 'qua', 'ri', 'so', 'ta', 've', 'wi', 'xo', 'ya', 'ze'];
    const word = (n: number): string => [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400) % 20].map((d) => syllables[d]).join('');
    const rows = Array.from({ length: 5000 }, (_, i) => [`${word(i * 1237)} ${word(i * 3571 + 11)}`, 'office@bigfirm.example.com']);
    const result = dedupe({ headers: ['name', 'email'], rows }, options);
    expect(result.entities).toBeGreaterThan(4800);
    expect(result.reads.entities).toBeLessThan(5);
  });

  it('reads a file of 300 columns', () => {
    const headers = ['full name', 'e-mail', ...Array.from({ length: 298 }, (_, i) => `attribute ${i}`)];
    const row = (name: string): string[] => [name, 'grace.hopper@navy.example.com', ...Array.from({ length: 298 }, (_, i) => `v${i}`)];
    const result = dedupe({ headers, rows: [row('Grace Hopper'), row('Grace Hoper')] }, options);
    expect(result.entities).toBe(1);
    expect(result.columns.length).toBeLessThanOrEqual(40);
  });

  it('survives direction marks, emoji, control characters, broken encodings and names of 10,000 characters', () => {
    const names = ['\u202Eנועה לוי\u202C', '😀😀', '\u0000\u0001', 'Ãƒâ€žrger', 'x'.repeat(10_000), 'Zo\u0065\u0308 Kravitz', '\uD800'];
    const result = dedupe(
      {
        headers: ['name', 'email'],
        rows: names.flatMap((n) => [
          [n, ''],
          [n, ''],
        ]),
      },
      options,
    );
    expect(result.rows).toHaveLength(14);
    expect(result.rows.every((r) => r.entity.startsWith('p_'))).toBe(true);
  });

  it('reads accents, full width and invisible marks as the same name', () => {
    const rows = [
      ['Zoë Kravítz', 'z.kravitz@film.example.org'],
      ['ＺＯＥ\u200F KRAVITZ', 'Z.Kravitz@film.example.org'],
    ];
    expect(together({ headers: ['name', 'email'], rows })).toEqual([[1, 2]]);
  });

  it('says which columns there are when one is not', () => {
    expect(() => dedupe({ headers: ['name'], rows: [['a']] }, { ...options, truth: 'cluster' })).toThrow(/there is no column "cluster"; the columns are: name/);
    expect(() => dedupe({ headers: ['name'], rows: [['a']] }, { ...options, columns: { email: 'mail' } })).toThrow(/no column "mail"/);
  });

  it('takes short and overlong rows as they are', () => {
    expect(dedupe({ headers: ['name', 'email'], rows: [['Ann Lee'], [], ['Bob', 'b@x.org', 'extra']] }, options).rows).toHaveLength(3);
  });
});

describe('characters outside the basic plane', () => {
  const names = ['𠮷野家商贸', '陈🙂 1', '上海𠮷', '🙂🙂🙂🙂🙂🙂', 'Bakery🙂🙂 am Tor', 'a🙂'];
  it.each(names.flatMap((name) => [['organization', name] as const, ['person', name] as const]))('never leave half of one in a key: %s %s', (type, name) => {
    const fields = new Map(['name', 'familyName', 'givenName', 'city', 'birthPlace'].map((field) => [field, name]));
    const { keys, signature } = scoredResolver().features(type, fields.set('street', `${name} 1`).set('birthday', '1970-01-01'), { country: 'CN' });
    expect(keys.length).toBeGreaterThan(0);
    expect([...keys, JSON.stringify(signature)].filter((text) => !text.isWellFormed() || /\\ud[89a-f]/.test(text))).toEqual([]);
  });
});

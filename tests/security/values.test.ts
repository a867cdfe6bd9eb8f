import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonObject, parseJson } from '../../core/model/json.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';

const compiled = (fields: string, type = 'invoice') => {
  const made = compileMapping({
    text: `name: t/t\ntype: ${type}\nconnector: t\nstream: t\ndefaults: { dates: [yyyy-MM-dd] }\nfields:\n${fields}`,
    file: 't.yaml',
    country: 'DE',
    zone: 'UTC',
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
};

const invoice = compiled('  number: number\n  issued: issued\n  total: { path: [total, currency], direction: in }\n');
const good = { number: 'R-1', issued: '2026-01-02', total: '10.00', currency: 'EUR' };
const problems = (record: unknown): (readonly string[])[] => invoice.read(record as JsonObject).problems.map(({ field, code }) => [field, code]);

describe('a hostile value', () => {
  it.each<[string, string, unknown, string]>([
    ['NaN as text', 'total', 'NaN', 'decimal.format'],
    ['NaN', 'total', Number.NaN, 'decimal.precision'],
    ['a number beyond all numbers', 'total', parseJson('1e400'), 'decimal.precision'],
    ['the same as text', 'total', '1e400', 'decimal.format'],
    ['a hexadecimal number', 'total', '0x10', 'decimal.format'],
    ['separators of thousands that were not declared', 'total', '660,508.40', 'decimal.format'],
    ['more digits than the currency has', 'total', '10.005', 'money.digits'],
    ['more digits than money has', 'total', '9'.repeat(40), 'decimal.format'],
    ['half a surrogate pair', 'number', 'a\ud800b', 'text.characters'],
    ['NUL', 'number', 'a\0b', 'text.characters'],
    ['a turn of the reading direction', 'number', 'R\u202egpj.exe', 'text.characters'],
    ['an isolate that is never closed', 'number', '\u2066R', 'text.characters'],
    ['text without end', 'number', 'x'.repeat(300_000), 'text.length'],
    ['an object', 'number', { toString: 'R-1' }, 'text.shape'],
    ['a year of two digits', 'issued', '26-01-02', 'date.format'],
    ['no day at all', 'issued', '0000-00-00', 'date.absent'],
    ['a day that does not exist', 'issued', '2026-02-30', 'date.absent'],
    ['a year of five digits', 'issued', '99999-01-01', 'date.format'],
  ])('%s is refused with its field, and the other fields are read', (_, field, value, code) => {
    const read = invoice.read({ ...good, [field]: value } as JsonObject);
    expect(read.problems.map((problem) => [problem.field, problem.code])).toEqual([[field, code]]);
    expect(Object.keys(read.fields)).toHaveLength(2);
    expect(read.problems[0]?.message.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  it('minus nothing is nothing', () => {
    for (const total of [-0, '-0', '-0.00']) expect(invoice.canon('total', invoice.read({ ...good, total }).fields['total'] ?? null)).toEqual({ amount: '0.00', currency: 'EUR' });
  });

  it('of any kind is read or refused by field, never thrown, and money has digits and a point alone', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.constantFrom('number', 'issued', 'total'), value, (field, given) => {
        const read = invoice.read({ ...good, [field]: given } as JsonObject);
        for (const [name, raw] of Object.entries(read.fields)) {
          const canon = invoice.canon(name, raw) as { amount?: string } | string | null;
          if (name === 'total' && canon !== null) expect((canon as { amount: string }).amount).toMatch(/^-?\d+\.\d\d$/);
          if (name === 'issued' && canon !== null) expect(canon).toMatch(/^\d{4}-\d\d-\d\d$/);
        }
      }),
    );
  });
});

describe('a key that could reach a prototype', () => {
  it('is dropped where text becomes data, however it is written', () => {
    for (const text of ['{"__proto__":{"total":"1"}}', '{"\\u005f_proto__":{"total":"1"}}', '{"a":[{"constructor":{"prototype":{"x":1}}}]}'])
      expect(JSON.stringify(parseJson(text))).not.toMatch(/proto|constructor|total/);
    expect(({} as Record<string, unknown>)['total']).toBeUndefined();
  });

  it('is no path: a mapping neither reads nor writes through one', () => {
    for (const path of ['__proto__.x', 'constructor.name', 'a.prototype.b'])
      expect(compileMapping({ text: `name: t/t\ntype: invoice\nconnector: t\nstream: t\nfields:\n  number: ${path}\n`, file: 't.yaml', country: 'DE', zone: 'UTC' }).ok).toBe(
        false,
      );
    expect(problems({ ...good, number: undefined })).toEqual([]);
    for (const path of ['toString', 'hasOwnProperty', 'valueOf.name']) expect(compiled(`  number: ${path}\n`).read({}).fields['number']).toBeNull();
  });
});

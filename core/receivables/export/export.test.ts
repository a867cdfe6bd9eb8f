import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { moneyFrom } from '../../model/money.ts';
import { all, at, type XmlElement } from '../readers/xml/element.ts';
import { parseXml } from '../readers/xml/parse.ts';
import { exportCsv } from './csv.ts';
import type { ExportCell, ExportTable } from './table.ts';
import { totalsOf } from './totals.ts';
import { exportXlsx } from './xlsx/workbook.ts';

function table(rows: ExportTable['rows']): ExportTable {
  return {
    name: 'receivables',
    columns: [
      { name: 'customer', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'due', kind: 'day' },
      { name: 'open', kind: 'money' },
    ],
    rows,
  };
}

const row = (customer: string, currency: string, minor: bigint): ExportCell[] => [customer, currency, '2026-03-31', { minor, currency }];

/** The cells of a sheet as a reader's program sees them: reference → text or number, with its formula. */
function cellsOf(workbook: Uint8Array, sheet: number): Map<string, { text: string; formula?: string; style: string }> {
  const root = parseXml(strFromU8(unzipSync(workbook)[`xl/worksheets/sheet${sheet}.xml`] as Uint8Array));
  const cells = all(at(root, 'sheetData'), 'row').flatMap((r) => all(r, 'c'));
  const textOf = (cell: XmlElement): string => at(cell, 'is/t')?.text ?? at(cell, 'v')?.text ?? '';
  return new Map(cells.map((c) => [c.attributes.get('r') ?? '', { text: textOf(c), formula: at(c, 'f')?.text, style: c.attributes.get('s') ?? '' }]));
}

describe('exportCsv', () => {
  it('ends with one total per currency and column', () => {
    const csv = exportCsv(table([row('A', 'EUR', 1_050n), row('B', 'KWD', 1_001n), row('C', 'EUR', -50n)]), { totals: true });
    expect(csv.split('\r\n').slice(4)).toEqual(['total,EUR,,10.00', 'total,KWD,,1.001', '']);
  });

  it.each(['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', ' =1', '\u200b=1', '\ufeff@x', 'a;=1+1', 'a\t@x', '\0x'])(
    'keeps %j from running, in a country of any list separator',
    (hostile) => {
      const line = exportCsv(table([row(hostile, 'EUR', 1n)]), { totals: false }).slice('customer,currency,due,open\r\n'.length);
      for (const piece of line.split(/[;\t]|"(?=')/)) expect(piece.replace(/^"/, '')).not.toMatch(/^[\s\u200b\ufeff\0]*[=+\-@＝]/);
    },
  );
});

describe('exportXlsx', () => {
  it('gives sheets whose amounts add up to its totals, to the minor unit, in currencies of 0, 2 and 3 digits', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('EUR', 'JPY', 'KWD'), fc.bigInt(-999_999_999_999n, 999_999_999_999n)), { minLength: 1, maxLength: 40 }), (amounts) => {
        const given = table(amounts.map(([currency, minor], i) => row(`C${i}`, currency, minor)));
        const workbook = exportXlsx([given], 15);
        const added = new Map<string, bigint>();
        const sheets = Math.ceil(amounts.length / 15);
        for (let sheet = 1; sheet <= sheets; sheet += 1) {
          const cells = cellsOf(workbook, sheet);
          for (let r = 2; cells.has(`A${r}`); r += 1) {
            const currency = cells.get(`B${r}`)?.text as string;
            added.set(currency, (added.get(currency) ?? 0n) + (moneyFrom(cells.get(`D${r}`)?.text as string, currency)?.minor as bigint));
          }
        }
        const totals = cellsOf(workbook, sheets + 1);
        for (const [i, { sum }] of totalsOf(given).entries()) {
          expect(added.get(sum.currency)).toBe(sum.minor);
          expect(totals.get(`H${i + 2}`)?.text).toBe(String(sum.minor));
          expect(totals.get(`F${i + 2}`)?.formula?.split('SUMIF')).toHaveLength(sheets + 1);
          expect(totals.get(`F${i + 2}`)?.text).toBe(totals.get(`E${i + 2}`)?.text);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('writes text as text: nothing from outside is ever a formula, and what looks like one stays text when edited', () => {
    const cells = cellsOf(exportXlsx([table([row('=HYPERLINK("http://x")', 'EUR', 1n), row('<b>&"', 'EUR', 1n), row('\u0007_x0007_\ud800', 'EUR', 1n)])]), 1);
    expect(cells.get('A2')).toEqual({ text: '=HYPERLINK("http://x")', formula: undefined, style: '2' });
    expect(cells.get('A3')?.text).toBe('<b>&"');
    expect(cells.get('A4')?.text).toBe('_x0007__x005F_x0007_\ufffd');
    expect([...cells.values()].some((cell) => cell.formula !== undefined)).toBe(false);
  });

  it('writes an amount that a spreadsheet cannot count exactly as text, and says so', () => {
    const workbook = exportXlsx([table([row('A', 'EUR', 1_234_567_890_123_456n), row('B', 'EUR', 1n)])]);
    expect(cellsOf(workbook, 1).get('D2')?.text).toBe('12345678901234.56');
    const totals = cellsOf(workbook, 2);
    expect([totals.get('H2')?.text, totals.get('F2'), totals.get('I2')?.text.slice(0, 9)]).toEqual(['1234567890123457', undefined, '1 amounts']);
  });

  it('gives the same bytes for the same tables, on every day and in every zone', () => {
    const bytes = exportXlsx([table([row('A', 'EUR', 1n)])]);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe('c7a8ab2257e104d6cb0e7bad4ad4b29358507fa658317d66b912531d09b2f0fe');
  });

  it('writes an empty table as its header', () => {
    expect([...cellsOf(exportXlsx([table([])]), 1).keys()]).toEqual(['A1', 'B1', 'C1', 'D1']);
  });
});

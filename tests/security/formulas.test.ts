import { describe, expect, it } from 'vitest';
import { csvCell } from '../../cli/output/csv.ts';
import { testFolder } from '../../connectors/file/testFolder.ts';
import { withoutFormula } from '../../core/model/formula.ts';
import { writeCsv } from '../../core/receivables/report/csvWriter.ts';

const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1+1', '\r=1', '\n=1', '=HYPERLINK("http://x")', '  =1+1', '\u200b=1+1', '＝1+1', '－2+3', '+49 40 3690'];
const plain = ['-12.50', '+493020931', '12', 'a=b', 'Müller', '上海', "O'Brien"];

/** The first cell as a spreadsheet would see it: quotes taken off. */
const firstCell = (line: string): string => (line.startsWith('"') ? line.slice(1).replaceAll('""', '"') : line);

describe('a cell that a spreadsheet would run', () => {
  it.each(formulas)('%j is text in every file that people open', async (text) => {
    expect(firstCell(csvCell(text))[0]).toBe("'");
    expect(firstCell(writeCsv(['x'], [[text]]).slice(3))[0]).toBe("'");
    expect(withoutFormula(text)).toBe(`'${text}`);
  });

  it.each(plain)('%j stays as it is in the export of records', (text) => {
    expect(withoutFormula(text)).toBe(text);
  });

  it('is written as it is to a file that a program reads, unless its stream is for spreadsheets', async () => {
    for (const [spreadsheetSafe, name] of [
      [false, '＝1+1'],
      [true, "'＝1+1"],
    ] as const) {
      const { push, pass } = testFolder({ 'a.csv': 'id,name\n' }, { files: 'a.csv', key: 'id', writable: true, spreadsheetSafe });
      await push({ action: 'create', externalId: '1', fields: { name: '＝1+1' } });
      expect((await pass()).records).toEqual([{ id: '1', name }]);
    }
  });
});

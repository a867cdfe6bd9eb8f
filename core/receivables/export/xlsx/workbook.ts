import { zipSync } from 'fflate';
import type { ExportTable } from '../table.ts';
import { type Sheet, sheetXml } from './sheet.ts';
import { stylesXml } from './styles.ts';
import { sheetText } from './text.ts';
import { type TablePlace, totalsSheet } from './totalsSheet.ts';

/** A sheet holds 1,048,576 rows; a longer table goes on in another sheet. */
const sheetRowsMax = 1_000_000;
/** Characters of a sheet's name, with room for the number of a continuation. */
const sheetNameCharsMax = 26;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Writes tables as one workbook, a sheet each, and behind them a sheet of totals that the reader's own program adds up again. The same tables give the same bytes on every machine: no clock, no name of an author, and a compressor that is the same everywhere. */
export function exportXlsx(tables: readonly ExportTable[], sheetRows = sheetRowsMax): Uint8Array {
  const sheets: Sheet[] = [];
  const places: TablePlace[] = [];
  const names = new Set<string>(['totals']);
  for (const table of tables) {
    const parts: { name: string; rows: number }[] = [];
    for (let from = 0; from === 0 || from < table.rows.length; from += sheetRows) {
      const rows = table.rows.slice(from, from + sheetRows);
      const name = freeName(table.name, names);
      parts.push({ name, rows: rows.length });
      sheets.push({ name, header: table.columns.map((c) => c.name), rows, days: new Set(table.columns.flatMap((c, i) => (c.kind === 'day' ? [i] : []))) });
    }
    places.push({ table, sheets: parts });
  }
  return zipped([...sheets, totalsSheet(places)]);
}

/** A name that spreadsheets take (no `[]:*?/\'`), of its own in the workbook. */
function freeName(wanted: string, taken: Set<string>): string {
  const base =
    wanted
      .replace(/[[\]:*?/\\']/g, ' ')
      .slice(0, sheetNameCharsMax)
      .trim() || 'Sheet';
  let name = base;
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${base} ${n}`;
  taken.add(name.toLowerCase());
  return name;
}

function zipped(sheets: readonly Sheet[]): Uint8Array {
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${main}.styles+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${main}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    // The reader's program adds up when it opens the file, so that what it shows is its own sum.
    'xl/workbook.xml': `${head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets>${sheets.map((sheet, i) => `<sheet name="${sheetText(sheet.name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets><calcPr calcId="0" fullCalcOnLoad="1"/></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packages}/relationships">${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': stylesXml,
  };
  for (const [i, sheet] of sheets.entries()) files[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet);
  const encoder = new TextEncoder();
  // Zip keeps local time without a zone: this is the first moment it can hold, in every zone.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)])), { mtime, level: 6 });
}

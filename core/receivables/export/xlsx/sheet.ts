import { looksLikeFormula } from '../../../model/formula.ts';
import { currencyDigits, decimalOf, type Money } from '../../../model/money.ts';
import { dayMs, localDate } from '../../../model/time.ts';
import type { ExportCell } from '../table.ts';
import { moneyStyle, style } from './styles.ts';
import { columnLetters, sheetText } from './text.ts';

/** A cell of a sheet: an export cell, or a formula of ours with the value it has now. Text that came from outside never becomes a formula. */
export type SheetCell = ExportCell | { readonly formula: string; readonly value: Money };

/** A sheet before it is written: a header row, then the rows. */
export interface Sheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
  /** Kind of each column, for its width; `day` columns hold dates. */
  readonly days: ReadonlySet<number>;
}

/** Spreadsheets count with 15 digits; a larger amount is written as text, exactly, and takes no part in sums of the sheet. */
export const exactMinorMax = 999_999_999_999_999n;

/** True when a sheet can hold an amount as a number without losing a digit. */
export function isExact({ minor }: Money): boolean {
  return minor <= exactMinorMax && minor >= -exactMinorMax;
}

/** The XML of a sheet: first row frozen and bold, with a filter. */
export function sheetXml(sheet: Sheet): string {
  const width = columnLetters(Math.max(0, sheet.header.length - 1));
  const parts = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<dimension ref="A1:${width}${sheet.rows.length + 1}"/>`,
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    `<cols><col min="1" max="${Math.max(1, sheet.header.length)}" width="18" customWidth="1"/></cols><sheetData>`,
    rowXml(1, sheet.header.map((name, column) => textXml(name, `${columnLetters(column)}1`, style.heading)).join('')),
  ];
  for (const [i, row] of sheet.rows.entries()) {
    const number = i + 2;
    parts.push(rowXml(number, row.map((cell, column) => cellXml(cell, `${columnLetters(column)}${number}`, sheet.days.has(column))).join('')));
  }
  parts.push(`</sheetData><autoFilter ref="A1:${width}${sheet.rows.length + 1}"/></worksheet>`);
  return parts.join('');
}

function rowXml(number: number, cells: string): string {
  return `<row r="${number}">${cells}</row>`;
}

function cellXml(cell: SheetCell, at: string, isDay: boolean): string {
  if (cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}" s="${style.share}"><v>${cell}</v></c>`;
  if (typeof cell === 'string') {
    const serial = isDay ? serialOf(cell) : undefined;
    if (serial !== undefined) return `<c r="${at}" s="${style.day}"><v>${serial}</v></c>`;
    return textXml(cell, at, looksLikeFormula(cell) ? style.literal : style.text);
  }
  if ('formula' in cell) return `<c r="${at}" s="${moneyStyle(currencyDigits(cell.value.currency) ?? 2)}"><f>${sheetText(cell.formula)}</f><v>${decimalOf(cell.value)}</v></c>`;
  if (!isExact(cell)) return textXml(decimalOf(cell), at, style.literal);
  return `<c r="${at}" s="${moneyStyle(currencyDigits(cell.currency) ?? 2)}"><v>${decimalOf(cell)}</v></c>`;
}

function textXml(text: string, at: string, format: number): string {
  return `<c r="${at}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${sheetText(text)}</t></is></c>`;
}

/** Days since 1899-12-30, as spreadsheets count; undefined before March 1900, where they disagree, and for what is no day. */
function serialOf(day: string): number | undefined {
  if (localDate(day) === undefined || day < '1900-03-01') return undefined;
  return Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / dayMs);
}

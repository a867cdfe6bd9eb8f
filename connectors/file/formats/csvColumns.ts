import { forbiddenKeys, type JsonObject } from '../../../core/model/json.ts';
import type { CsvRow } from './csvSplit.ts';
import type { FormatOptions } from './format.ts';

/** Names of a CSV file's columns, unique and in file order. */
export interface Columns {
  readonly names: readonly string[];
}

/** Names from a header row: spaces around them are cut, an empty one becomes `column_3`, a repeated one `name_2`. */
export function columnsOf(header: readonly string[]): Columns {
  const used = new Set<string>();
  const names = header.map((cell, i) => {
    const trimmed = cell.trim();
    const base = trimmed === '' || forbiddenKeys.has(trimmed) ? `column_${i + 1}` : trimmed;
    let name = base;
    for (let n = 2; used.has(name); n += 1) name = `${base}_${n}`;
    used.add(name);
    return name;
  });
  return { names };
}

/** Names of a file without a header. */
export function columnsFrom(width: number): Columns {
  return { names: Array.from({ length: width }, (_, i) => `column_${i + 1}`) };
}

/** `sep=;` as the first line tells a spreadsheet the delimiter and is no row. */
export function isSeparatorLine(row: CsvRow, { shape }: Pick<FormatOptions, 'shape'>): boolean {
  if (row.line !== 1 || row.cells.length > 2) return false;
  return row.cells.join(shape.delimiter) === `sep=${shape.delimiter}`;
}

/** The record of a row: columns in file order. */
export function recordOf(names: readonly string[], cells: readonly string[]): JsonObject {
  const record: Record<string, string> = {};
  for (let i = 0; i < names.length; i += 1) record[names[i] as string] = cells[i] as string;
  return record;
}

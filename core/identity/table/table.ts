import type { Ref } from '../../model/ids.ts';
import { refOf } from '../../model/ids.ts';
import type { Canon } from '../../ports/mapping.ts';
import { foldHeader } from './column-names.ts';
import { type Column, recogniseColumns } from './columns.ts';
import { fieldsOfRow } from './rows.ts';

/** A parsed table: one header row and its data rows. */
export interface Table {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How a table is to be read. */
export interface TableOptions {
  readonly type: 'person' | 'organization';
  /** ISO 3166 code that national numbers are read in. */
  readonly country: string;
  /** Field → header, where recognition is not wanted. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Header of the column with the true entity; never compared. */
  readonly truth?: string;
}

/** A table in canonical fields. */
export interface ReadTable {
  readonly columns: readonly Column[];
  readonly records: readonly ReadonlyMap<string, Canon>[];
  readonly truth?: readonly string[];
}

/** Reads a table. Throws `RangeError` when a named column does not exist or nothing can be compared. */
export function readTable(table: Table, options: TableOptions): ReadTable {
  const truthAt = options.truth === undefined ? -1 : findHeader(table.headers, options.truth);
  const headers = table.headers.map((h, i) => (i === truthAt ? 'truth' : h));
  const columns = recogniseColumns(headers, table.rows, options.type, options.columns);
  if (columns.length === 0)
    throw new RangeError(`no column could be recognised among ${headers.slice(0, 20).join(', ')}; name them, e.g. --columns name=${headers[0] ?? 'header'}`);
  const records = table.rows.map((row) => fieldsOfRow(row, columns));
  return { columns, records, ...(truthAt >= 0 && { truth: table.rows.map((row, i) => row[truthAt]?.trim() || `row ${i + 1}`) }) };
}

function findHeader(headers: readonly string[], wanted: string): number {
  const exact = headers.indexOf(wanted);
  const found = exact >= 0 ? exact : headers.findIndex((h) => foldHeader(h) === foldHeader(wanted));
  if (found < 0) throw new RangeError(`there is no column ${JSON.stringify(wanted)}; the columns are: ${headers.slice(0, 40).join(', ')}`);
  return found;
}

/** A data row's name in the engine; rows count from 1. */
export function rowRef(source: string, index: number): Ref {
  return refOf(source, 'rows', String(index + 1));
}

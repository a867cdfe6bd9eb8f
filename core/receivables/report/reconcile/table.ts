import { type Refusal, RefusedFile, refuse } from '../../model/refusal.ts';
import { columnKey } from '../../readers/csv/columns.ts';
import { type CsvRow, csvRows, separatorOf } from '../../readers/csv/rows.ts';
import { type DayFormat, dayFrom } from '../../readers/shared/day.ts';
import { decodeText } from '../../readers/shared/decode.ts';

/** A file as given to a command. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Something of a file that was not used, and why: a whole file, or one row. */
export interface InputRefusal extends Refusal {
  readonly file: string;
  readonly record?: string;
}

/** A row with its cells by column name. */
export interface TableRow {
  readonly line: number;
  /** Text of the first of several columns that is there and not empty. */
  text(...names: string[]): string | undefined;
}

/** A CSV table with named columns in any order. */
export interface Table {
  readonly rows: readonly TableRow[];
  /** How days are written in a column: found from all its values, so that 03/04 is read one way. */
  dayFormat(column: string): DayFormat;
}

/** Reads a table; a required column that is missing is a named refusal. Alternatives of one column are separated by `|`. */
export function readTable(file: InputFile, required: readonly string[]): Table {
  const text = decodeText(file.bytes);
  const [header, ...rows] = csvRows([text], separatorOf(text));
  if (header === undefined) refuse('empty_file', 'The file has no header row.', '文件没有表头。', 1);
  const index = new Map(header.cells.map((name, i) => [columnKey(name), i]));
  for (const names of required) {
    if (names.split('|').some((name) => index.has(columnKey(name)))) continue;
    refuse(
      'column_missing',
      `The column ${names.replaceAll('|', ' or ')} is missing; found: ${header.cells.join(', ').slice(0, 200)}.`,
      `缺少列 ${names.replaceAll('|', ' 或 ')};现有列:${header.cells.join(', ').slice(0, 200)}。`,
      header.line,
    );
  }
  const table = rows.map((row) => tableRow(row, index));
  return { rows: table, dayFormat: (column) => dayFormatOf(table.flatMap((row) => row.text(column) ?? [])) };
}

function tableRow(row: CsvRow, index: ReadonlyMap<string, number>): TableRow {
  return {
    line: row.line,
    text(...names) {
      for (const name of names) {
        const at = index.get(columnKey(name));
        const cell = at === undefined ? undefined : row.cells[at];
        if (cell !== undefined && cell !== '') return cell;
      }
      return undefined;
    },
  };
}

/** The first format that reads every value; when day and month could be either way round the file is refused. */
function dayFormatOf(values: readonly string[]): DayFormat {
  const reads = (format: DayFormat): boolean => values.every((value) => dayFrom(value, format) !== undefined);
  if (reads('auto')) return 'auto';
  const either = (['DD/MM/YYYY', 'MM/DD/YYYY'] as const).filter(reads);
  const [only] = either;
  if (either.length === 2 && values.some((value) => dayFrom(value, 'DD/MM/YYYY') !== dayFrom(value, 'MM/DD/YYYY'))) {
    refuse('bad_date', 'Days and months cannot be told apart; write dates as YYYY-MM-DD.', '无法区分日与月,请使用 YYYY-MM-DD。');
  }
  return only ?? 'auto';
}

/** Runs a reader of one row; a refusal becomes an entry of the list, and the row is left out. */
export function rowOr<T>(file: InputFile, row: TableRow, record: string | undefined, refusals: InputRefusal[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    refusals.push({ ...error.refusal, file: file.name, line: error.refusal.line ?? row.line, record });
    return undefined;
  }
}

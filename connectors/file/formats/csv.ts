import { type Columns, columnsFrom, columnsOf, isSeparatorLine, recordOf } from './csvColumns.ts';
import { csvEdit } from './csvEdit.ts';
import { type CsvRow, CsvSplitter } from './csvSplit.ts';
import { FileProblem, type Format, type FormatOptions, type Row, type RowProblem } from './format.ts';
import { textOf } from './text.ts';

/** CSV of any delimiter: a record is `{ column: text }`, an empty cell is `''`. */
export const csv: Format = {
  async *rows(chunks, options) {
    const splitter = new CsvSplitter({ delimiter: options.shape.delimiter, quote: options.stream.quote, eol: options.shape.eol });
    const reader = new RowReader(options);
    for await (const text of textOf(chunks, options.shape.encoding)) {
      const rows = reader.take(splitter.push(text));
      if (rows.length > 0) yield rows;
    }
    const rest = reader.take(splitter.end());
    if (rest.length > 0) yield rest;
    reader.finish();
  },
  edit: csvEdit,
};

/** Turns rows of cells into records, once the header is known. */
class RowReader {
  readonly #options: FormatOptions;
  #columns: Columns | undefined;

  constructor(options: FormatOptions) {
    this.#options = options;
  }

  take(rows: readonly CsvRow[]): Row[] {
    const out: Row[] = [];
    for (const row of rows) {
      if (this.#columns === undefined) {
        if (isSeparatorLine(row, this.#options)) continue;
        if (row.broken && this.#options.stream.header) throw brokenHeader(this.#options.path);
        this.#columns = this.#options.stream.header ? columnsOf(row.cells) : columnsFrom(row.cells.length);
        if (this.#options.stream.header) continue;
      }
      out.push(rowOf(row, this.#columns, this.#options.shape.damaged));
    }
    return out;
  }

  /** A file without even a header is an export that was cut off, not an empty list. */
  finish(): void {
    if (this.#columns !== undefined || !this.#options.stream.header) return;
    throw new FileProblem({
      kind: 'schema',
      code: 'csv.empty',
      en: `${this.#options.path} is empty: not even a header row. Export it again.`,
      zh: `${this.#options.path} 为空，连表头都没有。请重新导出。`,
    });
  }
}

function rowOf(row: CsvRow, columns: Columns, damaged: boolean): Row {
  const base = { line: row.line, chars: row.end - row.start };
  if (row.broken) return { ...base, problem: brokenRow };
  const { names } = columns;
  const { cells } = row;
  if (cells.length !== names.length) return { ...base, problem: wrongCount(cells.length, names.length) };
  if (damaged && cells.some((cell) => cell.includes('\uFFFD'))) return { ...base, problem: undecodable };
  return { ...base, record: recordOf(names, cells) };
}

/** An open quotation mark in the header swallows every row: that must not look like a list without rows. */
function brokenHeader(path: string): FileProblem {
  return new FileProblem({
    kind: 'schema',
    code: 'csv.header',
    en: `The header of ${path} has a quotation mark that is not closed, or text behind a closed one. Correct the first row.`,
    zh: `${path} 的表头中引号未闭合，或闭合引号后仍有文字。请更正首行。`,
  });
}

const brokenRow: RowProblem = {
  kind: 'schema',
  code: 'csv.quote',
  en: 'A quotation mark in this row is not closed, or text follows a closed one. Double quotation marks inside cells, or set `quote: ""`.',
  zh: '此行的引号未闭合，或闭合引号后仍有文字。请将单元格内的引号写成两个，或设置 quote: ""。',
};

const undecodable: RowProblem = {
  kind: 'schema',
  code: 'csv.encoding',
  en: 'This row holds bytes that are not text in the encoding of the file. Save the file as UTF-8, or set `encoding`.',
  zh: '此行含有无法按文件编码解读的字节。请将文件另存为 UTF-8，或设置 encoding。',
};

function wrongCount(got: number, wanted: number): RowProblem {
  return {
    kind: 'schema',
    code: 'csv.columns',
    en: `This row has ${got} cells, the header has ${wanted}. Look for a missing or an unquoted delimiter.`,
    zh: `此行有 ${got} 个单元格，而表头有 ${wanted} 个。请检查是否缺少分隔符或分隔符未加引号。`,
  };
}

import { withoutFormula } from '../../../core/model/formula.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { columnsFrom, columnsOf, isSeparatorLine, recordOf } from './csvColumns.ts';
import { type CsvRow, CsvSplitter } from './csvSplit.ts';
import type { Editor, FormatOptions, RowProblem } from './format.ts';
import { canEncode } from './text.ts';

/** The header lies within this; the rest need not be cut for it. */
const headCharsMax = 1_000_000;

/** Edits CSV text: rows that do not change keep their bytes, cells that do not change keep their quotes. */
export const csvEdit: Editor = {
  columns: (text, options) => layoutOf(text.slice(0, headCharsMax), options).names,
  empty: ({ stream, shape }) => {
    const names = stream.columns ?? [];
    return names.length === 0 ? '' : names.map((name) => cellText(name, shape.delimiter, stream.quote)).join(shape.delimiter) + shape.eol;
  },
  preview(old, fields, options) {
    const cells: Record<string, string> = {};
    for (const name of options.columns) cells[name] = typeof old?.[name] === 'string' ? old[name] : '';
    for (const [name, value] of Object.entries(fields)) {
      if (!options.columns.includes(name)) return { problem: unknownColumn(name, options.path) };
      const text = textFor(value, options.stream.spreadsheetSafe);
      if (text === undefined) return { problem: notText(name) };
      if (!canEncode(text, options.shape.encoding)) return { problem: notInEncoding(name, options.shape.encoding) };
      if (options.stream.quote === '' && needsQuotes(text, options.shape.delimiter, '"')) return { problem: cannotQuote(name) };
      cells[name] = text;
    }
    return { record: cells };
  },
  apply(text, edits, options) {
    const { names, rows, bodyStart } = layoutOf(text, options);
    const pieces: string[] = [text.slice(0, bodyStart)];
    let kept = bodyStart;
    for (const [index, row] of rows.entries()) {
      const changed = edits.changed.get(index);
      if (changed === undefined && !edits.removed.has(index)) continue;
      pieces.push(text.slice(kept, row.start));
      if (changed !== undefined) pieces.push(changedRow(text, row, names, changed, options), text.slice(row.end, row.next));
      kept = row.next;
    }
    pieces.push(text.slice(kept));
    return append(pieces.join(''), edits.added, text, names, rows.at(-1), options);
  },
};

interface Layout {
  readonly names: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Where the first row after the header begins. */
  readonly bodyStart: number;
}

function layoutOf(text: string, options: FormatOptions): Layout {
  const splitter = new CsvSplitter({ delimiter: options.shape.delimiter, quote: options.stream.quote, eol: options.shape.eol });
  const all = [...splitter.push(text), ...splitter.end()];
  const first = all[0] !== undefined && isSeparatorLine(all[0], options) ? 1 : 0;
  const head = all[first];
  if (!options.stream.header) return { names: columnsFrom(head?.cells.length ?? 0).names, rows: all.slice(first), bodyStart: head?.start ?? text.length };
  return { names: columnsOf(head?.cells ?? []).names, rows: all.slice(first + 1), bodyStart: head?.next ?? text.length };
}

/** Unchanged cells as they stand in the file, changed ones quoted as the cell before was. */
function changedRow(text: string, row: CsvRow, names: readonly string[], record: JsonObject, options: FormatOptions): string {
  const raw = rawCells(text, row, options);
  const before = recordOf(names, row.cells);
  return names
    .map((name, i) => {
      const value = String(record[name] ?? '');
      return value === before[name] ? (raw[i] ?? '') : cellText(value, options.shape.delimiter, options.stream.quote, isQuoted(raw[i], options));
    })
    .join(options.shape.delimiter);
}

function append(text: string, added: readonly JsonObject[], before: string, names: readonly string[], last: CsvRow | undefined, { shape, stream, ...rest }: FormatOptions): string {
  if (added.length === 0) return text;
  const habit = last === undefined ? [] : rawCells(before, last, { shape, stream, ...rest });
  const lines = added.map((record) =>
    names.map((name, i) => cellText(String(record[name] ?? ''), shape.delimiter, stream.quote, isQuoted(habit[i], { stream }))).join(shape.delimiter),
  );
  const ended = text === '' || text.endsWith('\n') || text.endsWith('\r');
  return text + (ended ? '' : shape.eol) + lines.join(shape.eol) + (ended ? shape.eol : '');
}

/** The cells of a row as they stand in the text, quotes and all. */
function rawCells(text: string, row: CsvRow, { shape, stream }: FormatOptions): string[] {
  const raw: string[] = [];
  let at = row.start;
  for (const cell of row.cells) {
    const from = at;
    if (stream.quote !== '' && text.startsWith(stream.quote, at)) at += cell.replaceAll(stream.quote, stream.quote + stream.quote).length + 2;
    else at += cell.length;
    raw.push(text.slice(from, at));
    at += shape.delimiter.length;
  }
  return raw;
}

function isQuoted(raw: string | undefined, { stream }: Pick<FormatOptions, 'stream'>): boolean {
  return raw !== undefined && stream.quote !== '' && raw.startsWith(stream.quote);
}

function needsQuotes(text: string, delimiter: string, quote: string): boolean {
  return text.includes(delimiter) || text.includes(quote) || text.includes('\n') || text.includes('\r');
}

function cellText(text: string, delimiter: string, quote: string, always = false): string {
  if (quote === '' || !(always || needsQuotes(text, delimiter, quote))) return text;
  return quote + text.replaceAll(quote, quote + quote) + quote;
}

/** The cell for a value; undefined for lists and objects. */
function textFor(value: Json | undefined, safe: boolean): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return undefined;
  const text = String(value);
  return safe ? withoutFormula(text) : text;
}

function unknownColumn(field: string, path: string): RowProblem {
  return {
    kind: 'schema',
    code: 'csv.column',
    field,
    en: `${path} has no column ${JSON.stringify(field)}. Add it to the header or take it out of the mapping.`,
    zh: `${path} 没有名为 ${JSON.stringify(field)} 的列。请在表头中添加，或从映射中去掉。`,
  };
}

function notText(field: string): RowProblem {
  return {
    kind: 'invalid',
    code: 'csv.value',
    field,
    en: 'A CSV cell holds text only, not a list or an object. Join it in the mapping.',
    zh: 'CSV 单元格只能存放文本，不能存放列表或对象。请在映射中合并。',
  };
}

function notInEncoding(field: string, encoding: string): RowProblem {
  return {
    kind: 'invalid',
    code: 'csv.encoding',
    field,
    en: `The file is written in ${encoding}, which cannot hold this text. Save the file as UTF-8.`,
    zh: `文件编码为 ${encoding}，无法表示该文本。请将文件另存为 UTF-8。`,
  };
}

function cannotQuote(field: string): RowProblem {
  return {
    kind: 'invalid',
    code: 'csv.unquotable',
    field,
    en: 'The text holds a delimiter, a quotation mark or a line break, and this file has no quoting.',
    zh: '文本含有分隔符、引号或换行，而此文件不使用引号。',
  };
}

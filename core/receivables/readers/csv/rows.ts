import { refuse } from '../../model/refusal.ts';
import { tokenCharsMax } from '../source/limits.ts';
import { TextWindow } from '../source/textWindow.ts';

/** One row of a CSV file; cells without the blanks and tabs around them. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Line where the row starts, 1-based. */
  readonly line: number;
}

/** Lines that one quoted cell may hold: more means that a quote is not closed and the rows behind it would be lost in it. */
const cellLinesMax = 200;

/** Splits CSV text into rows, one at a time: quotes may hold separators and line feeds, blanks and tabs around a quoted cell are dropped (banks pad), a stray quote inside a cell is kept. A quote that is never closed is a named refusal, because it would swallow the rows behind it. */
export function* csvRows(text: Iterable<string>, separator = ','): Generator<CsvRow> {
  const window = new TextWindow(text);
  while (!window.atEnd()) {
    const { line } = window;
    const row = readRow(window, separator);
    window.take(row.length);
    if (row.cells.length > 1 || row.cells[0] !== '') yield { cells: row.cells, line };
  }
}

/** The row that stands at the window, and its length with its line feed. A row that is not whole yet is read again when there is more text. */
function readRow(window: TextWindow, separator: string): { readonly cells: string[]; readonly length: number } {
  for (;;) {
    const row = tryRow(window.text, window.at, separator);
    if (row.whole) return row;
    if (window.held > tokenCharsMax) refuseQuote(window.line);
    if (window.more()) continue;
    if (row.openQuote) refuseQuote(window.line);
    return row;
  }
}

function refuseQuote(line: number): never {
  return refuse('malformed', `A quote in the row of line ${line} is not closed; the rows behind it cannot be told apart.`, `第 ${line} 行的引号没有闭合,其后的行无法区分。`, line);
}

interface TriedRow {
  readonly cells: string[];
  readonly length: number;
  /** False when the text ended before the row's line feed. */
  readonly whole: boolean;
  readonly openQuote: boolean;
}

function tryRow(text: string, from: number, separator: string): TriedRow {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const { cell, next, openQuote } = readCell(text, at, separator);
    cells.push(cell);
    if (next >= text.length) return { cells, length: next - from, whole: false, openQuote };
    at = next + 1;
    if (text[next] === '\n') return { cells, length: at - from, whole: true, openQuote: false };
  }
}

interface ReadCell {
  readonly cell: string;
  /** Position of the separator, line feed or end behind it. */
  readonly next: number;
  readonly openQuote: boolean;
}

function readCell(text: string, from: number, separator: string): ReadCell {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== separator) at += 1;
  if (text[at] !== '"') return plainCell(text, from, separator);
  let cell = '';
  let start = at + 1;
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote < 0) return { cell: cell + text.slice(start), next: text.length, openQuote: true };
    cell += text.slice(start, quote);
    start = quote + 1;
    if (text[start] !== '"') break;
    cell += '"';
    start += 1;
  }
  const rest = plainCell(text, start, separator);
  // A quote that closes rows later and goes on with text opened where none should: the rows between were swallowed.
  const lines = countLines(cell);
  const swallowed = lines > cellLinesMax || (lines > 0 && rest.cell !== '');
  return { cell: (cell.trim() + rest.cell).trim(), next: swallowed ? text.length : rest.next, openQuote: swallowed };
}

function countLines(text: string): number {
  let lines = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lines += 1;
  return lines;
}

function plainCell(text: string, from: number, separator: string): ReadCell {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
  return { cell: text.slice(from, at).trim(), next: at, openQuote: false };
}

/** The separator of a file: the one of `,` `;` tab that its fullest of the first 60 lines has most of. */
export function separatorOf(head: string): string {
  const lines = head.slice(0, 20_000).split('\n').slice(0, 60);
  const most = (c: string): number => Math.max(0, ...lines.map((line) => line.split(c).length - 1));
  const [comma, semicolon, tab] = [most(','), most(';'), most('\t')];
  if (semicolon > comma && semicolon >= tab) return ';';
  return tab > comma ? '\t' : ',';
}

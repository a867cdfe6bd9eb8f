/** One row of a CSV text. */
export interface CsvRow {
  /** Line at which it begins, from 1. */
  readonly line: number;
  /** Place in the text that was pushed so far, without and with its line break. */
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly cells: readonly string[];
  /** A quote that is never closed, or text after a closing quote: the row is one line of text, and reading goes on with the next. */
  readonly broken: boolean;
}

/** How a CSV text is cut. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Empty: no quoting. */
  readonly quote: string;
  readonly eol: '\n' | '\r\n' | '\r';
}

/** A row is given up as broken when it has not ended after this many characters: a quote was not closed, or it is far over any record's size. */
export const rowCharsMax = 16 * 1024 * 1024;

/** Where the scan of one row ended. */
type Scan = { readonly state: 'row'; readonly end: number; readonly next: number; readonly quoted: boolean } | { readonly state: 'open' } | { readonly state: 'broken' };

/**
 * Cuts text into rows and cells (RFC 4180, any delimiter, quotes doubled inside quotes), as it comes. Blank lines are skipped.
 * A broken row costs one line: `a,"b` must not swallow the thousand rows up to the next quote.
 */
export class CsvSplitter {
  readonly #dialect: CsvDialect;
  readonly #breakCode: number;
  #text = '';
  #waiting: string[] = [];
  #waitingChars = 0;
  #offset = 0;
  #line = 1;
  #skipping = false;
  #cells: string[] = [];

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
    this.#breakCode = dialect.eol === '\r' ? 13 : 10;
  }

  /** Takes the next text and gives the rows that are whole. */
  push(text: string): CsvRow[] {
    this.#waiting.push(text);
    this.#waitingChars += text.length;
    if (this.#waitingChars < this.#text.length && this.#text.length <= rowCharsMax) return []; // an open row is scanned again only once it has doubled
    return this.#take(false);
  }

  /** Gives what is left. */
  end(): CsvRow[] {
    return this.#take(true);
  }

  #take(atEnd: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    const text = this.#text + this.#waiting.join('');
    this.#waiting = [];
    this.#waitingChars = 0;
    let pos = this.#skipping ? this.#skip(text) : 0;
    while (pos < text.length) {
      this.#cells = [];
      const scan = this.#scan(text, pos, atEnd);
      const broken = scan.state !== 'row' || scan.next - pos > rowCharsMax;
      const { end, next, quoted } = scan.state !== 'row' || broken ? lineAt(text, pos, this.#breakCode) : scan;
      const unfinished = scan.state === 'open' || (broken && next === text.length);
      if (unfinished && !atEnd && text.length - pos <= rowCharsMax) break;
      this.#skipping = broken && next === text.length && !atEnd;
      if (broken || end > pos)
        rows.push({ line: this.#line, start: this.#offset + pos, end: this.#offset + end, next: this.#offset + next, cells: broken ? [] : this.#cells, broken });
      this.#line += quoted ? breaksIn(text, pos, next, this.#breakCode) : next > end ? 1 : 0;
      pos = next;
    }
    this.#offset += pos;
    this.#text = text.slice(pos);
    return rows;
  }

  /** Leaves out the rest of a line that was given up. */
  #skip(text: string): number {
    const found = text.indexOf(String.fromCharCode(this.#breakCode));
    if (found < 0) return text.length;
    this.#skipping = false;
    this.#line += 1;
    return found + 1;
  }

  /** Scans one row from `pos` and leaves its cells in `#cells`. */
  #scan(text: string, pos: number, atEnd: boolean): Scan {
    const { delimiter, quote } = this.#dialect;
    const first = delimiter.charCodeAt(0);
    let quoted = false;
    let at = pos;
    for (;;) {
      if (quote !== '' && text.startsWith(quote, at)) {
        quoted = true;
        const close = closingQuote(text, at, quote, atEnd);
        if (close < 0) return { state: 'open' };
        const inner = text.slice(at + 1, close);
        this.#cells.push(inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner);
        at = close + 1;
      } else {
        const from = at;
        while (at < text.length && !this.#isStop(text, at, first)) at += 1;
        this.#cells.push(text.slice(from, at));
      }
      if (at >= text.length) return atEnd ? { state: 'row', end: at, next: at, quoted } : { state: 'open' };
      if (text.startsWith(delimiter, at)) {
        at += delimiter.length;
        continue;
      }
      const after = breakAt(text, at, this.#breakCode, atEnd);
      if (after === 'unknown') return { state: 'open' };
      return after === undefined ? { state: 'broken' } : { state: 'row', end: at, next: after, quoted };
    }
  }

  #isStop(text: string, at: number, firstOfDelimiter: number): boolean {
    const code = text.charCodeAt(at);
    if (code === firstOfDelimiter) return this.#dialect.delimiter.length === 1 || text.startsWith(this.#dialect.delimiter, at);
    if (code === this.#breakCode) return true;
    return code === 13 && this.#breakCode === 10 && (at + 1 >= text.length || text.charCodeAt(at + 1) === 10);
  }
}

/** Index of the quote that closes the cell opened at `at`; −1 when it is not there (yet). */
function closingQuote(text: string, at: number, quote: string, atEnd: boolean): number {
  let from = at + 1;
  for (;;) {
    const found = text.indexOf(quote, from);
    if (found < 0 || (found === text.length - 1 && !atEnd)) return -1;
    if (text[found + 1] !== quote) return found;
    from = found + 2;
  }
}

/** Index after the line break at `at`; undefined when there is none, `unknown` when the text ends in the middle of it. */
function breakAt(text: string, at: number, breakCode: number, atEnd: boolean): number | undefined | 'unknown' {
  const code = text.charCodeAt(at);
  if (code === breakCode) return at + 1;
  if (code !== 13) return undefined;
  if (at + 1 >= text.length) return atEnd ? at + 1 : 'unknown';
  return text.charCodeAt(at + 1) === 10 ? at + 2 : undefined;
}

/** The physical line at `pos`, as a row. */
function lineAt(text: string, pos: number, breakCode: number): { readonly state: 'row'; readonly end: number; readonly next: number; readonly quoted: false } {
  const found = text.indexOf(String.fromCharCode(breakCode), pos);
  if (found < 0) return { state: 'row', end: text.length, next: text.length, quoted: false };
  const end = breakCode === 10 && found > pos && text.charCodeAt(found - 1) === 13 ? found - 1 : found;
  return { state: 'row', end, next: found + 1, quoted: false };
}

function breaksIn(text: string, from: number, to: number, breakCode: number): number {
  const mark = String.fromCharCode(breakCode);
  let count = 0;
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}

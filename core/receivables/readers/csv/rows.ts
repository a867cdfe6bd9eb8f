/** One row of a CSV file; cells without the blanks and tabs around them. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Line where the row starts, 1-based. */
  readonly line: number;
}

/** Splits CSV text into rows: quotes may hold separators and line feeds, blanks and tabs around a quoted cell are dropped (banks pad), a stray quote inside a cell is kept. */
export function csvRows(text: string, separator = ','): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  while (at < text.length) {
    const { cell, next, lines } = readCell(text, at, separator);
    cells.push(cell);
    line += lines;
    at = next;
    if (at >= text.length || text[at] === '\n') {
      if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: start });
      cells = [];
      line += 1;
      start = line;
    } else if (at + 1 >= text.length) cells.push('');
    at += 1;
  }
  if (cells.length > 0) rows.push({ cells, line: start });
  return rows;
}

function readCell(text: string, from: number, separator: string): { cell: string; next: number; lines: number } {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') {
    if (text[at] === separator) break;
    at += 1;
  }
  if (text[at] !== '"') return plainCell(text, from, separator);
  let cell = '';
  let lines = 0;
  for (at += 1; at < text.length; at += 1) {
    const c = text[at] as string;
    if (c === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (c === '"') break;
    else {
      if (c === '\n') lines += 1;
      cell += c;
    }
  }
  const rest = plainCell(text, at + 1, separator);
  return { cell: (cell.trim() + rest.cell).trim(), next: rest.next, lines };
}

function plainCell(text: string, from: number, separator: string): { cell: string; next: number; lines: number } {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n') at += 1;
  return { cell: text.slice(from, at).trim(), next: at, lines: 0 };
}

/** The separator of a file: the one of `,` `;` tab that its fullest of the first 60 lines has most of. */
export function separatorOf(text: string): string {
  const head = text.slice(0, 20_000).split('\n').slice(0, 60);
  const most = (c: string): number => Math.max(0, ...head.map((line) => line.split(c).length - 1));
  const [comma, semicolon, tab] = [most(','), most(';'), most('\t')];
  if (semicolon > comma && semicolon >= tab) return ';';
  return tab > comma ? '\t' : ',';
}

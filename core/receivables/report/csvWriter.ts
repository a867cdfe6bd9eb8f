/** A cell of an export. Bigints and numbers are figures; text is text. */
export type Cell = string | number | null | undefined | { readonly figure: string };

/** Writes CSV that a spreadsheet cannot run: text that starts like a formula gets an apostrophe before it; figures stay figures, so that an auditor can add them up again. Lines end with CRLF as RFC 4180 says. */
export function writeCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  let text = `${header.map(cellText).join(',')}\r\n`;
  for (const row of rows) text += `${row.map(cellText).join(',')}\r\n`;
  return text;
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.figure;
  return quoted(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

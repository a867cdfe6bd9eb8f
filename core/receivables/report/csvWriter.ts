/** A cell of an export. Bigints and numbers are figures; text is text. */
export type Cell = string | number | null | undefined | { readonly figure: string };

/** Writes CSV that a spreadsheet cannot run: text that starts like a formula gets an apostrophe before it; figures stay figures, so that an auditor can add them up again. Lines end with CRLF as RFC 4180 says. */
export function writeCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  let text = `${header.map(cellText).join(',')}\r\n`;
  for (const row of rows) text += `${row.map(cellText).join(',')}\r\n`;
  return text;
}

/** What spreadsheets take for the start of a formula: the four signs, also in full width, also behind blanks that some drop; and control characters that shift cells. */
const formulaStart = /^(?:[\s\0\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0])/;

/** Where the list separator of the reader's country is another one, a cell may be cut there: what follows must not start a formula either. */
const formulaBehindSeparator = /([;\t|])(?=[=+\-@＝＋－＠])/g;

/** True when a spreadsheet could run this text as a formula. */
export function looksLikeFormula(text: string): boolean {
  return formulaStart.test(text);
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'object') return cell.figure;
  const inside = cell.replace(formulaBehindSeparator, "$1'");
  return quoted(looksLikeFormula(inside) ? `'${inside}` : inside);
}

function quoted(text: string): string {
  return /[",;\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

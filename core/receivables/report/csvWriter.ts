import { looksLikeFormula } from '../../model/formula.ts';

/** A cell of an export. Bigints and numbers are figures; text is text. */
export type Cell = string | number | null | undefined | { readonly figure: string };

/** Writes CSV that a spreadsheet cannot run: text that starts like a formula gets an apostrophe before it; figures stay figures, so that an auditor can add them up again. Lines end with CRLF as RFC 4180 says. */
export function writeCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  let text = `${header.map(cellText).join(',')}\r\n`;
  for (const row of rows) text += `${row.map(cellText).join(',')}\r\n`;
  return text;
}

/** Where the list separator of the reader's country is another one, a cell may be cut there: what follows must not start a formula either. */
const formulaBehindSeparator = /([;\t|])(?=[=+\-@＝＋－＠])/g;

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

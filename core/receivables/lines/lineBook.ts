import type { BankStatement } from '../model/statement.ts';
import { type IdentifiedLine, identifyLines } from './lineId.ts';
import { partLinks } from './parts.ts';
import { pendingLinks } from './pending.ts';

/** Why a line is not money of its own: the booked line it became, or the batch it is a part of. */
export interface LineLink {
  readonly line: string;
  readonly kind: 'supersededBy' | 'partOf';
  readonly other: string;
}

/** All lines known of any number of files. */
export interface LineBook {
  readonly lines: ReadonlyMap<string, IdentifiedLine>;
  readonly links: ReadonlyMap<string, LineLink>;
}

/** The book of nothing imported. */
export const emptyLineBook: LineBook = { lines: new Map(), links: new Map() };

/** What an import did: ids that are new, and how many lines were known before. */
export interface LineImport {
  readonly book: LineBook;
  readonly added: readonly string[];
  readonly known: number;
}

/** Imports statements: a line that is known adds nothing, so a file twice adds 0 and overlapping files add only what is new. Links are found anew over the accounts touched. */
export function importStatements(book: LineBook, statements: readonly BankStatement[], source = ''): LineImport {
  const lines = new Map(book.lines);
  const added: string[] = [];
  let known = 0;
  for (const statement of statements) {
    for (const line of identifyLines(statement, source)) {
      if (lines.has(line.id)) known += 1;
      else {
        lines.set(line.id, line);
        added.push(line.id);
      }
    }
  }
  const links = new Map(book.links);
  const all = [...lines.values()];
  for (const link of [...pendingLinks(all, links), ...partLinks(all, links)]) links.set(link.line, link);
  return { book: { lines, links }, added, known };
}

/** Lines that are money: booked, not superseded, not part of another; each amount counts once. */
export function countedLines(book: LineBook): IdentifiedLine[] {
  return [...book.lines.values()].filter((line) => line.line.status === 'booked' && !book.links.has(line.id));
}

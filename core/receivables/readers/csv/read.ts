import { refuse } from '../../model/refusal.ts';
import type { StatementPart } from '../../model/statementPart.ts';
import type { TextSource } from '../source/textSource.ts';
import { chineseProfiles } from './chineseProfiles.ts';
import { findColumns, headerWithinRows } from './columns.ts';
import { otherProfiles } from './otherProfiles.ts';
import type { CsvProfile } from './profile.ts';
import { type CsvRow, csvRows, separatorOf } from './rows.ts';
import { BankTable } from './table.ts';

/** What a caller can add to what the file says. */
export interface CsvOptions {
  /** Profiles of the user, tried before the built-in ones. */
  readonly profiles?: readonly CsvProfile[];
  /** Currency of a file that names none. */
  readonly currency?: string;
}

/** Reads a CSV export, row by row, by the first profile whose header it has. Rows after the header without a date (totals, footers) and rows that move no money are told as ignored, never dropped. */
export function* readCsv(text: TextSource, options: CsvOptions = {}): Generator<StatementPart> {
  const rows = csvRows(text.chunks(), separatorOf(text.head));
  const head: CsvRow[] = [];
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    head.push(next.value);
    if (head.length >= headerWithinRows) break;
  }
  for (const profile of [...(options.profiles ?? []), ...chineseProfiles, ...otherProfiles]) {
    const columns = findColumns(head, profile);
    if (columns === undefined) continue;
    const table = new BankTable(profile, columns, head.slice(0, columns.headerAt), (head[columns.headerAt] as CsvRow).line, options.currency);
    for (const row of head.slice(columns.headerAt + 1)) yield table.row(row);
    for (const row of rows) yield table.row(row);
    yield* table.ends();
    yield { format: `csv:${profile.profile}` };
    return;
  }
  const widest = head.reduce((best, row) => (row.cells.length > best.cells.length ? row : best), head[0] ?? { cells: [], line: 1 });
  const seen = widest.cells.slice(0, 12).join(' | ').slice(0, 300);
  refuse(
    'profile_missing',
    `No profile knows these columns: ${seen}. Write a profile document that names them (docs/receivables.md).`,
    `没有模板认识这些列:${seen}。请编写列模板(见 docs/receivables.md)。`,
    widest.line,
  );
}

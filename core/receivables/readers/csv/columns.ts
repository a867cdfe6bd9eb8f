import type { CsvProfile } from './profile.ts';
import type { CsvRow } from './rows.ts';

/** The header of a file under one profile: where each column stands. */
export interface Columns {
  readonly headerAt: number;
  /** Where a column of this name stands; undefined when there is none. */
  at(name: string): number | undefined;
}

/** Column names are compared without blanks, case-folded and in NFKC (full-width brackets and letters are the same). */
export function columnKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** Header rows stand in the first rows; a preamble longer than this is none. */
export const headerWithinRows = 80;

/** Finds the header row of a profile; undefined when the file is not of that profile. */
export function findColumns(rows: readonly CsvRow[], profile: CsvProfile): Columns | undefined {
  const wanted = profile.detect.header.map(columnKey);
  for (let i = 0; i < Math.min(rows.length, headerWithinRows); i += 1) {
    const cells = (rows[i] as CsvRow).cells.map(columnKey);
    if (!wanted.every((name) => cells.includes(name))) continue;
    const above = rows.slice(0, i).map((row) => row.cells.join(','));
    if (profile.detect.preamble !== undefined && !above.some((line) => line.includes(profile.detect.preamble as string))) continue;
    const index = new Map<string, number>();
    for (let c = cells.length - 1; c >= 0; c -= 1) index.set(cells[c] as string, c);
    return { headerAt: i, at: remembered((name) => index.get(columnKey(name))) };
  }
  return undefined;
}

/** Names come again with every row: each is looked up once. */
function remembered(look: (name: string) => number | undefined): (name: string) => number | undefined {
  const known = new Map<string, number | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, look(name));
    return known.get(name);
  };
}

/** The cell of the first of several columns that exists and is not empty or a dash. */
export function cellOf(row: CsvRow, columns: Columns, names: readonly string[] | undefined): string | undefined {
  for (const name of names ?? []) {
    const at = columns.at(name);
    const written = at === undefined ? undefined : row.cells[at];
    if (written === undefined || written === '') continue;
    const cell = written.startsWith("'") ? written.replace(/^'(.*)'$/, '$1').trim() : written;
    if (cell !== '' && !/^[-/]+$/.test(cell)) return cell;
  }
  return undefined;
}

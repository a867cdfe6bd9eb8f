import { CsvSplitter } from './csvSplit.ts';
import type { Shape } from './shape.ts';

/** Characters that separate cells in the wild, rarest inside text first: it wins a tie. */
const candidates = ['\t', '|', ';', ','] as const;
/** Rows that decide. */
const rowsMax = 50;

/** Finds the delimiter of a CSV text from its beginning: the one under which most rows have the first row's number of cells. `sep=;` in the first line (as spreadsheets write it) is obeyed. */
export function delimiterOf(head: string, quote: string, eol: Shape['eol']): string {
  const told = /^sep=(.)\r?\n/.exec(head)?.[1];
  if (told !== undefined) return told;
  let best = ',';
  let bestScore = 0;
  for (const delimiter of candidates) {
    const score = scoreOf(head, { delimiter, quote, eol });
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}

function scoreOf(head: string, dialect: { delimiter: string; quote: string; eol: Shape['eol'] }): number {
  const splitter = new CsvSplitter(dialect);
  let rows = splitter.push(head).slice(0, rowsMax);
  if (rows.length === 0) rows = splitter.end().slice(0, 1);
  const width = rows[0]?.cells.length ?? 0;
  if (width < 2) return 0;
  const same = rows.filter((row) => row.cells.length === width).length;
  return (same / rows.length) * (1 + Math.log2(width) / 10);
}

import { type Linked, link } from '../../core/identity/table/link.ts';
import { writeCsv } from '../../core/receivables/report/csvWriter.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type Io, told } from '../io.ts';
import { count, counted } from '../output/amounts.ts';
import { columnsLine } from '../output/identity-lines.ts';
import { tableFile } from '../table-file.ts';
import { writeResult } from '../write-file.ts';
import { type IdentityCall, overTable, tableOptions } from './identity-options.ts';

/** Pairs shown; the CSV and `--json` hold all. */
const pairsShown = 20;

/** `syncline link <a.csv> <b.csv>`: which rows of two tables are the same. */
export function linkFiles(io: Io, a: string, b: string, call: IdentityCall & { readonly out: string | undefined }): ExitCode {
  const options = tableOptions(call);
  const [left, right] = [tableFile(io, a), tableFile(io, b)];
  const linked = overTable(() => link(left, right, options));
  if (call.out !== undefined) {
    const rows = linked.pairs.map(({ row_a, row_b, score }) => [row_a, row_b, Number(score.toFixed(2))]);
    writeResult(io, call.out, writeCsv(['row_a', 'row_b', 'score'], rows));
    io.err(told(io, { en: `${counted(rows.length, 'pair')} → ${call.out}`, zh: `${count(rows.length)} 对 → ${call.out}` }));
  }
  if (call.json) io.out(JSON.stringify(linked, null, 2));
  else for (const line of linkLines(linked, { a, b }, io)) io.out(line);
  return exitCodes.ok;
}

function linkLines(linked: Linked, names: { readonly a: string; readonly b: string }, io: Io): string[] {
  const pairs = linked.pairs.slice(0, pairsShown).map(({ row_a, row_b, score }) => `  ${row_a} = ${row_b}  ${io.paint.dim(score.toFixed(1))}`);
  const more = linked.pairs.length > pairsShown ? [io.paint.dim(`  … ${count(linked.pairs.length - pairsShown)}`)] : [];
  const head = told(io, {
    en: `${counted(linked.pairs.length, 'pair')} (row of ${names.a} = row of ${names.b}, bits)`,
    zh: `${count(linked.pairs.length)} 对（${names.a} 的行 = ${names.b} 的行，比特）`,
  });
  return [
    io.paint.bold(head),
    `${names.a}: ${columnsLine(linked.columns.a, io)}`,
    `${names.b}: ${columnsLine(linked.columns.b, io)}`,
    '',
    ...pairs,
    ...more,
    '',
    io.paint.dim(linked.model),
  ];
}

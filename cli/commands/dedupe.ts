import { clustersOf, type Deduped, dedupe } from '../../core/identity/table/dedupe.ts';
import { writeCsv } from '../../core/receivables/report/csvWriter.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type Io, told } from '../io.ts';
import { count, counted } from '../output/amounts.ts';
import { agreementLines, columnsLine, qualityLines } from '../output/identity-lines.ts';
import { clip } from '../output/width.ts';
import { tableFile } from '../table-file.ts';
import { writeResult } from '../write-file.ts';
import { type IdentityCall, overTable, tableOptions } from './identity-options.ts';

/** Options of `syncline dedupe`. */
export interface DedupeCall extends IdentityCall {
  readonly truth: string | undefined;
  readonly out: string | undefined;
}

/** `syncline dedupe <file.csv>`: which rows are the same person or organisation, found one by one as the sync does. */
export function dedupeFile(io: Io, name: string, call: DedupeCall): ExitCode {
  const table = tableFile(io, name);
  const options = { ...tableOptions(call), ...(call.truth !== undefined && { truth: call.truth }) };
  const found = overTable(() => dedupe(table, options));
  if (call.out !== undefined) {
    writeResult(io, call.out, clusterRows(found, io));
    io.err(told(io, { en: `${counted(found.rows.length, 'row')} → ${call.out}`, zh: `${count(found.rows.length)} 行 → ${call.out}` }));
  }
  if (call.json) io.out(JSON.stringify(found, null, 2));
  else for (const line of dedupeLines(found, io)) io.out(line);
  return exitCodes.ok;
}

function clusterRows(found: Deduped, io: Io): string {
  const rows = found.rows.map(({ row, entity, score, reason }) => [row, entity, score === null ? '' : Number(score.toFixed(2)), told(io, reason)]);
  return writeCsv(['row', 'entity', 'score', 'reason'], rows);
}

/** Groups shown; the CSV and `--json` hold all. */
const groupsShown = 10;

function dedupeLines(found: Deduped, io: Io): string[] {
  const groups = clustersOf(found.rows).filter((cluster) => cluster.rows.length > 1);
  const reasons = new Map(found.rows.map((row) => [row.row, row]));
  const shown = groups.slice(0, groupsShown).flatMap(({ rows }) => {
    const last = reasons.get(rows.at(-1) as number);
    const why = last === undefined || last.score === null ? '' : `  ${told(io, last.reason)}`;
    return [clip(`  ${rows.join(' = ')}${why}`, io.columns ?? Number.POSITIVE_INFINITY)];
  });
  const summary = told(io, {
    en: `${counted(found.rows.length, 'row')} → ${count(found.entities)} ${found.entities === 1 ? 'entity' : 'entities'}; ${counted(groups.length, 'group')} of two or more rows; ${counted(found.review.length, 'pair')} for a person to look at`,
    zh: `${count(found.rows.length)} 行 → ${count(found.entities)} 个实体；${count(groups.length)} 组含两行及以上；${count(found.review.length)} 对需人工查看`,
  });
  return [
    io.paint.bold(summary),
    columnsLine(found.columns, io),
    '',
    ...shown,
    ...(groups.length > groupsShown ? [io.paint.dim(`  … ${count(groups.length - groupsShown)}`)] : []),
    '',
    ...qualityLines(found.quality, io),
    ...(found.agreement === undefined ? [] : ['', ...agreementLines(found.agreement, io)]),
    '',
    io.paint.dim(`${found.model} · ${found.reads.keys.toFixed(1)} + ${found.reads.entities.toFixed(1)} reads/row`),
  ];
}

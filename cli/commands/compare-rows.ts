import { compareRows } from '../../core/identity/table/dedupe.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import type { Io } from '../io.ts';
import { evidenceLines } from '../output/identity-lines.ts';
import { tableFile } from '../table-file.ts';
import { type IdentityCall, overTable, tableOptions } from './identity-options.ts';

/** `syncline compare <row> <row> --file x.csv`: why two rows of a table are, or are not, the same. */
export function compareTwoRows(io: Io, file: string, rows: readonly [string, string], call: IdentityCall): ExitCode {
  const options = tableOptions(call);
  const bad = rows.find((row) => !/^\d{1,9}$/.test(row));
  if (bad !== undefined) throw new CommandFailure(exitCodes.usage, { en: `“${bad}” is no row number; the first data row is 1.`, zh: `“${bad}”不是行号；首个数据行为 1。` });
  const table = tableFile(io, file);
  const evidence = overTable(() => compareRows(table, options, Number(rows[0]), Number(rows[1])));
  if (call.json) io.out(JSON.stringify(evidence, null, 2));
  else for (const line of evidenceLines(evidence, io)) io.out(line);
  return exitCodes.ok;
}

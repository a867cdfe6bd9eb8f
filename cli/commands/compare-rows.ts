import { compareRows } from '../../core/identity/table/dedupe.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import type { Io } from '../io.ts';
import { evidenceLines } from '../output/identity-lines.ts';
import { tableFile } from '../table-file.ts';
import { type IdentityCall, overTable, tableOptions } from './identity-options.ts';

/** `syncline compare <row> <row> --file x.csv`: why two rows of a table are, or are not, the same. */
export function compareTwoRows(io: Io, file: string, rows: readonly [string, string], call: IdentityCall): ExitCode {
  const options = tableOptions(call);
  const table = tableFile(io, file);
  const evidence = overTable(() => compareRows(table, options, Number(rows[0]), Number(rows[1])));
  if (call.json) io.out(JSON.stringify(evidence, null, 2));
  else for (const line of evidenceLines(evidence, io)) io.out(line);
  return exitCodes.ok;
}

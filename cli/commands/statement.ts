import { decimalOf } from '../../core/model/money.ts';
import { type StatementGap, statementGaps } from '../../core/receivables/proof/sequence.ts';
import { profileFromYaml } from '../../core/receivables/readers/csv/profile.ts';
import { readStatements } from '../../core/receivables/readers/readStatements.ts';
import { statementReport } from '../../core/receivables/report/statementReport.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type GivenFile, givenFile } from '../input-file.ts';
import { type Io, told } from '../io.ts';
import { decimal } from '../output/amounts.ts';
import { printable } from '../output/printable.ts';
import { statementLines } from '../output/statement-lines.ts';

/** Options of the commands that read bank files. */
export interface BankOptions {
  readonly json: boolean;
  readonly currency: string | undefined;
  /** YAML files with columns of banks that we do not know. */
  readonly profiles: readonly string[];
}

/** What readers of bank files are called with. */
export function readerOptions(io: Io, options: BankOptions) {
  const profiles = options.profiles.map((name) => profileFromYaml(textOf(givenFile(io, name)), name));
  return { profiles, ...(options.currency !== undefined && { currency: options.currency.toUpperCase() }) };
}

function textOf(file: GivenFile): string {
  return new TextDecoder().decode(file.bytes);
}

/** `syncline statement <file…>`: bank files of any format, each proved. A file that cannot be read is refused by name; that is an answer, not a failure. */
export function statement(io: Io, names: readonly string[], options: BankOptions): ExitCode {
  const reading = readerOptions(io, options);
  const files = names.map((name) => givenFile(io, name)).map(({ name, bytes }) => readStatements(bytes, name, reading));
  const reports = files.map((file) => statementReport(file, file.file));
  if (options.json) {
    io.out(JSON.stringify(reports, null, 2));
    return exitCodes.ok;
  }
  for (const report of reports) for (const line of statementLines(report, io)) io.out(line);
  for (const gap of statementGaps(files.flatMap((file) => file.statements))) io.out(io.paint.yellow(gapText(gap, io)));
  return exitCodes.ok;
}

function gapText(gap: StatementGap, io: Io): string {
  const account = printable(`${gap.account} ${gap.currency}`);
  if (gap.kind === 'missing_number') return told(io, { en: `${account}: a statement is missing after ${gap.after}`, zh: `${account}：${gap.after} 之后缺少对账单` });
  const by = gap.differenceMinor === undefined ? '' : decimal(decimalOf({ minor: gap.differenceMinor, currency: gap.currency }));
  return told(io, { en: `${account}: the balance after ${gap.after} does not go on (${by})`, zh: `${account}：${gap.after} 之后余额不连续（${by}）` });
}

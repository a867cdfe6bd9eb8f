import { decimalOf } from '../../core/model/money.ts';
import { type StatementGap, statementGaps } from '../../core/receivables/proof/sequence.ts';
import { profileFromYaml } from '../../core/receivables/readers/csv/profileFromYaml.ts';
import { proveFile } from '../../core/receivables/report/proveFile.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type GivenFile, givenFile, streamedFile } from '../input-file.ts';
import { type Io, told } from '../io.ts';
import { decimal } from '../output/amounts.ts';
import { printable } from '../output/printable.ts';
import { statementJson } from '../output/statement-json.ts';
import { linesShown, statementLines } from '../output/statement-lines.ts';

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

/** Texts printed at once. */
const batchTexts = 200;

/** `syncline statement <file…>`: bank files of any format, each proved. A file that cannot be read is refused by name; that is an answer, not a failure. Files of any size up to 2 GB: they are read as streams. */
export function statement(io: Io, names: readonly string[], options: BankOptions): ExitCode {
  const reading = readerOptions(io, options);
  const sources = names.map((name) => streamedFile(io, name));
  if (options.json) {
    let batch: string[] = [];
    for (const text of statementJson(sources, reading)) {
      if (batch.push(text) < batchTexts) continue;
      io.out(batch.join('\n'));
      batch = [];
    }
    if (batch.length > 0) io.out(batch.join('\n'));
    return exitCodes.ok;
  }
  const files = sources.map((source) => proveFile(source, reading, linesShown));
  for (const file of files) for (const line of statementLines(file, io)) io.out(line);
  for (const gap of statementGaps(files.flatMap((file) => file.statements.map(({ end }) => end)))) io.out(io.paint.yellow(gapText(gap, io)));
  return exitCodes.ok;
}

function gapText(gap: StatementGap, io: Io): string {
  const account = printable(`${gap.account} ${gap.currency}`);
  if (gap.kind === 'missing_number') return told(io, { en: `${account}: a statement is missing after ${gap.after}`, zh: `${account}：${gap.after} 之后缺少对账单` });
  const by = gap.differenceMinor === undefined ? '' : decimal(decimalOf({ minor: gap.differenceMinor, currency: gap.currency }));
  return told(io, { en: `${account}: the balance after ${gap.after} does not go on (${by})`, zh: `${account}：${gap.after} 之后余额不连续（${by}）` });
}

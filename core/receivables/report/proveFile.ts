import { LineIds } from '../lines/lineId.ts';
import { type Refusal, RefusedFile } from '../model/refusal.ts';
import type { BankLine } from '../model/statement.ts';
import type { StatementEnd } from '../model/statementPart.ts';
import { proveTotals } from '../proof/statementProof.ts';
import { Tally } from '../proof/tally.ts';
import type { ByteSource } from '../readers/source/byteSource.ts';
import { type StreamOptions, streamStatements } from '../readers/streamStatements.ts';
import { type ReportedHead, type ReportedLine, reportHead, reportLine } from './statementReport.ts';

/** One statement of a file without its lines: all that one look at the file tells. */
export interface ProvedStatement {
  /** Its number among the parts of the stream. */
  readonly number: number;
  readonly end: StatementEnd;
  readonly head: ReportedHead;
  readonly lines: number;
  /** The first lines, as many as asked for. */
  readonly shown: readonly BankLine[];
}

/** One file as one look at it tells: read to its end and proved, or refused by name. */
export interface ProvedFile {
  readonly file: string;
  readonly format: string;
  readonly statements: readonly ProvedStatement[];
  /** True when lines of several accounts alternate: they cannot be told one statement after the other. */
  readonly isMixed: boolean;
  readonly refused?: Refusal;
}

interface Open {
  readonly tally: Tally;
  readonly shown: BankLine[];
  ignored: number;
  end?: StatementEnd;
}

/** Reads a bank file once, line by line, and proves each statement; keeps the first `shownMax` lines of each. What is held does not grow with the number of lines. */
export function proveFile(source: ByteSource, options: StreamOptions = {}, shownMax = 0): ProvedFile {
  const open = new Map<number, Open>();
  let format = 'unknown';
  let [last, isMixed] = [0, false];
  try {
    const parts = streamStatements(source, options, (shape) => {
      format = shape;
    });
    for (const part of parts) {
      if ('format' in part) {
        format = part.format;
        continue;
      }
      const known = open.get(part.statement) ?? { tally: new Tally(), shown: [], ignored: 0 };
      open.set(part.statement, known);
      if ('end' in part) known.end = part.end;
      else if ('ignored' in part) known.ignored += 1;
      else {
        known.tally.add(part.line);
        isMixed ||= part.statement < last;
        last = part.statement;
        if (known.shown.length < shownMax) known.shown.push(part.line);
      }
    }
  } catch (error) {
    if (error instanceof RefusedFile) return { file: source.name, format, statements: [], isMixed: false, refused: error.refusal };
    throw error;
  }
  const statements = [...open].sort(([a], [b]) => a - b).flatMap(([number, known]) => proved(number, known));
  return { file: source.name, format, statements, isMixed };
}

function proved(number: number, { end, tally, ignored, shown }: Open): ProvedStatement[] {
  return end === undefined ? [] : [{ number, end, head: reportHead(end, proveTotals(end, tally), ignored), lines: tally.lines, shown }];
}

/** Reads a proved file a second time and gives its lines as printed, each with its id and the number of its statement. The ids do not depend on the file's name: a line has the same id in every file that tells it. */
export function* reportedLines(source: ByteSource, file: ProvedFile, options: StreamOptions = {}): Generator<{ readonly statement: number; readonly line: ReportedLine }> {
  const ids = new Map(file.statements.map(({ number, end }) => [number, { ids: new LineIds(''), account: end.account }]));
  for (const part of streamStatements(source, options)) {
    if (!('line' in part)) continue;
    const statement = ids.get(part.statement);
    if (statement !== undefined) yield { statement: part.statement, line: reportLine(statement.ids.of(statement.account, part.line), part.line) };
  }
}

import { type Refusal, RefusedFile } from '../model/refusal.ts';
import type { BankLine, BankStatement, IgnoredLine } from '../model/statement.ts';
import type { StatementEnd } from '../model/statementPart.ts';
import { bytesSource } from './source/byteSource.ts';
import { fileBytesMax } from './source/limits.ts';
import { type StreamOptions, streamStatements } from './streamStatements.ts';

/** One bank file as read: its statements, or why there are none. `format` is what it was taken for, `unknown` when nothing fitted. */
export interface StatementFile {
  readonly file: string;
  readonly format: string;
  readonly statements: readonly BankStatement[];
  readonly refused?: Refusal;
}

/** Reads a bank file that is in memory, whole: {@link streamStatements} collected, up to 64 MB. It never throws for what the bytes hold: a file that cannot be read is a named refusal. */
export function readStatements(bytes: Uint8Array, file: string, options: StreamOptions = {}): StatementFile {
  const statements: Collected[] = [];
  let format = 'unknown';
  try {
    const parts = streamStatements(bytesSource(file, bytes), { bytesMax: fileBytesMax, ...options }, (shape) => {
      format = shape;
    });
    for (const part of parts) {
      if ('format' in part) {
        format = part.format;
        continue;
      }
      statements[part.statement] ??= { lines: [], ignored: [] };
      const statement = statements[part.statement] as Collected;
      if ('line' in part) statement.lines.push(part.line);
      else if ('ignored' in part) statement.ignored.push(part.ignored);
      else statement.end = part.end;
    }
  } catch (error) {
    if (error instanceof RefusedFile) return { file, format, statements: [], refused: error.refusal };
    throw error;
  }
  return { file, format, statements: statements.flatMap(({ lines, ignored, end }) => (end === undefined ? [] : [{ ...end, lines, ignored }])) };
}

interface Collected {
  readonly lines: BankLine[];
  readonly ignored: IgnoredLine[];
  end?: StatementEnd;
}

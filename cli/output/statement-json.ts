import type { ByteSource } from '../../core/receivables/readers/source/byteSource.ts';
import type { StreamOptions } from '../../core/receivables/readers/streamStatements.ts';
import { type ProvedFile, type ProvedStatement, proveFile, reportedLines } from '../../core/receivables/report/proveFile.ts';
import type { ReportedLine } from '../../core/receivables/report/statementReport.ts';
import { CommandFailure, exitCodes } from '../exit.ts';

/** Lines of a file whose accounts alternate are held, to print them account by account: so many at most. */
const mixedLinesMax = 500_000;

/** Bank files as one JSON array, line of text by line of text. Each file is read twice: proved to its end, then printed; so nothing of a refused file is printed as a line, and nothing is held that grows with the file. */
export function* statementJson(sources: readonly ByteSource[], options: StreamOptions): Generator<string> {
  yield '[';
  for (const [i, source] of sources.entries()) yield* withComma(fileJson(source, options), i + 1 < sources.length);
  yield ']';
}

function* fileJson(source: ByteSource, options: StreamOptions): Generator<string> {
  const file = proveFile(source, options);
  const { file: name, format, statements, refused } = file;
  if (statements.length === 0) {
    yield indented({ file: name, format, statements: [], refused }, 2);
    return;
  }
  yield '  {';
  yield `    "file": ${JSON.stringify(name)},`;
  yield `    "format": ${JSON.stringify(format)},`;
  yield '    "statements": [';
  const lines = file.isMixed ? heldLines(source, file, options) : new PassingLines(source, file, options);
  for (const [i, statement] of statements.entries()) yield* withComma(statementText(statement, lines.of(statement.number)), i + 1 < statements.length);
  yield '    ]';
  yield '  }';
}

function* statementText({ head, lines: told }: ProvedStatement, lines: Iterable<ReportedLine>): Generator<string> {
  const text = indented(head, 6);
  yield `${text.slice(0, text.lastIndexOf('\n'))},`;
  let count = 0;
  let before: string | undefined;
  for (const line of lines) {
    if (before === undefined) yield '        "lines": [';
    else yield `${before},`;
    before = indented(line, 10);
    count += 1;
  }
  if (count !== told)
    throw new CommandFailure(exitCodes.findings, { en: 'The file changed while it was read; run the command again.', zh: '读取过程中文件发生变化，请重新执行。' });
  yield before === undefined ? '        "lines": []' : `${before}\n        ]`;
  yield '      }';
}

/** Lines of a file whose statements stand one behind the other: each is asked for once, in their order. */
class PassingLines {
  readonly #lines: Iterator<{ readonly statement: number; readonly line: ReportedLine }>;
  #next: IteratorResult<{ readonly statement: number; readonly line: ReportedLine }> | undefined;

  constructor(source: ByteSource, file: ProvedFile, options: StreamOptions) {
    this.#lines = reportedLines(source, file, options);
  }

  *of(statement: number): Generator<ReportedLine> {
    this.#next ??= this.#lines.next();
    while (this.#next.done !== true && this.#next.value.statement === statement) {
      yield this.#next.value.line;
      this.#next = this.#lines.next();
    }
  }
}

function heldLines(source: ByteSource, file: ProvedFile, options: StreamOptions): { of(statement: number): Iterable<ReportedLine> } {
  const held = new Map<number, ReportedLine[]>();
  if (file.statements.reduce((sum, { lines }) => sum + lines, 0) > mixedLinesMax) {
    throw new CommandFailure(exitCodes.findings, {
      en: `${file.file}: lines of several accounts alternate in more than ${mixedLinesMax} lines; sort the file by account, or split it.`,
      zh: `${file.file}：多个账户的流水交错且超过 ${mixedLinesMax} 行，请按账户排序或拆分文件。`,
    });
  }
  for (const { statement, line } of reportedLines(source, file, options)) {
    const own = held.get(statement);
    if (own === undefined) held.set(statement, [line]);
    else own.push(line);
  }
  return { of: (statement) => held.get(statement) ?? [] };
}

function indented(value: unknown, by: number): string {
  const pad = ' '.repeat(by);
  return pad + JSON.stringify(value, null, 2).replaceAll('\n', `\n${pad}`);
}

/** Puts a comma behind the last text of an element that is not the last. */
function* withComma(texts: Iterable<string>, comma: boolean): Generator<string> {
  let before: string | undefined;
  for (const text of texts) {
    if (before !== undefined) yield before;
    before = text;
  }
  if (before !== undefined) yield comma ? `${before},` : before;
}

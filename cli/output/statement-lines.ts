import { decimalOf } from '../../core/model/money.ts';
import type { BankLine } from '../../core/receivables/model/statement.ts';
import type { ProvedFile, ProvedStatement } from '../../core/receivables/report/proveFile.ts';
import { type Io, told } from '../io.ts';
import { count, counted, decimal } from './amounts.ts';
import { printable } from './printable.ts';
import { proofWord, refusalLine } from './refusal-lines.ts';
import { type Cell, table } from './table.ts';

/** Lines shown of a statement; `--json` gives all. */
export const linesShown = 25;

/** A bank file for people: each statement with its balances, whether it adds up, and its lines. */
export function statementLines(report: ProvedFile, io: Io): string[] {
  const head = `${io.paint.bold(printable(report.file))}  ${io.paint.dim(report.format)}`;
  const refused = report.refused === undefined ? [] : [refusalLine(report.file, report.refused, io)];
  return [...(report.statements.length === 0 ? [] : [head]), ...report.statements.flatMap((statement) => oneStatement(statement, io)), ...refused];
}

function oneStatement({ head, lines, shown }: ProvedStatement, io: Io): string[] {
  const { account, currency, from, to, opening, closing, proof } = head;
  const days = [from, to].filter((day) => day !== undefined).join(' – ');
  const balances = [
    opening === null ? '' : told(io, { en: `opening ${decimal(opening)}`, zh: `期初 ${decimal(opening)}` }),
    closing === null ? '' : told(io, { en: `closing ${decimal(closing)}`, zh: `期末 ${decimal(closing)}` }),
    told(io, { en: counted(lines, 'line'), zh: `${count(lines)} 笔` }),
  ].filter((part) => part !== '');
  const more = lines > shown.length ? [io.paint.dim(`    … ${count(lines - shown.length)}`)] : [];
  return [
    `  ${io.paint.cyan(printable(account))} ${currency}  ${days}  ${balances.join(' · ')}  ${proofWord(proof, io)}`,
    ...(opening !== null && closing === null && head.kind === 'statement'
      ? [`    ${io.paint.yellow('!')} ${told(io, { en: 'no closing balance: the file may be cut off', zh: '没有期末余额：文件可能被截断' })}`]
      : []),
    ...proof.broken.map((broken) => `    ${io.paint.red('!')} ${printable(broken)}`),
    ...table(
      [{ title: '' }, { title: '', align: 'right' }, { title: '', grow: true }, { title: '', grow: true }],
      shown.map((line) => cellsOf(line, io)),
      { ...io, indent: '    ' },
    ),
    ...more,
  ];
}

function cellsOf(line: BankLine, io: Io): Cell[] {
  const state = line.status === 'booked' ? '' : ` (${line.status})`;
  return [
    line.date,
    decimal(decimalOf({ minor: line.amountMinor, currency: line.currency })),
    printable(line.counterparty ?? ''),
    { text: printable(`${line.reference ?? ''} ${line.text}`.trim() + state), paint: io.paint.dim },
  ];
}

import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankFile, BankLine, BankStatement, IgnoredLine } from '../../model/statement.ts';
import { findReferences } from '../../references/find.ts';
import { dayFrom } from '../shared/day.ts';
import { knownCurrency, minorFrom, needDay } from '../shared/money.ts';
import { all, at, firstText, outermost, textAt, type XmlElement } from '../xml/element.ts';
import { parseOfx } from './sgml.ts';

const statementNames = new Set(['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);

/** Reads OFX and QFX: bank, card and the cash lines of investment statements. OFX has no opening balance, so it cannot be proved; a server's error status is a named refusal. */
export function readOfx(text: string): BankFile {
  const root = parseOfx(text);
  const reports = outermost(root, statementNames);
  if (reports.length === 0) refuseWithout(root);
  const statements = reports.filter((r) => r.name !== 'INVSTMTRS' || linesIn(r).length > 0).map(readReport);
  if (statements.length === 0) refuse('holdings_only', 'The file lists holdings and trades, no cash lines.', '文件只有持仓和交易,没有现金流水。', reports[0]?.line);
  return { format: 'ofx', statements };
}

function refuseWithout(root: XmlElement): never {
  for (const status of outermost(root, new Set(['STATUS']))) {
    const code = textAt(status, 'CODE');
    if (code === undefined || code === '0') continue;
    const said = textAt(status, 'MESSAGE') ?? '';
    refuse('error_reported', `The bank answered with error ${code} ${said}`.trim(), `银行返回错误 ${code} ${said}`.trim(), status.line);
  }
  return refuse('no_statement', 'The file holds no statement (only a sign-on or an account list).', '文件中没有对账单(只有登录应答或账户列表)。', root.line);
}

function linesIn(report: XmlElement): XmlElement[] {
  return outermost(report, new Set(['STMTTRN']));
}

function readReport(report: XmlElement): BankStatement {
  const declared = textAt(report, 'CURDEF')?.toUpperCase();
  const fallback = declared !== undefined && currencyDigits(declared) !== undefined ? declared : undefined;
  const read = linesIn(report).map((line) => readLine(line, fallback));
  const lines = read.filter((line): line is BankLine => 'date' in line);
  const list = at(report, 'BANKTRANLIST') ?? at(report, 'INVTRANLIST');
  const currency = fallback ?? lines[0]?.currency ?? knownCurrency(declared, report.line);
  const balance = textAt(report, 'LEDGERBAL/BALAMT');
  return {
    account: firstText(report, 'BANKACCTFROM/ACCTID', 'CCACCTFROM/ACCTID', 'INVACCTFROM/ACCTID') ?? '',
    currency,
    kind: 'statement',
    from: dayOf(textAt(list, 'DTSTART')),
    to: dayOf(textAt(list, 'DTEND')),
    closingMinor: balance === undefined ? undefined : minorFrom(balance, currency, 'auto', at(report, 'LEDGERBAL/BALAMT')?.line),
    lines,
    controls: [],
    ignored: read.filter((line): line is IgnoredLine => !('date' in line)),
  };
}

function readLine(line: XmlElement, fallback: string | undefined): BankLine | IgnoredLine {
  const currency = fallback ?? knownCurrency(firstText(line, 'CURRENCY/CURSYM'), line.line);
  const written = textAt(line, 'TRNAMT') ?? '';
  const posted = textAt(line, 'DTPOSTED') ?? '';
  const text = [textAt(line, 'NAME') ?? textAt(line, 'PAYEE/NAME'), textAt(line, 'MEMO')].filter((t) => t !== undefined).join(' ');
  const id = textAt(line, 'FITID');
  const check = textAt(line, 'CHECKNUM');
  return {
    date: needDay(dayOf(posted), posted, line.line),
    amountMinor: minorFrom(written, currency, 'auto', line.line),
    currency,
    written,
    status: 'booked',
    bankId: id,
    reference: findReferences(text)[0]?.value ?? textAt(line, 'REFNUM') ?? (check !== undefined && /[1-9]/.test(check) ? check : undefined),
    counterparty: firstText(line, 'NAME', 'PAYEE/NAME'),
    counterpartyAccount: all(line, 'BANKACCTTO')
      .concat(all(line, 'CCACCTTO'))
      .map((a) => textAt(a, 'ACCTID'))[0],
    text,
    code: textAt(line, 'TRNTYPE'),
    reversal: textAt(line, 'CORRECTACTION') === 'DELETE' ? true : undefined,
    line: line.line,
  };
}

function dayOf(written: string | undefined): string | undefined {
  return written === undefined ? undefined : dayFrom(written, 'YYYYMMDD');
}

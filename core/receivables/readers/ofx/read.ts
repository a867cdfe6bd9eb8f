import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankLine, IgnoredLine } from '../../model/statement.ts';
import type { StatementEnd, StatementPart } from '../../model/statementPart.ts';
import { findReferences } from '../../references/find.ts';
import { dayFrom } from '../shared/day.ts';
import { knownCurrency, minorFrom, needDay } from '../shared/money.ts';
import type { TextSource } from '../source/textSource.ts';
import { all, at, firstText, outermost, textAt, type XmlElement } from '../xml/element.ts';
import { OfxReader } from './sgml.ts';

const statementNames = new Set(['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);

/** What a report is known by while its lines pass. */
interface OpenReport {
  readonly number: number;
  readonly currency: string | undefined;
  /** Currency of the first line, for a report that declares none. */
  first?: string;
}

/** Reads OFX and QFX, line by line: bank, card and the cash lines of investment statements. OFX has no opening balance, so it cannot be proved; a server's error status is a named refusal. */
export function* readOfx(text: TextSource): Generator<StatementPart> {
  const reader = new OfxReader(text, 'STMTTRN');
  const open = new Map<XmlElement, OpenReport>();
  for (const { element, parents } of reader.elements()) {
    const report = parents.find((parent) => statementNames.has(parent.name));
    if (report === undefined) continue;
    const known = open.get(report) ?? { number: outermost(reader.root(), statementNames).indexOf(report), currency: declaredCurrency(report) };
    open.set(report, known);
    const line = readLine(element, known.currency);
    if ('date' in line) known.first ??= line.currency;
    yield 'date' in line ? { statement: known.number, line } : { statement: known.number, ignored: line };
  }
  const reports = outermost(reader.root(), statementNames);
  if (reports.length === 0) refuseWithout(reader.root());
  const told = reports.filter((report) => report.name !== 'INVSTMTRS' || open.has(report));
  if (told.length === 0) refuse('holdings_only', 'The file lists holdings and trades, no cash lines.', '文件只有持仓和交易,没有现金流水。', reports[0]?.line);
  for (const report of told) {
    const known = open.get(report) ?? { number: reports.indexOf(report), currency: declaredCurrency(report) };
    yield { statement: known.number, end: endOf(report, known) };
  }
  yield { format: 'ofx' };
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

function declaredCurrency(report: XmlElement): string | undefined {
  const declared = textAt(report, 'CURDEF')?.toUpperCase();
  return declared !== undefined && currencyDigits(declared) !== undefined ? declared : undefined;
}

function endOf(report: XmlElement, known: OpenReport): StatementEnd {
  const list = at(report, 'BANKTRANLIST') ?? at(report, 'INVTRANLIST');
  const currency = known.currency ?? known.first ?? knownCurrency(textAt(report, 'CURDEF'), report.line);
  const balance = textAt(report, 'LEDGERBAL/BALAMT');
  return {
    account: firstText(report, 'BANKACCTFROM/ACCTID', 'CCACCTFROM/ACCTID', 'INVACCTFROM/ACCTID') ?? '',
    currency,
    kind: 'statement',
    from: dayOf(textAt(list, 'DTSTART')),
    to: dayOf(textAt(list, 'DTEND')),
    closingMinor: balance === undefined ? undefined : minorFrom(balance, currency, 'auto', at(report, 'LEDGERBAL/BALAMT')?.line),
    controls: [],
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

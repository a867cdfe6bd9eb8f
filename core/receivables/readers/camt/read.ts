import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankStatement, ControlTotal } from '../../model/statement.ts';
import type { StatementEnd, StatementPart } from '../../model/statementPart.ts';
import { control, Tally } from '../../proof/tally.ts';
import { minorFrom } from '../shared/money.ts';
import { elementsHeldMax, tokenCharsMax } from '../source/limits.ts';
import { TextWindow } from '../source/textWindow.ts';
import { at, firstText, textAt, type XmlElement } from '../xml/element.ts';
import { XmlReader } from '../xml/reader.ts';
import { type CamtBalances, camtBalances } from './balances.ts';
import { dayAt, readEntry } from './entry.ts';

const reports: ReadonlyMap<string, { kind: BankStatement['kind']; message: string }> = new Map([
  ['Stmt', { kind: 'statement', message: 'camt.053' }],
  ['Rpt', { kind: 'interim', message: 'camt.052' }],
  ['Ntfctn', { kind: 'notification', message: 'camt.054' }],
]);

const split = new Set(['Ntry', ...reports.keys()]);

/** What is known of a report while its entries pass. */
interface OpenReport {
  readonly element: XmlElement;
  readonly number: number;
  readonly tally: Tally;
  /** Currency of the account, for entries that name none. */
  readonly currency: string | undefined;
  readonly created: string | undefined;
}

/** Reads CAMT.052, .053 and .054 of every version, entry by entry: names are compared without namespace, and both the flat parties of early versions and the nested ones of later versions are known. */
export function* readCamt(text: Iterable<string>): Generator<StatementPart> {
  const reader = new XmlReader(new TextWindow(text), { elementsMax: elementsHeldMax, tokenCharsMax, split });
  let report: OpenReport | undefined;
  let format: string | undefined;
  let count = 0;
  for (const { element, parents } of reader.elements()) {
    const outer = parents.find((parent) => reports.has(parent.name));
    if (element.name === 'Ntry') {
      if (outer === undefined || outer !== parents.at(-1)) continue;
      if (report?.element !== outer) report = openReport(outer, count);
      const line = readEntry(element, report.currency, report.created);
      report.tally.add(line);
      yield { statement: report.number, line };
    } else if (outer === undefined) {
      if (report?.element !== element) report = openReport(element, count);
      yield { statement: count, end: endOf(report) };
      format ??= reports.get(element.name)?.message;
      count += 1;
    }
  }
  const root = reader.root();
  if (format === undefined) refuse('no_statement', 'The message holds no statement, report or notification.', '报文中没有对账单、报告或通知。', root.line);
  yield { format };
}

function openReport(element: XmlElement, number: number): OpenReport {
  return { element, number, tally: new Tally(), currency: textAt(element, 'Acct/Ccy') ?? camtBalances(element).currency, created: dayAt(element, 'CreDtTm') };
}

function endOf({ element: report, tally }: OpenReport): StatementEnd {
  const account = at(report, 'Acct');
  const balances: CamtBalances = camtBalances(report);
  const currency = balances.currency ?? textAt(account, 'Ccy') ?? tally.currency;
  if (currency === undefined) refuse('currency_unknown', 'The statement names no currency and holds no entry.', '对账单没有币种,也没有分录。', report.line);
  const sequence = firstText(report, 'ElctrncSeqNb', 'LglSeqNb');
  return {
    account: firstText(account, 'Id/IBAN', 'Id/Othr/Id', 'Id/PrtryAcct/Id', 'Id/BBAN') ?? '',
    accountName: firstText(account, 'Nm', 'Ownr/Nm'),
    currency,
    kind: (reports.get(report.name) as { kind: BankStatement['kind'] }).kind,
    number: textAt(report, 'Id'),
    sequence: sequence !== undefined && /^\d{1,15}$/.test(sequence) ? Number(sequence) : undefined,
    from: dayAt(report, 'FrToDt/FrDtTm') ?? dayAt(report, 'FrToDt/FrDt') ?? balances.openingDay,
    to: dayAt(report, 'FrToDt/ToDtTm') ?? dayAt(report, 'FrToDt/ToDt') ?? balances.closingDay,
    openingMinor: balances.opening,
    closingMinor: balances.closing,
    controls: totalsOf(report, tally, currency),
  };
}

function totalsOf(report: XmlElement, tally: Tally, currency: string): ControlTotal[] {
  const totals: ControlTotal[] = [];
  const check = (name: string, path: string, lines: number, minor: bigint): void => {
    const count = textAt(report, `TxsSummry/${path}/NbOfNtries`);
    if (count !== undefined) totals.push({ name: `${name}.count`, ok: Number(count) === lines, said: count, read: String(lines) });
    const sum = textAt(report, `TxsSummry/${path}/Sum`);
    if (sum === undefined || tally.hasOther(currency) || currencyDigits(currency) === undefined) return;
    totals.push(control(`${name}.sum`, minorFrom(sum, currency, '.', report.line), minor));
  };
  check('entries', 'TtlNtries', tally.lines, tally.creditMinor + tally.debitMinor);
  check('credits', 'TtlCdtNtries', tally.credits, tally.creditMinor);
  check('debits', 'TtlDbtNtries', tally.debits, tally.debitMinor);
  return totals;
}

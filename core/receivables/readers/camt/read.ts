import { currencyDigits } from '../../../model/money.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankFile, BankStatement, ControlTotal } from '../../model/statement.ts';
import { minorFrom } from '../shared/money.ts';
import { all, at, firstText, outermost, textAt, type XmlElement } from '../xml/element.ts';
import { dayAt, readEntry, signedAmount } from './entry.ts';

const reports: ReadonlyMap<string, { kind: BankStatement['kind']; message: string }> = new Map([
  ['Stmt', { kind: 'statement', message: 'camt.053' }],
  ['Rpt', { kind: 'interim', message: 'camt.052' }],
  ['Ntfctn', { kind: 'notification', message: 'camt.054' }],
]);

/** Reads CAMT.052, .053 and .054 of every version: names are compared without namespace, and both the flat parties of early versions and the nested ones of later versions are known. */
export function readCamt(root: XmlElement): BankFile {
  const found = outermost(root, new Set(reports.keys()));
  if (found.length === 0) refuse('no_statement', 'The message holds no statement, report or notification.', '报文中没有对账单、报告或通知。', root.line);
  const kind = reports.get((found[0] as XmlElement).name) as { message: string };
  return { format: kind.message, statements: found.map(readReport) };
}

function readReport(report: XmlElement): BankStatement {
  const account = at(report, 'Acct');
  const created = dayAt(report, 'CreDtTm');
  const balances = balancesOf(report);
  const declared = textAt(account, 'Ccy');
  const lines = all(report, 'Ntry').map((entry) => readEntry(entry, declared ?? balances.currency, created));
  const currency = balances.currency ?? declared ?? lines[0]?.currency;
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
    lines,
    controls: totalsOf(report, lines, currency),
  };
}

interface Balances {
  readonly currency?: string;
  readonly opening?: bigint;
  readonly closing?: bigint;
  readonly openingDay?: string;
  readonly closingDay?: string;
}

/** Opening is OPBD, else the previous closing, else the first interim balance of two; closing is CLBD, else the last interim balance. */
function balancesOf(report: XmlElement): Balances {
  const byCode = new Map<string, XmlElement[]>();
  for (const balance of all(report, 'Bal')) {
    const code = firstText(balance, 'Tp/CdOrPrtry/Cd', 'Tp/Cd', 'Tp/CdOrPrtry/Prtry') ?? '';
    byCode.set(code, [...(byCode.get(code) ?? []), balance]);
  }
  const interim = byCode.get('ITBD') ?? [];
  const opening = byCode.get('OPBD')?.[0] ?? byCode.get('PRCD')?.[0] ?? (interim.length > 1 ? interim[0] : undefined);
  const closing = byCode.get('CLBD')?.at(-1) ?? (interim.at(-1) === opening ? undefined : interim.at(-1));
  const from = opening === undefined ? undefined : signedAmount(opening);
  const to = closing === undefined ? undefined : signedAmount(closing);
  const any = from ?? to ?? [...byCode.values()].flat().map((b) => signedAmount(b))[0];
  return {
    currency: any?.currency,
    opening: from?.minor,
    closing: to?.currency === (from?.currency ?? to?.currency) ? to?.minor : undefined,
    openingDay: opening === undefined ? undefined : dayAt(opening, 'Dt'),
    closingDay: closing === undefined ? undefined : dayAt(closing, 'Dt'),
  };
}

function totalsOf(report: XmlElement, lines: BankStatement['lines'], currency: string): ControlTotal[] {
  const totals: ControlTotal[] = [];
  const check = (name: string, path: string, chosen: BankStatement['lines']): void => {
    const count = textAt(report, `TxsSummry/${path}/NbOfNtries`);
    if (count !== undefined) totals.push({ name: `${name}.count`, ok: Number(count) === chosen.length, said: count, read: String(chosen.length) });
    const sum = textAt(report, `TxsSummry/${path}/Sum`);
    if (sum === undefined || chosen.some((line) => line.currency !== currency) || currencyDigits(currency) === undefined) return;
    const said = minorFrom(sum, currency, '.', report.line);
    const read = chosen.reduce((total, line) => total + (line.amountMinor < 0n ? -line.amountMinor : line.amountMinor), 0n);
    totals.push({ name: `${name}.sum`, ok: said === read, said: String(said), read: String(read) });
  };
  check('entries', 'TtlNtries', lines);
  check(
    'credits',
    'TtlCdtNtries',
    lines.filter((line) => line.amountMinor >= 0n),
  );
  check(
    'debits',
    'TtlDbtNtries',
    lines.filter((line) => line.amountMinor < 0n),
  );
  return totals;
}

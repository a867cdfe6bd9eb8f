import { refuse } from '../../model/refusal.ts';
import type { BankLine, BankLinePart } from '../../model/statement.ts';
import { dayFrom } from '../shared/day.ts';
import { knownCurrency, minorFrom, needDay } from '../shared/money.ts';
import { all, at, firstText, textAt, type XmlElement } from '../xml/element.ts';
import { storyOf } from './parties.ts';

/** Signed minor units of an `Amt` and its `CdtDbtInd`. The indicator gives the direction of this booking, also when it reverses an earlier one. */
export function signedAmount(holder: XmlElement, fallback?: string): { minor: bigint; currency: string; written: string } | undefined {
  const amount = at(holder, 'Amt');
  if (amount === undefined) return undefined;
  const currency = knownCurrency(amount.attributes.get('Ccy') ?? fallback, amount.line);
  const size = minorFrom(amount.text, currency, '.', amount.line);
  const side = textAt(holder, 'CdtDbtInd');
  if (side !== 'CRDT' && side !== 'DBIT' && side !== undefined)
    refuse('malformed', `CdtDbtInd is ${JSON.stringify(side)}, neither CRDT nor DBIT.`, `CdtDbtInd 为 ${JSON.stringify(side)},既非 CRDT 也非 DBIT。`, amount.line);
  return { minor: side === 'DBIT' ? -size : size, currency, written: amount.text };
}

/** A date or the day of a date and time. */
export function dayAt(holder: XmlElement | undefined, path: string): string | undefined {
  const written = firstText(holder, `${path}/Dt`, `${path}/DtTm`, path);
  return written === undefined ? undefined : dayFrom(written, 'YYYY-MM-DD');
}

/** Reads one `Ntry`: one line; its `TxDtls` are the parts of a batch, or the story of a single payment. */
export function readEntry(entry: XmlElement, accountCurrency: string | undefined, created: string | undefined): BankLine {
  const amount = signedAmount(entry, accountCurrency);
  if (amount === undefined) refuse('bad_amount', 'An entry has no amount.', '有一笔分录没有金额。', entry.line);
  const details = all(entry, 'NtryDtls').flatMap((d) => all(d, 'TxDtls'));
  const single = details.length > 1 ? undefined : details[0];
  const story = storyOf(single, amount.minor >= 0n);
  const status = firstText(entry, 'Sts/Cd', 'Sts') ?? 'BOOK';
  const booked = dayAt(entry, 'BookgDt') ?? dayAt(entry, 'ValDt') ?? created;
  const parts = details.length > 1 ? details.map((d) => partOf(d, amount)) : [];
  const bankId = firstText(entry, 'AcctSvcrRef', 'NtryRef') ?? firstText(single, 'Refs/AcctSvcrRef', 'Refs/TxId');
  return {
    date: needDay(booked, firstText(entry, 'BookgDt/Dt', 'BookgDt/DtTm') ?? '', entry.line),
    valueDate: dayAt(entry, 'ValDt'),
    amountMinor: amount.minor,
    currency: amount.currency,
    written: amount.written,
    status: status === 'BOOK' ? 'booked' : 'pending',
    bankId,
    ...story,
    text: [story.text, textAt(entry, 'AddtlNtryInf') ?? ''].filter((t) => t !== '').join(' '),
    code: codeOf(entry),
    reversal: textAt(entry, 'RvslInd') === 'true' || firstText(single, 'RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry') !== undefined ? true : undefined,
    parts: parts.length > 0 ? parts : undefined,
    line: entry.line,
  };
}

function partOf(details: XmlElement, whole: { minor: bigint; currency: string }): BankLinePart {
  const own = signedAmount(details, whole.currency) ?? signedAmount(at(details, 'AmtDtls/TxAmt') ?? details, whole.currency);
  // A part without an indicator of its own goes the way of its entry.
  const minor = own === undefined ? 0n : textAt(details, 'CdtDbtInd') === undefined && whole.minor < 0n ? -own.minor : own.minor;
  return { amountMinor: minor, currency: own?.currency ?? whole.currency, ...storyOf(details, whole.minor >= 0n) };
}

function codeOf(entry: XmlElement): string | undefined {
  const domain = [textAt(entry, 'BkTxCd/Domn/Cd'), textAt(entry, 'BkTxCd/Domn/Fmly/Cd'), textAt(entry, 'BkTxCd/Domn/Fmly/SubFmlyCd')].filter((c) => c !== undefined);
  return domain.length > 0 ? domain.join('/') : textAt(entry, 'BkTxCd/Prtry/Cd');
}

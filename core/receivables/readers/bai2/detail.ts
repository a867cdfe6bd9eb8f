import type { BankLine, IgnoredLine } from '../../model/statement.ts';
import { isEndToEndId } from '../../references/endToEnd.ts';
import { clampedDay } from '../shared/day.ts';
import { baiDirection, baiMinor, fundsWidth } from './amounts.ts';
import type { BaiRecord } from './records.ts';

/** A field of a record, trimmed; the empty text when it is not there. */
export function baiField(record: BaiRecord, index: number): string {
  return (record.fields[index] ?? '').trim();
}

/** Reads a 16 record: a line, or why it moves no money. */
export function readDetail(record: BaiRecord, currency: string, asOf: string): BankLine | IgnoredLine {
  const code = baiField(record, 1);
  const direction = baiDirection(code);
  const written = baiField(record, 2);
  const after = 3 + fundsWidth(record.fields, 3);
  const text = record.fields
    .slice(after + 2)
    .join(',')
    .replace(/\s+/g, ' ')
    .trim();
  if (direction === 0n) return { line: record.line, reason: 'no_amount', text: `${code} ${text}` };
  const valueDate = baiField(record, 3).toUpperCase() === 'V' ? clampedDay(baiField(record, 4)) : undefined;
  const [bankId, customerReference] = [baiField(record, after), baiField(record, after + 1)];
  const story = (name: string): string | undefined => new RegExp(`\\b${name}: ?(.*?)(?= [A-Z]{4}: |$)`).exec(text)?.[1]?.trim() || undefined;
  return {
    date: asOf,
    valueDate,
    amountMinor: baiMinor(written, record.line) * direction,
    currency,
    written,
    status: 'booked',
    bankId: bankId !== '' && isEndToEndId(bankId) ? bankId : undefined,
    reference: customerReference !== '' && isEndToEndId(customerReference) ? customerReference : story('EREF'),
    endToEndId: story('EREF'),
    counterparty: direction > 0n ? story('DBNM') : story('CRNM'),
    counterpartyAccount: direction > 0n ? story('DACT') : story('CACT'),
    text,
    code,
    reversal: isReturn(code) ? true : undefined,
    line: record.line,
  };
}

/** Returned items: 5xx returns of what we sent, 25x of what came in (ACH, wire, lock box, cheque). */
function isReturn(code: string): boolean {
  return /^(?:25[2-9]|26[1-6]|55[2-9]|56[1-4])$/.test(code);
}

import { refuse } from '../../model/refusal.ts';
import { clampedDay } from '../shared/day.ts';
import { minorFrom, needDay } from '../shared/money.ts';
import type { SwiftField } from './fields.ts';

/** What `:61:` says; the story follows in `:86:`. */
export interface Line61 {
  readonly date: string;
  readonly valueDate: string;
  readonly amountMinor: bigint;
  readonly written: string;
  readonly reversal: boolean;
  readonly code?: string;
  readonly customerReference?: string;
  readonly bankReference?: string;
  readonly supplement: string;
}

// value date, entry date (or blanks), mark, funds code, amount, the rest
const pattern = /^(?<value>\d{6})(?<entry>\d{4}| {4})?\s?(?<mark>R[CD]|E[CD]|[CD])(?<funds>[A-Z])?\s?(?<amount>\d{1,15}(?:,\d{0,5})?)(?<rest>[^\n]*)(?:\n(?<more>[\s\S]*))?$/;

/** Reads a statement line. `RC` takes a credit back, so it is money out; `RD` takes a debit back. */
export function readLine61(field: SwiftField, currency: string): Line61 {
  const parts = pattern.exec(field.value)?.groups;
  if (parts === undefined)
    refuse(
      'malformed',
      `:61: ${JSON.stringify(field.value.slice(0, 40))} is not a statement line.`,
      `:61: ${JSON.stringify(field.value.slice(0, 40))} 不是有效的流水行。`,
      field.line,
    );
  const valueWritten = parts['value'] as string;
  const valueDate = needDay(clampedDay(valueWritten), valueWritten, field.line);
  const mark = parts['mark'] as string;
  const amountWritten = parts['amount'] as string;
  const size = minorFrom(amountWritten.replace(/,$/, ''), currency, ',', field.line);
  const [reference, bankReference] = splitReference(parts['rest'] as string);
  const moneyIn = mark === 'C' || mark === 'RD' || mark === 'EC';
  return {
    date: entryDay(valueWritten, valueDate, parts['entry']),
    valueDate,
    amountMinor: moneyIn ? size : -size,
    written: amountWritten,
    reversal: mark.startsWith('R'),
    code: reference.code,
    customerReference: reference.text,
    bankReference,
    supplement: (parts['more'] ?? '').trim(),
  };
}

/** `NTRFcustomer//bank`: a type of a letter and three characters, at most 16 of reference, then the bank's. */
function splitReference(rest: string): [{ code?: string; text?: string }, string | undefined] {
  const slashes = rest.indexOf('//');
  const own = slashes < 0 ? rest : rest.slice(0, slashes);
  const bank = slashes < 0 ? '' : rest.slice(slashes + 2).trim();
  const code = /^[A-Z][A-Z0-9 ]{3}/.exec(own)?.[0];
  const text = own.slice(code?.length ?? 0).trim();
  return [{ code: code?.trim(), text: text === '' ? undefined : text }, bank === '' ? undefined : bank];
}

/** The entry day has no year: it is the one nearest to the value date. */
function entryDay(yymmdd: string, valueDate: string, mmdd: string | undefined): string {
  if (mmdd === undefined || mmdd.trim() === '') return valueDate;
  const year = Number(yymmdd.slice(0, 2));
  let best = valueDate;
  let least = Number.POSITIVE_INFINITY;
  for (const y of [year - 1, year, year + 1]) {
    const day = clampedDay(String((y + 100) % 100).padStart(2, '0') + mmdd);
    const distance = day === undefined ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(day) - Date.parse(valueDate));
    if (day !== undefined && distance < least) {
      least = distance;
      best = day;
    }
  }
  return best;
}

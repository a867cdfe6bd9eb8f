import { nameForm } from '../../match/names.ts';
import type { Claim } from '../../model/claim.ts';
import type { InvoiceDocument } from '../../model/invoiceDocument.ts';
import { refuse } from '../../model/refusal.ts';
import { dayFrom } from '../../readers/shared/day.ts';
import { knownCurrency, minorFrom, needDay } from '../../readers/shared/money.ts';
import { type InputFile, type InputRefusal, readTable, rowOr, type TableRow } from './table.ts';

/** A claim and the name its document gives the party. */
export interface NamedClaimRow {
  readonly claim: Claim;
  readonly partyName: string;
}

/** Reads `invoice_id, customer_id, customer_name, invoice_date, due_date, amount, currency?, company?, reference?, contract?, description?`. A negative invoice is a credit note. */
export function claimsFromCsv(file: InputFile, currency: string, refusals: InputRefusal[]): NamedClaimRow[] {
  const table = readTable(file, ['invoice_id|number', 'amount', 'customer_id|customer_name']);
  const format = { invoice_date: table.dayFormat('invoice_date'), due_date: table.dayFormat('due_date') };
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const id = row.text('invoice_id', 'number');
    return (
      rowOr(file, row, id, refusals, () => {
        const own = idOf(id, seen, row);
        const day = (column: 'invoice_date' | 'due_date'): string | undefined => dayOf(row, column, format[column]);
        return claimOf(row, own, minorOf(row, currency), currencyOf(row, currency), { issued: day('invoice_date'), due: day('due_date') });
      }) ?? []
    );
  });
}

/** Reads `credit_id, customer_id, customer_name, date, amount, …`: credit notes, whatever sign their amounts are written with. */
export function creditsFromCsv(file: InputFile, currency: string, refusals: InputRefusal[]): NamedClaimRow[] {
  const table = readTable(file, ['credit_id|credit_note_id|invoice_id', 'amount', 'customer_id|customer_name']);
  const column = 'credit_date';
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const id = row.text('credit_id', 'credit_note_id', 'invoice_id');
    return (
      rowOr(file, row, id, refusals, () => {
        const minor = minorOf(row, currency);
        return claimOf(row, idOf(id, seen, row), minor > 0n ? -minor : minor, currencyOf(row, currency), { issued: dayOf(row, column, 'auto') ?? dayOf(row, 'date', 'auto') });
      }) ?? []
    );
  });
}

/** Makes a claim of an invoice document; the buyer's tax id, else its name, is the party. */
export function claimOfDocument(document: InvoiceDocument): NamedClaimRow {
  const payable = document.totals.payable ?? 0n;
  const totalMinor = document.kind === 'creditNote' && payable > 0n ? -payable : payable;
  const partyName = document.buyer.name ?? '';
  const number = document.number ?? '';
  return {
    partyName,
    claim: {
      id: number,
      kind: totalMinor < 0n ? 'creditNote' : 'invoice',
      company: '',
      party: document.buyer.taxId ?? nameForm(partyName).full,
      currency: document.currency ?? '',
      number,
      totalMinor,
      issued: document.issued,
      due: document.due,
      references: document.references.payment === undefined ? undefined : [document.references.payment.replace(/\s+/g, '')],
      contract: document.references.contract,
      version: 1,
    },
  };
}

function claimOf(row: TableRow, id: string, totalMinor: bigint, currency: string, days: { issued?: string; due?: string }): NamedClaimRow {
  const partyName = row.text('customer_name') ?? '';
  const reference = row.text('reference');
  const claim: Claim = {
    id,
    kind: totalMinor < 0n ? 'creditNote' : 'invoice',
    company: row.text('company') ?? '',
    party: row.text('customer_id') ?? nameForm(partyName).full,
    currency,
    number: row.text('number') ?? id,
    totalMinor,
    ...days,
    references: reference === undefined ? undefined : [reference.replace(/\s+/g, '')],
    contract: row.text('contract'),
    description: row.text('description'),
    version: 1,
  };
  return { claim, partyName };
}

function idOf(id: string | undefined, seen: Set<string>, row: TableRow): string {
  if (id === undefined) refuse('number_missing', 'The row has no id.', '该行没有编号。', row.line);
  if (seen.has(id)) refuse('malformed', `The id ${id} stands in the file twice; the first is kept.`, `编号 ${id} 在文件中重复,保留第一条。`, row.line);
  seen.add(id);
  return id;
}

function currencyOf(row: TableRow, fallback: string): string {
  return knownCurrency(row.text('currency') ?? fallback, row.line);
}

function minorOf(row: TableRow, fallback: string): bigint {
  return minorFrom(row.text('amount') ?? '', currencyOf(row, fallback), 'auto', row.line);
}

function dayOf(row: TableRow, column: string, format: Parameters<typeof dayFrom>[1]): string | undefined {
  const written = row.text(column);
  return written === undefined ? undefined : needDay(dayFrom(written, format), written, row.line);
}

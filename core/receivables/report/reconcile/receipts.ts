import { countedLines, emptyLineBook, importStatements } from '../../lines/lineBook.ts';
import type { IdentifiedLine } from '../../lines/lineId.ts';
import type { Fact } from '../../model/fact.ts';
import type { Receipt, RemittanceLine } from '../../model/receipt.ts';
import { refuse } from '../../model/refusal.ts';
import type { BankStatement } from '../../model/statement.ts';
import { dayFrom } from '../../readers/shared/day.ts';
import { knownCurrency, minorFrom, needDay } from '../../readers/shared/money.ts';
import { schemeOf } from '../../references/find.ts';
import { type InputFile, type InputRefusal, readTable, rowOr } from './table.ts';

/** Reads `payment_id, payment_date, payer_name, amount, currency?, method?, reference_info?, account?, company?`. */
export function receiptsFromCsv(file: InputFile, currency: string, refusals: InputRefusal[]): Receipt[] {
  const table = readTable(file, ['payment_id', 'payment_date', 'amount']);
  const format = table.dayFormat('payment_date');
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const id = row.text('payment_id');
    return (
      rowOr(file, row, id, refusals, (): Receipt => {
        if (id === undefined) refuse('number_missing', 'The payment has no id.', '该收款没有编号。', row.line);
        if (seen.has(id)) refuse('malformed', `The payment ${id} stands in the file twice; the first is kept.`, `收款 ${id} 在文件中重复,保留第一条。`, row.line);
        seen.add(id);
        const code = knownCurrency(row.text('currency') ?? currency, row.line);
        const written = row.text('payment_date') ?? '';
        const text = row.text('reference_info', 'text', 'description') ?? '';
        return {
          id,
          company: row.text('company') ?? '',
          currency: code,
          amountMinor: minorFrom(row.text('amount') ?? '', code, 'auto', row.line),
          date: needDay(dayFrom(written, format), written, row.line),
          payer: row.text('payer_name') ?? '',
          payerAccount: row.text('payer_account'),
          party: row.text('customer_id'),
          text,
          references: referencesIn(row.text('reference')),
          method: row.text('method'),
          version: 1,
        };
      }) ?? []
    );
  });
}

/** Reads `remittance_id, payment_id, invoice_ref, amount, memo` by payment. */
export function remittancesFromCsv(file: InputFile, currencyOf: (payment: string) => string, refusals: InputRefusal[]): Map<string, RemittanceLine[]> {
  const table = readTable(file, ['payment_id', 'invoice_ref', 'amount']);
  const byPayment = new Map<string, RemittanceLine[]>();
  for (const row of table.rows) {
    const payment = row.text('payment_id');
    const line = rowOr(file, row, row.text('remittance_id'), refusals, (): RemittanceLine => {
      if (payment === undefined) refuse('number_missing', 'The remittance line names no payment.', '该付款通知行没有收款编号。', row.line);
      return {
        id: row.text('remittance_id') ?? String(row.line),
        ref: row.text('invoice_ref') ?? '',
        amountMinor: minorFrom(row.text('amount') ?? '', currencyOf(payment), 'auto', row.line),
        memo: row.text('memo') ?? '',
      };
    });
    if (line === undefined || payment === undefined) continue;
    byPayment.set(payment, [...(byPayment.get(payment) ?? []), line]);
  }
  return byPayment;
}

/** Facts of bank statements: each booked credit is a receipt (of a batch, each of its parts); a returned credit is a charge-back of the receipt with the same amount and story. Debits are not ours to match and are counted. */
export function factsFromStatements(
  statements: readonly BankStatement[],
  company = '',
): { readonly facts: Fact[]; readonly debits: number; readonly unmatchedReversals: readonly string[] } {
  const lines = countedLines(importStatements(emptyLineBook, statements).book);
  const facts: Fact[] = [];
  const receipts: Receipt[] = [];
  const unmatchedReversals: string[] = [];
  let debits = 0;
  for (const line of lines.filter((l) => l.line.amountMinor > 0n)) for (const receipt of receiptsOf(line, company)) receipts.push(receipt);
  facts.push(...receipts.map((receipt): Fact => ({ type: 'receipt', receipt })));
  const taken = new Set<string>();
  for (const { id, line } of lines.filter((l) => l.line.amountMinor < 0n)) {
    if (line.reversal !== true) {
      debits += 1;
      continue;
    }
    const original = receipts.find((r) => !taken.has(r.id) && r.amountMinor === -line.amountMinor && r.currency === line.currency && r.date <= line.date && sameStory(r, line));
    if (original === undefined) unmatchedReversals.push(id);
    else {
      taken.add(original.id);
      facts.push({ type: 'chargeback', receipt: original.id, date: line.date, reason: line.code ?? line.text.slice(0, 80) });
    }
  }
  return { facts, debits, unmatchedReversals };
}

/** Receipts of one booked line: itself, or each payment of a batch. */
export function receiptsOf({ id, line }: IdentifiedLine, company: string): Receipt[] {
  const base = { company, date: line.date, version: 1 };
  const parts = line.parts ?? [];
  const whole = parts.reduce((sum, part) => sum + part.amountMinor, 0n);
  if (parts.length > 1 && whole === line.amountMinor && parts.every((part) => part.currency === line.currency && part.amountMinor > 0n)) {
    return parts.map((part, i) => ({
      ...base,
      id: `${id}/${i + 1}`,
      currency: part.currency,
      amountMinor: part.amountMinor,
      payer: part.counterparty ?? '',
      payerAccount: part.counterpartyAccount,
      text: part.text,
      references: referencesIn(part.reference, part.endToEndId),
    }));
  }
  return [
    {
      ...base,
      id,
      currency: line.currency,
      amountMinor: line.amountMinor,
      payer: line.counterparty ?? '',
      payerAccount: line.counterpartyAccount,
      text: line.text,
      references: referencesIn(line.reference, line.endToEndId),
    },
  ];
}

function referencesIn(...written: readonly (string | undefined)[]): string[] {
  return written.flatMap((text) => (text === undefined ? [] : [schemeOf(text) === undefined ? text : text.replace(/\s+/g, '')]));
}

/** True when a returned booking tells the story of a receipt: same reference or counterparty, or nothing to tell them apart. */
export function sameStory(receipt: Receipt, line: IdentifiedLine['line']): boolean {
  if (line.reference !== undefined && (receipt.references ?? []).includes(line.reference)) return true;
  if (line.counterparty !== undefined && line.counterparty === receipt.payer) return true;
  return line.reference === undefined && line.counterparty === undefined;
}

import { type JsonObject, own } from '../../core/model/json.ts';
import type { Read, Source } from './changes.ts';
import { checked } from './checked.ts';
import { companyOf } from './invoice.ts';
import { metaOf, type Parts, stampFields, stampOf } from './meta.ts';
import { type Payment, paymentSchema } from './schema.ts';
import { dayFrom, decimalFrom, idOf, rowOf, rowsOf, textAt, textFrom } from './values.ts';

const fields: readonly string[] = [
  ...['date', 'credit', 'description', 'party', 'party.name', 'currency.code', 'company.party.name'],
  ...['move.number', 'move.description', 'move.journal.name', ...stampFields('move')],
  ...['invoice_payments.number', 'reconciliation.date', ...stampFields('reconciliation')],
  ...stampFields(),
];

/**
 * Where receipts come from: whatever way money comes in (the pay dialog, a bank statement), it becomes a posted credit on a
 * receivable account in a cash or statement journal. The invoice's own posting is in a sales journal.
 */
export const paymentSource: Source<Payment> = {
  model: 'account.move.line',
  domain: [
    ['account.type.receivable', '=', true],
    ['move.state', '=', 'posted'],
    ['move.journal.type', 'in', ['cash', 'statement']],
    ['credit', '>', { __class__: 'Decimal', decimal: '0' }],
  ],
  fields,
  watched: [
    { path: '', model: 'account.move.line' },
    { path: 'move', model: 'account.move' },
    { path: 'reconciliation', model: 'account.move.reconciliation' },
  ],
  counted: [],
  stamps: (row) => [row, ...Object.values(partsOf(row)).flat()].map(stampOf),
  toRecord: toPayment,
};

/** Rows whose stamps count as the payment's. */
export function partsOf(row: JsonObject): Parts {
  const one = (relation: string) => [rowOf(row, relation)].filter((part) => part !== undefined && part !== null);
  return { move: one('move'), reconciliation: one('reconciliation'), invoice_payments: rowsOf(row, 'invoice_payments') };
}

function toPayment(row: JsonObject): Read<Payment> {
  return checked(paymentSchema, row, () => {
    const move = rowOf(row, 'move') ?? {};
    const party = own(row, 'party');
    const invoices = rowsOf(row, 'invoice_payments');
    const numbers = invoices.flatMap((invoice) => textFrom(own(invoice, 'number')) ?? []).sort();
    return {
      id: String(idOf(row)),
      number: textFrom(own(move, 'number')),
      party: typeof party === 'number' ? String(party) : null,
      partyName: textAt(row, 'party', 'name'),
      company: companyOf(row),
      date: dayFrom(own(row, 'date')),
      amount: decimalFrom(own(row, 'credit')),
      currency: textAt(row, 'currency', 'code'),
      description: textFrom(own(row, 'description')) ?? textFrom(own(move, 'description')),
      journal: textAt(move, 'journal', 'name'),
      invoices: invoices.map((invoice) => String(idOf(invoice))).sort(),
      invoiceNumbers: numbers.length === 0 ? null : numbers.join(', '),
      reconciled: rowOf(row, 'reconciliation') !== null,
      meta: metaOf(row, partsOf(row)),
    };
  });
}

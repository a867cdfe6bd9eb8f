import { type JsonObject, own } from '../../core/model/json.ts';
import type { Read, Source } from './changes.ts';
import { checked } from './checked.ts';
import { metaOf, type Parts, stampFields, stampOf } from './meta.ts';
import { type Invoice, invoiceSchema } from './schema.ts';
import { dayFrom, decimalFrom, idOf, rowOf, rowsOf, textFrom } from './values.ts';

/** The joined line descriptions are cut to this. */
const summaryCharsMax = 500;

const fields: readonly string[] = [
  ...['number', 'reference', 'description', 'comment', 'state', 'party', 'invoice_date'],
  ...['untaxed_amount', 'tax_amount', 'total_amount', 'amount_to_pay'],
  ...['currency.code', 'company.party.name', 'payment_term.name', 'lines_to_pay.maturity_date'],
  ...stampFields(),
  ...['lines.type', 'lines.description', 'lines.sequence', ...stampFields('lines')],
  ...stampFields('payment_lines'),
];

/** Where customer invoices and credit notes come from. */
export const invoiceSource: Source<Invoice> = {
  model: 'account.invoice',
  domain: [['type', '=', 'out']],
  fields,
  watched: [
    { path: '', model: 'account.invoice' },
    { path: 'lines', model: 'account.invoice.line' },
    { path: 'payment_lines', model: 'account.move.line' },
  ],
  counted: [],
  stamps: (row) => [row, ...Object.values(partsOf(row)).flat()].map(stampOf),
  toRecord: toInvoice,
};

function partsOf(row: JsonObject): Parts {
  return { lines: rowsOf(row, 'lines'), payment_lines: rowsOf(row, 'payment_lines') };
}

function toInvoice(row: JsonObject): Read<Invoice> {
  const total = decimalFrom(own(row, 'total_amount'));
  const company = rowOf(row, 'company');
  const lines = rowsOf(row, 'lines').filter((line) => line['type'] === 'line');
  const due = rowsOf(row, 'lines_to_pay').flatMap((line) => dayFrom(own(line, 'maturity_date')) ?? []);
  const party = own(row, 'party');
  return checked(invoiceSchema, row, {
    id: String(idOf(row)),
    kind: total?.startsWith('-') ? 'credit-note' : 'invoice',
    number: textFrom(own(row, 'number')),
    reference: textFrom(own(row, 'reference')),
    description: textFrom(own(row, 'description')),
    comment: textFrom(own(row, 'comment')),
    state: own(row, 'state'),
    party: String(party),
    company: company === undefined ? null : textFrom(rowOf(company, 'party')?.['name']),
    currency: rowOf(row, 'currency')?.['code'],
    invoiceDate: dayFrom(own(row, 'invoice_date')),
    dueDate: due.sort().at(-1) ?? null,
    untaxed: decimalFrom(own(row, 'untaxed_amount')),
    tax: decimalFrom(own(row, 'tax_amount')),
    total,
    open: decimalFrom(own(row, 'amount_to_pay')),
    paymentTerm: textFrom(rowOf(row, 'payment_term')?.['name']),
    lineCount: lines.length,
    summary: textFrom(
      lines
        .flatMap((line) => textFrom(line['description']) ?? [])
        .join('; ')
        .slice(0, summaryCharsMax),
    ),
    meta: metaOf(row, partsOf(row)),
  });
}

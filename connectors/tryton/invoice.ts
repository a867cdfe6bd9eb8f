import { type JsonObject, own } from '../../core/model/json.ts';
import type { Read, Source } from './changes.ts';
import { checked } from './checked.ts';
import { metaOf, type Parts, stampFields, stampOf } from './meta.ts';
import { type Invoice, invoiceSchema } from './schema.ts';
import { dayFrom, decimalFrom, idOf, rowOf, rowsOf, textAt, textFrom } from './values.ts';

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
  return checked(invoiceSchema, row, () => {
    const total = decimalFrom(own(row, 'total_amount'));
    const lines = rowsOf(row, 'lines').filter((line) => own(line, 'type') === 'line');
    return {
      id: String(idOf(row)),
      kind: total?.startsWith('-') ? 'credit-note' : 'invoice',
      number: textFrom(own(row, 'number')),
      reference: textFrom(own(row, 'reference')),
      description: textFrom(own(row, 'description')),
      comment: textFrom(own(row, 'comment')),
      state: own(row, 'state'),
      party: String(own(row, 'party')),
      company: companyOf(row),
      currency: textAt(row, 'currency', 'code'),
      invoiceDate: dayFrom(own(row, 'invoice_date')),
      dueDate: dueOf(row),
      untaxed: decimalFrom(own(row, 'untaxed_amount')),
      tax: decimalFrom(own(row, 'tax_amount')),
      total,
      open: decimalFrom(own(row, 'amount_to_pay')),
      paymentTerm: textAt(row, 'payment_term', 'name'),
      lineCount: lines.length,
      summary: summaryOf(lines),
      meta: metaOf(row, partsOf(row)),
    };
  });
}

/** Name of the company that a document belongs to. */
export function companyOf(row: JsonObject): string | null | undefined {
  const company = rowOf(row, 'company');
  return company === null || company === undefined ? company : textAt(company, 'party', 'name');
}

/** Latest maturity: the day by which all of it is due. */
function dueOf(row: JsonObject): string | null | undefined {
  const days = rowsOf(row, 'lines_to_pay').map((line) => dayFrom(own(line, 'maturity_date')));
  if (days.includes(undefined)) return undefined;
  return (
    days
      .filter((day) => typeof day === 'string')
      .sort()
      .at(-1) ?? null
  );
}

function summaryOf(lines: readonly JsonObject[]): string | null {
  const text = lines.flatMap((line) => textFrom(own(line, 'description')) ?? []).join('; ');
  return text === '' ? null : text.slice(0, summaryCharsMax);
}

import { currencyDigits, decimalOf } from '../../model/money.ts';
import type { InvoiceDocument, InvoiceParty, InvoiceReferences } from '../model/invoiceDocument.ts';
import type { Refusal } from '../model/refusal.ts';
import { proveInvoice } from '../proof/invoiceProof.ts';
import type { InvoiceFile, ReadInvoice } from '../readers/readInvoice.ts';

/** One invoice as `syncline invoice --json` prints it; amounts are decimal strings, null where the document does not say. */
export interface InvoiceReport {
  readonly file: string;
  readonly format: string;
  readonly kind?: string;
  readonly number?: string;
  readonly issued?: string;
  readonly due?: string;
  readonly currency?: string;
  readonly seller?: InvoiceParty;
  readonly buyer?: InvoiceParty;
  readonly references?: InvoiceReferences;
  readonly totalLines?: string | null;
  readonly totalExclusive?: string | null;
  readonly totalTax?: string | null;
  readonly totalInclusive?: string | null;
  readonly prepaid?: string | null;
  readonly rounding?: string | null;
  readonly payable?: string | null;
  readonly payTo?: string;
  readonly lines?: readonly { readonly id?: string; readonly text: string; readonly quantity?: string; readonly amount: string | null }[];
  readonly proof?: { readonly ok: boolean | null; readonly state: string; readonly difference: string | null };
  readonly refused?: Refusal;
  /** Further invoices of the same file. */
  readonly more?: readonly InvoiceReport[];
}

/** Turns a read invoice file into the shape that the command and the API give: the first invoice, and the rest under `more`. */
export function invoiceReport(file: InvoiceFile): InvoiceReport {
  const [first, ...more] = file.invoices.map((invoice) => reportInvoice(file.file, file.format, invoice));
  if (first === undefined) return { file: file.file, format: file.format, refused: file.refused };
  return more.length === 0 ? first : { ...first, more };
}

function reportInvoice(file: string, format: string, { document, refused }: ReadInvoice): InvoiceReport {
  if (document === undefined) return { file, format, refused };
  const { totals, lines, line: _line, format: own, ...head } = document;
  const amount = (minor: bigint | undefined): string | null => (minor === undefined ? null : decimalOf({ minor, currency: shownAs(document) }));
  const proof = proveInvoice(document);
  return {
    file,
    ...head,
    format: own,
    totalLines: amount(totals.lines),
    totalExclusive: amount(totals.exclusive),
    totalTax: amount(totals.tax),
    totalInclusive: amount(totals.inclusive),
    prepaid: amount(totals.prepaid),
    rounding: amount(totals.rounding),
    payable: amount(totals.payable),
    lines: lines.map(({ amountMinor, ...line }) => ({ ...line, amount: amount(amountMinor) })),
    proof: { ok: proof.state === 'unprovable' ? null : proof.state === 'proved', state: proof.state, difference: amount(proof.differenceMinor) },
    ...(refused === undefined ? {} : { refused }),
  };
}

/** Without a known currency amounts were read with two digits and are shown so. */
function shownAs(document: InvoiceDocument): string {
  return document.currency !== undefined && currencyDigits(document.currency) !== undefined ? document.currency : 'EUR';
}

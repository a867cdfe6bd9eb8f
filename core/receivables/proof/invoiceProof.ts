import type { InvoiceDocument } from '../model/invoiceDocument.ts';

/** What an invoice proves about itself: `proved` when payable = inclusive − prepaid + rounding; `quarantined` with the difference; `unprovable` when a total is missing. */
export interface InvoiceProof {
  readonly state: 'proved' | 'quarantined' | 'unprovable';
  /** Payable minus what the other totals give, minor units. */
  readonly differenceMinor?: bigint;
}

/** Proves one invoice. Chinese e-invoices state no payable: theirs is inclusive = exclusive + tax, which the reader passes as payable and its parts. */
export function proveInvoice(document: InvoiceDocument): InvoiceProof {
  const { payable, inclusive, exclusive, tax, prepaid, rounding } = document.totals;
  const whole = inclusive ?? (exclusive !== undefined && tax !== undefined ? exclusive + tax : undefined);
  if (payable === undefined || whole === undefined) return { state: 'unprovable' };
  const differenceMinor = payable - (whole - (prepaid ?? 0n) + (rounding ?? 0n));
  return { state: differenceMinor === 0n ? 'proved' : 'quarantined', differenceMinor };
}

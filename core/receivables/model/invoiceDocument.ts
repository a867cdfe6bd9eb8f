/** A party as an invoice names it. */
export interface InvoiceParty {
  readonly name?: string;
  readonly taxId?: string;
}

/** What an invoice refers to, each as written. */
export interface InvoiceReferences {
  readonly buyer?: string;
  readonly order?: string;
  readonly contract?: string;
  readonly project?: string;
  /** What the payer is asked to quote. */
  readonly payment?: string;
  /** Invoices this one corrects or credits. */
  readonly preceding?: readonly string[];
}

/** Totals of an invoice, minor units, signed as written; absent when the document does not say. */
export interface InvoiceTotals {
  readonly lines?: bigint;
  readonly exclusive?: bigint;
  readonly tax?: bigint;
  readonly inclusive?: bigint;
  readonly prepaid?: bigint;
  readonly rounding?: bigint;
  readonly payable?: bigint;
}

/** One line of an invoice. Quantities stay text: they are not money. */
export interface InvoiceLine {
  readonly id?: string;
  readonly text: string;
  readonly quantity?: string;
  readonly amountMinor?: bigint;
}

/** An invoice or credit note as its issuer wrote it. A credit note's totals are positive as written; {@link InvoiceDocument.kind} says that they reduce. */
export interface InvoiceDocument {
  readonly format: string;
  readonly kind: 'invoice' | 'creditNote';
  readonly number?: string;
  readonly issued?: string;
  readonly due?: string;
  readonly currency?: string;
  readonly seller: InvoiceParty;
  readonly buyer: InvoiceParty;
  readonly references: InvoiceReferences;
  readonly totals: InvoiceTotals;
  readonly lines: readonly InvoiceLine[];
  /** Account to pay to. */
  readonly payTo?: string;
  /** Line of the file where the document starts. */
  readonly line: number;
}

/** Early-payment terms: so many hundredths of a percent off when paid within so many days of the issue date. */
export interface DiscountTerms {
  readonly basisPoints: number;
  readonly days: number;
}

/** What a party owes us (an invoice, positive) or we owe it (a credit note, negative). One company, one party, one currency: the bucket it lives in. */
export interface Claim {
  readonly id: string;
  readonly kind: 'invoice' | 'creditNote';
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  /** The number printed on the document. */
  readonly number: string;
  /** Signed minor units. */
  readonly totalMinor: bigint;
  readonly issued?: string;
  readonly due?: string;
  /** Payment references that name this document, without blanks. */
  readonly references?: readonly string[];
  readonly contract?: string;
  readonly description?: string;
  readonly terms?: DiscountTerms;
  /** What the ERP says is still open; a different figure of ours is an exception, never a correction. */
  readonly erpOpenMinor?: bigint;
  /** Grows with every change at the source; the highest wins, in whatever order they arrive. */
  readonly version: number;
}

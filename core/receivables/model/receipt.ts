/** One line of a remittance advice: what the payer says it pays. Signed minor units of the receipt's currency. */
export interface RemittanceLine {
  readonly id: string;
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly memo: string;
}

/** Money that came in (positive) or went back (negative): a bank credit or an ERP payment. */
export interface Receipt {
  readonly id: string;
  readonly company: string;
  readonly currency: string;
  /** Signed minor units. */
  readonly amountMinor: bigint;
  /** Booking day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly payer: string;
  readonly payerAccount?: string;
  /** The party, where the source already says it (an ERP payment). */
  readonly party?: string;
  /** Free text of the payment. */
  readonly text: string;
  /** Structured references, without blanks. */
  readonly references?: readonly string[];
  readonly method?: string;
  readonly remittance?: readonly RemittanceLine[];
  readonly version: number;
}

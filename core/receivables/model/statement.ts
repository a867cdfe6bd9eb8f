/** A line as one bank wrote it, before it has an id of ours. Amounts are signed minor units of {@link BankLine.currency}: money in is positive. */
export interface BankLine {
  /** Booking day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly valueDate?: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The amount as it stood in the file, for the auditor. */
  readonly written: string;
  readonly status: 'booked' | 'pending';
  /** The bank's own id of the line; unique within source and account, when the bank gives one. */
  readonly bankId?: string;
  /** The payer's reference for us: structured creditor reference, else end-to-end id. */
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly counterparty?: string;
  readonly counterpartyAccount?: string;
  /** Free text of the payment, lines joined by one space. */
  readonly text: string;
  /** The bank's transaction code as written. */
  readonly code?: string;
  /** True for a returned, bounced or cancelled booking: it takes an earlier line back. */
  readonly reversal?: true;
  /** Payments a batch booking is made of; they are part of this line and are never counted beside it. */
  readonly parts?: readonly BankLinePart[];
  /** Where in the file it stands, 1-based. */
  readonly line?: number;
}

/** One payment inside a batch booking; signed like its line. */
export interface BankLinePart {
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly counterparty?: string;
  readonly counterpartyAccount?: string;
  readonly text: string;
}

/** A total that the bank wrote into the file so that a reader can be checked; `difference` is what it says minus what was read. */
export interface ControlTotal {
  readonly name: string;
  readonly ok: boolean;
  readonly said: string;
  readonly read: string;
}

/** A statement as read. Balances are signed minor units; absent when the bank gave none. */
export interface BankStatement {
  readonly account: string;
  readonly accountName?: string;
  readonly currency: string;
  /** `interim` (052, 942) and `notification` (054) have no full day behind them and often no balances. */
  readonly kind: 'statement' | 'interim' | 'notification';
  readonly number?: string;
  /** Sequence of the statement within its account, when it counts. */
  readonly sequence?: number;
  readonly from?: string;
  readonly to?: string;
  readonly openingMinor?: bigint;
  readonly closingMinor?: bigint;
  readonly lines: readonly BankLine[];
  readonly controls: readonly ControlTotal[];
  /** Lines the file holds that are deliberately not money moved (information lines, cancelled orders): counted, never dropped in silence. */
  readonly ignored?: readonly IgnoredLine[];
}

/** A row of the file that moves no money, and why. */
export interface IgnoredLine {
  readonly line?: number;
  readonly reason: 'no_amount' | 'not_settled' | 'not_counted' | 'memo';
  readonly text: string;
}

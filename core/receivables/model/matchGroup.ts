/** Who made an allocation: the ERP (a fact, never re-proposed), we, or the opening balance at the cut-over. */
export type Origin = 'erp' | 'us' | 'opening';

/** Why people do not ask for an amount any more. */
export const writeOffReasons = ['discount', 'bankFee', 'withholdingTax', 'deduction', 'rounding', 'writeOff', 'fxDifference'] as const;

/** One of {@link writeOffReasons}. */
export type WriteOffReason = (typeof writeOffReasons)[number];

/** Why an amount left a claim without money. */
export type AdjustmentReason = WriteOffReason | 'opening';

/** So much of a receipt to a claim. Without a receipt it nets credit notes against invoices, and the group's amounts sum to zero. */
export interface Allocation {
  readonly receipt?: string;
  readonly claim: string;
  /** In the claim's currency, with the sign of the claim. */
  readonly claimMinor: bigint;
  /** In the receipt's currency; equal to {@link Allocation.claimMinor} when the currencies are. */
  readonly receiptMinor: bigint;
}

/** An amount taken off a claim for a reason, in the claim's currency and with its sign. */
export interface Adjustment {
  readonly claim: string;
  readonly amountMinor: bigint;
  readonly reason: AdjustmentReason;
}

/** A match group: what is allocated, and undone, together. */
export interface MatchGroup {
  readonly id: string;
  readonly origin: Origin;
  readonly company: string;
  /** The day it counts from; in a closed period it is refused. */
  readonly date: string;
  readonly allocations: readonly Allocation[];
  readonly adjustments: readonly Adjustment[];
  readonly by: string;
  readonly approvedBy?: string;
  readonly proposal?: string;
  /** The group before it in a chain: one remittance over more documents than one group holds. */
  readonly previous?: string;
  /** Rate and source where receipt and claim have different currencies. */
  readonly rate?: { readonly value: string; readonly source: string };
}

/** Takes a whole group back. Nothing is deleted. */
export interface Reversal {
  readonly id: string;
  readonly reverses: string;
  readonly date: string;
  readonly by: string;
  readonly reason: string;
}

/** One item of the table holds at most so many documents; larger remittances are chains of groups that each balance. */
export const groupDocumentsMax = 90;

import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';

/** A claim with what counts against it; open = total − allocated − adjusted. */
export interface ClaimBalance {
  readonly claim: Claim;
  readonly allocatedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly openMinor: bigint;
  readonly disputed: boolean;
}

/** A receipt with what was taken from it; unapplied = amount − applied − refunded, and a charged-back receipt has no amount. */
export interface ReceiptBalance {
  readonly receipt: Receipt;
  readonly appliedMinor: bigint;
  readonly refundedMinor: bigint;
  readonly unappliedMinor: bigint;
  readonly chargedBack: boolean;
}

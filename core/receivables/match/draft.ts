import type { Sentence } from '../../model/error.ts';
import type { Adjustment } from '../model/matchGroup.ts';
import type { Alternative, Evidence } from '../model/proposal.ts';
import type { Receipt } from '../model/receipt.ts';
import type { Rate } from './convert.ts';

/** A receipt with what is left of it to match, signed minor units. */
export interface OpenReceipt {
  readonly receipt: Receipt;
  readonly leftMinor: bigint;
}

/** So much of the receipt to one claim; signed minor units of the shared currency. */
export interface DraftAllocation {
  readonly claim: string;
  readonly amountMinor: bigint;
  /** The amount in the claim's currency, where it is another one. */
  readonly claimMinor?: bigint;
  /** Where the lines of one draft are not equally sure: how sure this one is. */
  readonly confidence?: number;
}

/** What a pass suggests before it is made a proposal. */
export interface Draft {
  readonly confidence: number;
  readonly allocations: readonly DraftAllocation[];
  readonly adjustments?: readonly Adjustment[];
  readonly evidence: readonly Evidence[];
  readonly alternatives?: readonly Alternative[];
  /** Two or more answers are equally good: never automatic. */
  readonly ambiguous?: true;
  readonly held?: Sentence;
  /** The rate between receipt and claim, where their currencies differ. */
  readonly rate?: Rate;
}

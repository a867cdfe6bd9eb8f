import type { SignedTerms } from './signed.ts';

/** One amount a contract says is to be billed on a day or a milestone, from the CRM. */
export interface ScheduleLine {
  readonly id: string;
  readonly contract: string;
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** When it may be billed. */
  readonly due: string;
  readonly description?: string;
  /** Billed again every so many months, until the contract ends. */
  readonly everyMonths?: number;
}

/** A contract as the CRM tells it. */
export interface Contract {
  readonly id: string;
  readonly number: string;
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  /** The agreed total; what its schedule adds up to when it is right. */
  readonly totalMinor?: bigint;
  readonly signed?: string;
  /** What was agreed on the day it was signed. */
  readonly terms?: SignedTerms;
  readonly ends?: string;
  readonly owner?: string;
  /** False when the person who looks after it has left. */
  readonly ownerActive?: boolean;
  readonly status: 'draft' | 'active' | 'ended' | 'cancelled';
  readonly schedule: readonly ScheduleLine[];
  readonly version: number;
}

import type { Sentence } from '../../model/error.ts';
import type { Adjustment, Allocation } from './matchGroup.ts';

/** One reason for a match: the rule, what it looked at, and what it saw. A person reads it as a sentence. */
export interface Evidence {
  readonly rule: string;
  readonly field: string;
  readonly seen: string;
  readonly expected: string;
  /** How much it speaks for the match, 0–1. */
  readonly weight: number;
}

/** What else the money could be for, and why it was not chosen. */
export interface Alternative {
  readonly claims: readonly string[];
  readonly confidence: number;
  readonly why: string;
}

/** How sure a proposal is, in the words of the trade. `ambiguous`: two or more fit equally, so nothing is automatic. */
export type MatchStatus = 'confirmed' | 'suggested' | 'ambiguous' | 'hidden';

/** Kinds of a match by what stands on both sides. */
export type MatchKind = '1:1' | '1:N' | 'N:1' | 'N:M';

/** A proposed match of one receipt. Its allocations, adjustments and the rest on account together are the receipt. */
export interface Proposal {
  readonly id: string;
  readonly receipt: string;
  readonly company: string;
  readonly currency: string;
  readonly kind: MatchKind;
  /** The pass that found it. */
  readonly pass: string;
  readonly status: MatchStatus;
  /** 0–1; a share, never money. */
  readonly confidence: number;
  readonly allocations: readonly Allocation[];
  readonly adjustments: readonly Adjustment[];
  /** The rate and its source, where receipt and claim have different currencies. */
  readonly rate?: { readonly value: string; readonly source: string };
  /** What stays unapplied of the receipt, signed minor units. */
  readonly onAccountMinor: bigint;
  readonly evidence: readonly Evidence[];
  readonly alternatives: readonly Alternative[];
  /** Why it is not automatic, where it could have been. */
  readonly held?: Sentence;
  /** Hash of the receipt and the open claims it was made from: equal inputs give the same proposal. */
  readonly inputsHash: string;
  readonly engineVersion: string;
}

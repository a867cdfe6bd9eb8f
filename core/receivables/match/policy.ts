/** What a company decides about matching. One policy serves all data: it is never fitted to a file. */
export interface MatchPolicy {
  /** At or above: allocated without a person. */
  readonly autoAt: number;
  /** At or above: shown as a suggestion; below: kept but hidden. */
  readonly showAt: number;
  /** Above this amount (minor units) nothing is automatic; undefined is no limit. */
  readonly autoAmountMaxMinor?: bigint;
  /** Early-payment discounts customers take, in hundredths of a percent, besides the terms of the claim. */
  readonly discountBasisPoints: readonly number[];
  /** Withholding taxes customers keep, in hundredths of a percent. */
  readonly withholdingBasisPoints: readonly number[];
  /** Bank charges up to this much (minor units) may be missing. */
  readonly bankFeeMaxMinor: bigint;
  /** Differences up to this much (minor units) are rounding. */
  readonly roundingMaxMinor: bigint;
  /** Open claims the combination search looks at. */
  readonly combinationCandidatesMax: number;
  /** Claims in a combination that may be automatic; more are a suggestion. */
  readonly combinationAutoMax: number;
  readonly combinationMax: number;
  /** Nodes the search visits for one receipt; then it stops and says so. */
  readonly combinationNodesMax: number;
}

/** The policy without configuration. The caps of the search come from measuring it: at 50 candidates and 5 items the exhaustive search takes a few milliseconds, and beyond 60 candidates a hit is rarely the only one. */
export const defaultPolicy: MatchPolicy = {
  autoAt: 0.95,
  showAt: 0.5,
  discountBasisPoints: [100, 150, 200, 250, 300, 400, 500],
  withholdingBasisPoints: [500, 1_000, 1_500, 2_000],
  bankFeeMaxMinor: 5_000n,
  roundingMaxMinor: 2n,
  combinationCandidatesMax: 60,
  combinationAutoMax: 5,
  combinationMax: 10,
  combinationNodesMax: 200_000,
};

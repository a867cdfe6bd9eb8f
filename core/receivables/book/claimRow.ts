import type { Claim } from '../model/claim.ts';

/** A claim with its running sums: one object that the book counts in and the index points at, so that asking what is open costs no look-up. */
export interface ClaimRow {
  /** Undefined while only groups name it: facts may come in any order. */
  claim: Claim | undefined;
  allocatedMinor: bigint;
  adjustedMinor: bigint;
  /** total − allocated − adjusted; zero while the claim is not known. */
  openMinor: bigint;
  /** What the run {@link ClaimRow.reservedBy} has promised to earlier receipts; it means nothing to any other run. */
  reservedMinor: bigint;
  reservedBy: object | undefined;
}

/** A row whose claim is known. */
export interface KnownRow extends ClaimRow {
  claim: Claim;
}

/** The row of nothing yet. */
export function emptyRow(): ClaimRow {
  return { claim: undefined, allocatedMinor: 0n, adjustedMinor: 0n, openMinor: 0n, reservedMinor: 0n, reservedBy: undefined };
}

/** Brings the open amount up to date after a change. */
export function settle(row: ClaimRow): void {
  row.openMinor = row.claim === undefined ? 0n : row.claim.totalMinor - row.allocatedMinor - row.adjustedMinor;
}

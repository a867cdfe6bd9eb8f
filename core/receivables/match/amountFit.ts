import { dayMs } from '../../model/time.ts';
import type { Claim } from '../model/claim.ts';
import type { AdjustmentReason } from '../model/matchGroup.ts';
import type { MemoHint } from './memo.ts';
import type { MatchPolicy } from './policy.ts';

/** How an amount paid fits an open amount. */
export type AmountFit =
  | { readonly kind: 'exact' }
  /** Short by a difference that has a reason; `sure` when the difference was stated or follows from a stated rate or the terms. */
  | { readonly kind: 'deducted'; readonly reason: AdjustmentReason; readonly differenceMinor: bigint; readonly sure: boolean }
  | { readonly kind: 'partial' }
  | { readonly kind: 'over' }
  | { readonly kind: 'none' };

/** Says how `paid` fits `open` (same sign, minor units), given the payer's remark, the claim's terms and the policy. */
export function fitAmount(paidMinor: bigint, openMinor: bigint, claim: Claim, date: string, policy: MatchPolicy, memo?: MemoHint): AmountFit {
  if (openMinor === 0n || paidMinor === 0n || paidMinor > 0n !== openMinor > 0n) return { kind: 'none' };
  if (paidMinor === openMinor) return { kind: 'exact' };
  const [paid, open] = [size(paidMinor), size(openMinor)];
  if (paid > open) return { kind: 'over' };
  const differenceMinor = openMinor - paidMinor;
  const difference = open - paid;
  const reason = reasonOf(difference, open, claim, date, policy, memo);
  return reason === undefined ? { kind: 'partial' } : { kind: 'deducted', differenceMinor, ...reason };
}

function reasonOf(
  difference: bigint,
  open: bigint,
  claim: Claim,
  date: string,
  policy: MatchPolicy,
  memo: MemoHint | undefined,
): { reason: AdjustmentReason; sure: boolean } | undefined {
  if (memo?.statedMinor !== undefined && memo.statedMinor === difference) return { reason: memo.reason ?? 'deduction', sure: true };
  if (memo?.basisPoints !== undefined && isRate(difference, open, memo.basisPoints)) return { reason: memo.reason ?? 'discount', sure: true };
  if (claim.terms !== undefined && isRate(difference, open, claim.terms.basisPoints) && withinTerms(claim, date)) return { reason: 'discount', sure: true };
  if (difference <= policy.roundingMaxMinor) return { reason: 'rounding', sure: true };
  if (memo?.reason === 'discount' && policy.discountBasisPoints.some((rate) => isRate(difference, open, rate))) return { reason: 'discount', sure: true };
  if (memo?.partial === true) return undefined;
  if (memo?.reason === 'withholdingTax' && policy.withholdingBasisPoints.some((rate) => isRate(difference, open, rate))) return { reason: 'withholdingTax', sure: true };
  if (memo?.reason === 'bankFee' && difference <= policy.bankFeeMaxMinor) return { reason: 'bankFee', sure: true };
  if (policy.discountBasisPoints.some((rate) => isRate(difference, open, rate))) return { reason: 'discount', sure: false };
  if (policy.withholdingBasisPoints.some((rate) => isRate(difference, open, rate))) return { reason: 'withholdingTax', sure: false };
  return undefined;
}

/** True when the difference is that rate of the amount, to the minor unit (both roundings). */
export function isRate(differenceMinor: bigint, amountMinor: bigint, basisPoints: number): boolean {
  const exact = amountMinor * BigInt(basisPoints);
  const whole = exact / 10_000n;
  return differenceMinor === whole || (exact % 10_000n !== 0n && differenceMinor === whole + 1n);
}

function withinTerms(claim: Claim, date: string): boolean {
  if (claim.terms === undefined || claim.issued === undefined) return false;
  return Date.parse(date) - Date.parse(claim.issued) <= claim.terms.days * dayMs;
}

function size(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

import type { Claim } from '../model/claim.ts';

/** How far a claim is settled, in words that a CRM can show. */
export type Settlement = 'open' | 'partly_paid' | 'paid' | 'over_paid';

/** The settlement of a claim of which so much is open, signed minor units. A claim of nothing (cancelled) is paid. */
export function settlementOf({ totalMinor }: Pick<Claim, 'totalMinor'>, openMinor: bigint): Settlement {
  if (openMinor === 0n) return 'paid';
  const over = totalMinor >= 0n ? openMinor < 0n : openMinor > 0n;
  if (over) return 'over_paid';
  return openMinor === totalMinor ? 'open' : 'partly_paid';
}

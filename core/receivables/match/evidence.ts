import { decimalOf } from '../../model/money.ts';
import type { Claim } from '../model/claim.ts';
import type { Evidence } from '../model/proposal.ts';
import type { PartyHit } from './directory.ts';

/** The payer is (or may be) the claim's party. */
export function partyEvidence(hit: PartyHit | undefined, payer: string): Evidence {
  if (hit === undefined) return { rule: 'payer_other', field: 'payer', seen: payer, expected: '', weight: 0 };
  return { rule: hit.rule, field: 'payer', seen: hit.seen, expected: hit.expected, weight: hit.strength };
}

/** The amount paid against the open amount. */
export function amountEvidence(rule: string, paidMinor: bigint, openMinor: bigint, claim: Claim, weight: number): Evidence {
  const seen = `${decimalOf({ minor: paidMinor, currency: claim.currency })} ${claim.currency}`;
  const expected = paidMinor === openMinor ? seen : `${decimalOf({ minor: openMinor, currency: claim.currency })} ${claim.currency}`;
  return { rule, field: 'amount', seen, expected, weight };
}

/** A reference or number in the payment names the claim. */
export function referenceEvidence(rule: string, seen: string, claim: Claim, weight: number): Evidence {
  return { rule, field: 'reference', seen, expected: claim.number, weight };
}

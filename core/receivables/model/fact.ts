import type { Claim } from './claim.ts';
import type { MatchGroup, Reversal } from './matchGroup.ts';
import type { Receipt } from './receipt.ts';

/** A payer's name or account that a person confirmed to be a party; readable and revocable. */
export interface PartyAlias {
  readonly id: string;
  readonly party: string;
  readonly kind: 'name' | 'account';
  readonly value: string;
  readonly by: string;
  readonly revoked?: true;
  readonly version: number;
}

/** Money sent back to a payer out of what was not applied. Positive minor units of the receipt's currency. */
export interface Refund {
  readonly id: string;
  readonly receipt: string;
  readonly amountMinor: bigint;
  readonly date: string;
  readonly by: string;
}

/** Everything that can happen. Facts are a set: any order and any number of repetitions of the same facts give the same book. */
export type Fact =
  | { readonly type: 'claim'; readonly claim: Claim }
  | { readonly type: 'receipt'; readonly receipt: Receipt }
  | { readonly type: 'group'; readonly group: MatchGroup }
  | { readonly type: 'reversal'; readonly reversal: Reversal }
  | { readonly type: 'chargeback'; readonly receipt: string; readonly date: string; readonly reason: string }
  | { readonly type: 'refund'; readonly refund: Refund }
  | { readonly type: 'dispute'; readonly claim: string; readonly open: boolean; readonly version: number }
  | { readonly type: 'rejected'; readonly key: string }
  | { readonly type: 'alias'; readonly alias: PartyAlias }
  | { readonly type: 'period'; readonly company: string; readonly closedThrough: string; readonly version: number };

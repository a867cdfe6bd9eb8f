import type { DirectoryParty } from '../match/directory.ts';
import type { MatchPolicy } from '../match/policy.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { Desk, type Plan } from './desk.ts';

/** Claims and receipts of one bucket: one company, one party, one currency. */
export interface Bucket {
  readonly party: DirectoryParty;
  readonly claims: Claim[];
  readonly receipts: Receipt[];
}

/** Splits work whose parties are known into its buckets. Nothing is ever matched across them, so each is solved alone: in a worker of its own, or one after the other in little memory. Receipts without a party are given back: they need a desk that sees all parties. */
export function bucketsOf(claims: Iterable<Claim>, receipts: Iterable<Receipt>, nameOf: (party: string) => readonly string[]): { readonly buckets: Iterable<Bucket>; readonly unplaced: readonly Receipt[] } {
  const buckets = new Map<string, Bucket>();
  const unplaced: Receipt[] = [];
  const bucket = (company: string, party: string, currency: string): Bucket => {
    const key = `${company}\n${party}\n${currency}`;
    let found = buckets.get(key);
    if (found === undefined) {
      found = { party: { id: party, names: nameOf(party) }, claims: [], receipts: [] };
      buckets.set(key, found);
    }
    return found;
  };
  for (const claim of claims) bucket(claim.company, claim.party, claim.currency).claims.push(claim);
  for (const receipt of receipts) {
    if (receipt.party === undefined) unplaced.push(receipt);
    else bucket(receipt.company, receipt.party, receipt.currency).receipts.push(receipt);
  }
  return { buckets: buckets.values(), unplaced };
}

/** Solves one bucket by itself and gives its plan. */
export function solveBucket({ party, claims, receipts }: Bucket, options: { readonly policy?: MatchPolicy; readonly auto?: boolean } = {}): Plan {
  const desk = new Desk([party], options);
  for (const claim of claims) desk.loadOne({ type: 'claim', claim });
  for (const receipt of receipts) desk.loadOne({ type: 'receipt', receipt });
  return desk.solveAll();
}

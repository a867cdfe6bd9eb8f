import type { DirectoryParty } from '../match/directory.ts';
import type { MatchPolicy } from '../match/policy.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { Desk, type Plan } from './desk.ts';

/** Claims and receipts of one bucket: one company, one party, one currency. */
export interface Bucket {
  readonly company: string;
  readonly currency: string;
  readonly party: DirectoryParty;
  readonly claims: Claim[];
  readonly receipts: Receipt[];
}

/** Splits work whose parties are known into its buckets. Nothing is ever matched across them, so each is solved alone: in a worker of its own, or one after the other in little memory. Receipts without a party are given back: they need a desk that sees all parties. */
export function bucketsOf(
  claims: Iterable<Claim>,
  receipts: Iterable<Receipt>,
  nameOf: (party: string) => readonly string[],
): { readonly buckets: readonly Bucket[]; readonly unplaced: readonly Receipt[] } {
  const all: Bucket[] = [];
  const byParty = new Map<string, Bucket[]>();
  const unplaced: Receipt[] = [];
  const bucket = (company: string, party: string, currency: string): Bucket => {
    const own = byParty.get(party);
    for (const known of own ?? []) if (known.company === company && known.currency === currency) return known;
    const made: Bucket = { company, currency, party: { id: party, names: nameOf(party) }, claims: [], receipts: [] };
    all.push(made);
    if (own === undefined) byParty.set(party, [made]);
    else own.push(made);
    return made;
  };
  for (const claim of claims) bucket(claim.company, claim.party, claim.currency).claims.push(claim);
  for (const receipt of receipts) {
    if (receipt.party === undefined) unplaced.push(receipt);
    else bucket(receipt.company, receipt.party, receipt.currency).receipts.push(receipt);
  }
  return { buckets: all, unplaced };
}

/** Solves one bucket by itself and gives its plan. */
export function solveBucket({ party, claims, receipts }: Bucket, options: { readonly policy?: MatchPolicy; readonly auto?: boolean } = {}): Plan {
  const desk = new Desk([party], options);
  for (const claim of claims) desk.loadOne({ type: 'claim', claim });
  for (const receipt of receipts) desk.loadOne({ type: 'receipt', receipt });
  return desk.solveAll();
}

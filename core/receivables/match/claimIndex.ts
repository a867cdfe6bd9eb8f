import { bucketKey, type Claim } from '../model/claim.ts';
import { numberKeys } from './documentNumber.ts';

/** Finds claims by what a payment can say about them: number, number without zeros, structured reference, party. Claims stay in it when they are paid, so that a second payment of one is recognised. */
export class ClaimIndex {
  readonly #claims = new Map<string, Claim>();
  readonly #full = new Map<string, Claim[]>();
  readonly #digits = new Map<string, Claim[]>();
  readonly #references = new Map<string, Claim[]>();
  readonly #buckets = new Map<string, Claim[]>();

  constructor(claims: Iterable<Claim> = []) {
    for (const claim of claims) this.add(claim);
  }

  /** Adds a claim, in place of what was known of it. */
  add(claim: Claim): void {
    const before = this.#claims.get(claim.id);
    if (before !== undefined)
      this.#each(before, (map, key) =>
        map.set(
          key,
          (map.get(key) ?? []).filter((known) => known !== before),
        ),
      );
    this.#claims.set(claim.id, claim);
    this.#each(claim, push);
  }

  /** Claims with exactly this number, in any writing. */
  byNumber(company: string, full: string): readonly Claim[] {
    return this.#full.get(`${company}\n${full}`) ?? none;
  }

  /** Claims whose number ends in these digits, leading zeros apart. */
  byDigits(company: string, digits: string): readonly Claim[] {
    return this.#digits.get(`${company}\n${digits}`) ?? none;
  }

  /** Claims that carry this payment reference. */
  byReference(company: string, reference: string): readonly Claim[] {
    return this.#references.get(`${company}\n${reference}`) ?? none;
  }

  /** All claims of a bucket. */
  bucket(company: string, party: string, currency: string): readonly Claim[] {
    return this.#buckets.get(bucketKey(company, party, currency)) ?? none;
  }

  #each(claim: Claim, act: (map: Map<string, Claim[]>, key: string, claim: Claim) => void): void {
    const keys = numberKeys(claim.number);
    act(this.#full, `${claim.company}\n${keys.full}`, claim);
    if (keys.digits !== '') act(this.#digits, `${claim.company}\n${keys.digits}`, claim);
    for (const reference of claim.references ?? []) act(this.#references, `${claim.company}\n${reference.toUpperCase()}`, claim);
    act(this.#buckets, bucketKey(claim.company, claim.party, claim.currency), claim);
  }
}

const none: readonly Claim[] = [];

function push(map: Map<string, Claim[]>, key: string, claim: Claim): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [claim]);
  else list.push(claim);
}

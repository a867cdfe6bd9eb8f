import { bucketKey, type Claim } from '../model/claim.ts';
import { numberKeys } from './documentNumber.ts';

/** Finds claims by what a payment can say about them: number, number without zeros, structured reference, party and amount. Claims stay in it when they are paid, so that a second payment of one is recognised. */
export class ClaimIndex {
  readonly #full = new Map<string, Claim[]>();
  readonly #digits = new Map<string, Claim[]>();
  readonly #references = new Map<string, Claim[]>();
  readonly #buckets = new Map<string, Claim[]>();

  constructor(claims: Iterable<Claim> = []) {
    for (const claim of claims) this.add(claim);
  }

  /** Adds a claim; a later version of a known claim is a new index's business. */
  add(claim: Claim): void {
    const keys = numberKeys(claim.number);
    push(this.#full, `${claim.company}\n${keys.full}`, claim);
    if (keys.digits !== '') push(this.#digits, `${claim.company}\n${keys.digits}`, claim);
    for (const reference of claim.references ?? []) push(this.#references, `${claim.company}\n${reference.toUpperCase()}`, claim);
    push(this.#buckets, bucketKey(claim.company, claim.party, claim.currency), claim);
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
}

const none: readonly Claim[] = [];

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

import type { ClaimRow, KnownRow } from '../book/claimRow.ts';
import type { Claim } from '../model/claim.ts';
import { numberKeys } from './documentNumber.ts';

/** Claims under one key: mostly one, so no list is made for it. */
type Slot = KnownRow | KnownRow[];

/** The maps of one company. */
interface Shelf {
  readonly full: Map<string, Slot>;
  readonly digits: Map<string, Slot>;
  readonly references: Map<string, Slot>;
  readonly parties: Map<string, Slot>;
}

/** Finds claims by what a payment can say about them: number, number without zeros, structured reference, party. Claims stay in it when they are paid, so that a second payment of one is recognised. */
export class ClaimIndex {
  readonly #indexed = new Map<ClaimRow, Claim>();
  readonly #shelves = new Map<string, Shelf>();

  /** Adds a claim's row, in place of what was known of it. A row without a claim is left out. */
  add(row: ClaimRow): void {
    if (!isKnown(row)) return;
    const before = this.#indexed.get(row);
    if (before !== undefined) this.#each(row, before, remove);
    this.#indexed.set(row, row.claim);
    this.#each(row, row.claim, put);
  }

  /** Claims with exactly this number, in any writing. */
  byNumber(company: string, full: string): readonly KnownRow[] {
    return listOf(this.#shelves.get(company)?.full.get(full));
  }

  /** Claims whose number ends in these digits, leading zeros apart. */
  byDigits(company: string, digits: string): readonly KnownRow[] {
    return listOf(this.#shelves.get(company)?.digits.get(digits));
  }

  /** Claims that carry this payment reference. */
  byReference(company: string, reference: string): readonly KnownRow[] {
    return listOf(this.#shelves.get(company)?.references.get(reference));
  }

  /** All claims of a bucket. */
  bucket(company: string, party: string, currency: string): readonly KnownRow[] {
    const rows = listOf(this.#shelves.get(company)?.parties.get(party));
    return rows.every((row) => row.claim.currency === currency) ? rows : rows.filter((row) => row.claim.currency === currency);
  }

  #each(row: KnownRow, claim: Claim, act: (map: Map<string, Slot>, key: string, row: KnownRow) => void): void {
    let shelf = this.#shelves.get(claim.company);
    if (shelf === undefined) {
      shelf = { full: new Map(), digits: new Map(), references: new Map(), parties: new Map() };
      this.#shelves.set(claim.company, shelf);
    }
    const keys = numberKeys(claim.number);
    act(shelf.full, keys.full, row);
    if (keys.digits !== '') act(shelf.digits, keys.digits, row);
    if (claim.references !== undefined) for (const reference of claim.references) act(shelf.references, reference.toUpperCase(), row);
    act(shelf.parties, claim.party, row);
  }
}

const none: readonly KnownRow[] = [];

function isKnown(row: ClaimRow): row is KnownRow {
  return row.claim !== undefined;
}

function listOf(slot: Slot | undefined): readonly KnownRow[] {
  if (slot === undefined) return none;
  return Array.isArray(slot) ? slot : [slot];
}

function put(map: Map<string, Slot>, key: string, row: KnownRow): void {
  const slot = map.get(key);
  if (slot === undefined) map.set(key, row);
  else if (Array.isArray(slot)) slot.push(row);
  else map.set(key, [slot, row]);
}

function remove(map: Map<string, Slot>, key: string, row: KnownRow): void {
  const left = listOf(map.get(key)).filter((known) => known !== row);
  if (left.length === 0) map.delete(key);
  else map.set(key, left);
}

import type { Book } from '../book/book.ts';
import type { ClaimRow } from '../book/claimRow.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { findReferences } from '../references/find.ts';
import type { ClaimIndex } from './claimIndex.ts';
import type { Rate, RateSource } from './convert.ts';
import type { PartyDirectory, PartyHit } from './directory.ts';
import type { OpenReceipt } from './draft.ts';
import type { MatchPolicy } from './policy.ts';

/** A claim that still is open for this receipt, with how strongly the payer is its party. */
export interface PoolClaim {
  readonly claim: Claim;
  readonly openMinor: bigint;
  readonly party: PartyHit;
}

interface Asked {
  readonly receipt: string;
  readonly hits: readonly PartyHit[];
  pool: readonly PoolClaim[] | undefined;
  ordered: readonly PoolClaim[] | undefined;
}

/** What the passes may ask. Open amounts are the book's less what this run has already given to other receipts. */
export class MatchContext {
  readonly book: Book;
  readonly index: ClaimIndex;
  readonly policy: MatchPolicy;
  readonly #directory: PartyDirectory;
  readonly #rates: RateSource | undefined;
  #asked: Asked | undefined;
  #lastGiven: readonly PartyHit[] = [];

  constructor(book: Book, index: ClaimIndex, directory: PartyDirectory, policy: MatchPolicy, rates?: RateSource) {
    this.book = book;
    this.index = index;
    this.policy = policy;
    this.#rates = rates;
    this.#directory = directory;
  }

  /** Grows with every reservation: what was found at one stamp holds as long as the stamp does. */
  stamp = 0;

  /** The rate of a day, where a source of rates is given. */
  rate(from: string, to: string, day: string): Rate | undefined {
    return this.#rates?.(from, to, day);
  }

  /** Open minor units of a claim for this run. */
  open(row: ClaimRow): bigint {
    return row.reservedBy === this ? row.openMinor - row.reservedMinor : row.openMinor;
  }

  /** Takes an amount of a claim out of reach of later receipts of this run. */
  reserve(claim: string, amountMinor: bigint): void {
    const row = this.book.row(claim);
    row.reservedMinor = row.reservedBy === this ? row.reservedMinor + amountMinor : amountMinor;
    row.reservedBy = this;
    this.stamp += 1;
    this.#asked = undefined;
  }

  /** Parties the payer may be. */
  hits({ receipt }: OpenReceipt): readonly PartyHit[] {
    return this.#about(receipt).hits;
  }

  /** All passes ask about one receipt in turn: its answers are kept until the next receipt or reservation. */
  #about(receipt: Receipt): Asked {
    if (this.#asked?.receipt !== receipt.id) this.#asked = { receipt: receipt.id, hits: this.#hitsOf(receipt), pool: undefined, ordered: undefined };
    return this.#asked;
  }

  #hitsOf(receipt: Receipt): readonly PartyHit[] {
    if (receipt.party !== undefined) {
      const [last] = this.#lastGiven;
      if (last?.party !== receipt.party || last.seen !== receipt.payer)
        this.#lastGiven = [{ party: receipt.party, strength: 1, rule: 'party_given', seen: receipt.payer, expected: receipt.party }];
      return this.#lastGiven;
    }
    return this.#directory.find(receipt.payer, receipt.payerAccount, namesInText(receipt.text));
  }

  /** True when the party is known to pay from other accounts, and never from this one: a first payment from a new account is looked at by a person. */
  isNewAccount(party: string, account: string): boolean {
    return this.#directory.isNewAccount(party, account);
  }

  /** How strongly the payer is this party; undefined when not at all. */
  hit(receipt: OpenReceipt, party: string): PartyHit | undefined {
    return this.hits(receipt).find((hit) => hit.party === party);
  }

  /** All open claims of all parties the payer may be; same company and currency as the receipt. In no order: see {@link MatchContext.poolByDue}. */
  pool(receipt: OpenReceipt): readonly PoolClaim[] {
    const about = this.#about(receipt.receipt);
    about.pool ??= this.#poolOf(about.hits, receipt.receipt);
    return about.pool;
  }

  /** The pool with the oldest due first. */
  poolByDue(receipt: OpenReceipt): readonly PoolClaim[] {
    const about = this.#about(receipt.receipt);
    about.ordered ??= this.pool(receipt).toSorted(byDue);
    return about.ordered;
  }

  #poolOf(hits: readonly PartyHit[], { company, currency }: Receipt): PoolClaim[] {
    const pool: PoolClaim[] = [];
    for (const party of hits) {
      for (const row of this.index.bucket(company, party.party, currency)) {
        const openMinor = this.open(row);
        if (openMinor !== 0n) pool.push({ claim: row.claim, openMinor, party });
      }
    }
    return pool;
  }

  /** Structured references of a receipt: those the bank delivered, then those in its text. */
  references({ receipt }: OpenReceipt): readonly string[] {
    const given = receipt.references === undefined ? none : receipt.references.map((reference) => reference.replace(/\s+/g, '').toUpperCase());
    const inText = !mayHoldReference.test(receipt.text) ? none : findReferences(receipt.text).map((found) => found.value);
    if (inText.length === 0) return given;
    return [...new Set([...given, ...inText])];
  }
}

const none: readonly string[] = [];
const mayHoldReference = /\d[\d ]{5,}\d|RF ?\d/i;

function byDue(a: PoolClaim, b: PoolClaim): number {
  const [x, y] = [a.claim.due ?? '9999', b.claim.due ?? '9999'];
  if (x !== y) return x < y ? -1 : 1;
  return a.claim.id < b.claim.id ? -1 : 1;
}

/** `ACH Harbor Foods`: a way of payment followed by words is another writing of the payer. */
export function namesInText(text: string): readonly string[] {
  const name = /^(?:ACH|WIRE|EFT|SEPA|TRF|TRANSFER|FPS|BACS|CHAPS|SWIFT|GIRO)\s+(?!ref\b)(\p{L}[^\n]{2,80})$/iu.exec(text)?.[1];
  return name === undefined ? [] : [name];
}

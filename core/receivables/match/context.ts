import type { Book } from '../book/book.ts';
import type { Claim } from '../model/claim.ts';
import { findReferences } from '../references/find.ts';
import type { ClaimIndex } from './claimIndex.ts';
import type { PartyDirectory, PartyHit } from './directory.ts';
import type { OpenReceipt } from './draft.ts';
import type { MatchPolicy } from './policy.ts';

/** A claim that still is open for this receipt, with how strongly the payer is its party. */
export interface PoolClaim {
  readonly claim: Claim;
  readonly openMinor: bigint;
  readonly party: PartyHit;
}

/** What the passes may ask. Open amounts are the book's less what this run has already given to other receipts. */
export class MatchContext {
  readonly book: Book;
  readonly index: ClaimIndex;
  readonly policy: MatchPolicy;
  readonly #directory: PartyDirectory;
  readonly #reserved = new Map<string, bigint>();

  constructor(book: Book, index: ClaimIndex, directory: PartyDirectory, policy: MatchPolicy) {
    this.book = book;
    this.index = index;
    this.policy = policy;
    this.#directory = directory;
  }

  /** Open minor units of a claim for this run. */
  open(claim: Claim): bigint {
    const reserved = this.#reserved.get(claim.id);
    const open = this.book.openMinor(claim.id);
    return reserved === undefined ? open : open - reserved;
  }

  /** Takes an amount of a claim out of reach of later receipts of this run. */
  reserve(claim: string, amountMinor: bigint): void {
    this.#reserved.set(claim, (this.#reserved.get(claim) ?? 0n) + amountMinor);
  }

  /** Parties the payer may be. */
  hits({ receipt }: OpenReceipt): readonly PartyHit[] {
    if (receipt.party !== undefined) return [{ party: receipt.party, strength: 1, rule: 'party_given', seen: receipt.payer, expected: receipt.party }];
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

  /** All open claims of all parties the payer may be, oldest due first; same company and currency as the receipt. */
  pool(receipt: OpenReceipt): PoolClaim[] {
    const { company, currency } = receipt.receipt;
    const pool: PoolClaim[] = [];
    for (const party of this.hits(receipt)) {
      for (const claim of this.index.bucket(company, party.party, currency)) {
        const openMinor = this.open(claim);
        if (openMinor !== 0n) pool.push({ claim, openMinor, party });
      }
    }
    return pool.sort(byDue);
  }

  /** Structured references of a receipt: those the bank delivered, then those in its text. */
  references({ receipt }: OpenReceipt): string[] {
    const given = (receipt.references ?? []).map((reference) => reference.replace(/\s+/g, '').toUpperCase());
    const inText = receipt.text.length < 7 ? [] : findReferences(receipt.text).map((found) => found.value);
    return given.length + inText.length < 2 ? [...given, ...inText] : [...new Set([...given, ...inText])];
  }
}

function byDue(a: PoolClaim, b: PoolClaim): number {
  const [x, y] = [a.claim.due ?? '9999', b.claim.due ?? '9999'];
  if (x !== y) return x < y ? -1 : 1;
  return a.claim.id < b.claim.id ? -1 : 1;
}

/** `ACH Harbor Foods`: a way of payment followed by words is another writing of the payer. */
function namesInText(text: string): readonly string[] {
  const name = /^(?:ACH|WIRE|EFT|SEPA|TRF|TRANSFER|FPS|BACS|CHAPS|SWIFT|GIRO)\s+(?!ref\b)(\p{L}[^\n]{2,80})$/iu.exec(text)?.[1];
  return name === undefined ? [] : [name];
}

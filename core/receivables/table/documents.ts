import { keyPart, shardOf } from '../../model/keys.ts';
import type { Item, ItemInput, Key } from '../../ports/table.ts';
import type { Claim } from '../model/claim.ts';
import type { Refund } from '../model/fact.ts';
import type { Receipt } from '../model/receipt.ts';
import type { Booking } from './bookings.ts';
import { fromBody, toBody } from './minor.ts';

/** What is worked on together: nothing is matched across companies. A receipt whose payer is not known yet lies in the bucket of the party `''`. */
export interface BucketName {
  readonly company: string;
  readonly party: string;
  readonly currency: string;
}

/** A claim as it is kept: the document, what counts against it, and the groups that say so. Written by `reconcile` alone; its item's version is the fence of every allocation. */
export interface ClaimDocument {
  readonly kind: 'claim';
  readonly claim: Claim;
  /** Which part of the total counts from which day. */
  readonly bookings: readonly Booking[];
  /** total − allocated − adjusted; kept beside the groups, so that a recount can find a leak. */
  readonly openMinor: bigint;
  /** Groups that ever touched it, reversed ones too. */
  readonly groups: readonly string[];
  readonly dispute?: { readonly open: boolean; readonly version: number; readonly by: string; readonly reason: string };
}

/** A receipt as it is kept. */
export interface ReceiptDocument {
  readonly kind: 'receipt';
  readonly receipt: Receipt;
  /** Which part of the amount counts from which day; nothing for the other view of the same money. */
  readonly bookings: readonly Booking[];
  /** amount − applied − refunded; 0 for a charged-back one that is not applied. */
  readonly leftMinor: bigint;
  readonly groups: readonly string[];
  /** Where it comes from: our bank, or an entry in the ERP's ledger. */
  readonly source: 'bank' | 'erp';
  /** Decisions that a person rejected. */
  readonly rejected: readonly string[];
  readonly chargedBack?: { readonly date: string; readonly reason: string };
  readonly refunds: readonly Refund[];
  /** Numbers of the invoices that the ERP has booked it against. */
  readonly bookedAgainst?: readonly string[];
  /** The other view of the same money: it counts once, there. */
  readonly sameAs?: string;
  /** Parties the payer may be, as last seen: for asking which receipts a new claim bears on. */
  readonly parties?: readonly string[];
}

/** A document of receivables. */
export type ArDocument = ClaimDocument | ReceiptDocument;

/** A document as read, with the version that a conditional write rests on. */
export interface Stored<T> {
  readonly value: T;
  /** 0: not stored yet. */
  readonly version: number;
}

/** Names a document among all. */
export function idOf(document: ArDocument): string {
  return document.kind === 'claim' ? `claim#${document.claim.id}` : `receipt#${document.receipt.id}`;
}

/** Where a document lies. */
export function documentKey(kind: ArDocument['kind'], id: string): Key {
  return { pk: `DOC#${kind}#${keyPart(id)}`, sk: '@' };
}

/** The bucket a document is worked on in. */
export function bucketOf(document: ArDocument): BucketName {
  const { company, currency, party = '' } = document.kind === 'claim' ? document.claim : document.receipt;
  return { company, party, currency };
}

/** True while there is something left to match, or to agree about with the ERP. */
export function isOpen(document: ArDocument): boolean {
  if (document.kind === 'receipt') return document.leftMinor !== 0n && document.sameAs === undefined;
  const { openMinor, claim } = document;
  return openMinor !== 0n || (claim.erpOpenMinor ?? 0n) !== 0n;
}

/** Index partition of a company's open (or settled) documents: one of 16, by party, so that a bucket is one range of one partition. */
export function listKey(state: 'OPEN' | 'SETTLED', company: string, shard: string): string {
  return `${state}#${keyPart(company)}#${shard}`;
}

/** Prefix of a bucket in its index partition. */
export function bucketPrefix({ party, currency }: Pick<BucketName, 'party' | 'currency'>): string {
  return `${keyPart(party)}#${currency}#`;
}

/** Index partition that holds a party's documents. */
export function partyListKey(state: 'OPEN' | 'SETTLED', company: string, party: string): string {
  return listKey(state, company, shardOf(party));
}

/** The document as an item: due (or booked) first in its bucket's list. */
export function documentItem(document: ArDocument): ItemInput {
  const bucket = bucketOf(document);
  const day = document.kind === 'claim' ? (document.claim.due ?? '9999') : document.receipt.date;
  const id = document.kind === 'claim' ? document.claim.id : document.receipt.id;
  return {
    ...documentKey(document.kind, id),
    kind: 'receivable',
    body: toBody(document),
    index: { lpk: partyListKey(isOpen(document) ? 'OPEN' : 'SETTLED', bucket.company, bucket.party), lsk: `${bucketPrefix(bucket)}${day}#${keyPart(id)}`, state: document.kind },
  };
}

/** A document from its item. */
export function documentOf(item: Item): ArDocument {
  return fromBody<ArDocument>(item.body);
}

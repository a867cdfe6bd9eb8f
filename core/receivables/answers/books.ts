import { keyPart } from '../../model/keys.ts';
import type { World } from '../../sync/world.ts';
import { Book } from '../book/book.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { bookedBy } from '../table/bookings.ts';
import { type ArDocument, partyListKey, type Stored } from '../table/documents.ts';
import { documentsOf, listed } from '../table/read.ts';
import { factsOf, type Scope, scopeOf } from '../table/scope.ts';

/** What of a company's books is read: everything, or only what is open, of one customer or of all. */
export interface BooksFilter {
  readonly company: string;
  readonly party?: string;
  readonly settled: boolean;
}

/** Part of a company's books in memory. */
export interface Books {
  readonly company: string;
  readonly book: Book;
  readonly scope: Scope;
}

/** Reads part of a company's books. What is settled is only read when asked for: it grows for ever. */
export async function booksOf(world: World, { company, party, settled }: BooksFilter): Promise<Books> {
  const states = settled ? (['OPEN', 'SETTLED'] as const) : (['OPEN'] as const);
  const documents: Stored<ArDocument>[] = [];
  if (party === undefined) for await (const stored of documentsOf(world, company, states)) documents.push(stored);
  else for (const state of states) documents.push(...(await listed(world, partyListKey(state, company, party), `${keyPart(party)}#`)));
  const scope = await scopeOf(world, company, documents);
  const book = new Book();
  for (const fact of factsOf(scope)) book.apply(fact);
  return { company, book, scope };
}

/** What each claim counted for at the end of a day. */
export function totalOf({ scope }: Books, day: string): (claim: Claim) => bigint | undefined {
  return ({ id, currency }) => {
    const document = scope.documents.get(`claim#${id}`)?.value;
    return document === undefined ? undefined : bookedBy(document.bookings, currency, day);
  };
}

/** Receipts that had come in by the end of a day and were not wholly applied then, with what was left. */
export function unappliedReceipts({ scope }: Books, day: string): { readonly receipt: Receipt; readonly leftMinor: bigint }[] {
  const applied = new Map<string, bigint>();
  for (const { value } of scope.groups.values()) {
    const { group, reversal } = value;
    if (group.date > day || (reversal !== undefined && reversal.date <= day)) continue;
    for (const { receipt, receiptMinor } of group.allocations) if (receipt !== undefined) applied.set(receipt, (applied.get(receipt) ?? 0n) + receiptMinor);
  }
  return [...scope.documents.values()].flatMap(({ value }) => {
    if (value.kind !== 'receipt') return [];
    const { receipt, bookings } = value;
    const leftMinor = (bookedBy(bookings, receipt.currency, day) ?? 0n) - (applied.get(receipt.id) ?? 0n);
    return leftMinor === 0n ? [] : [{ receipt, leftMinor }];
  });
}

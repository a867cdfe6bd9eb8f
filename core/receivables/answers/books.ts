import { keyPart } from '../../model/keys.ts';
import type { World } from '../../sync/world.ts';
import { Book } from '../book/book.ts';
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

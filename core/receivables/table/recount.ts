import type { World } from '../../sync/world.ts';
import { Book } from '../book/book.ts';
import { type Leak, leaksOf } from '../book/conservation.ts';
import { stateHash } from '../book/stateHash.ts';
import { type ArDocument, idOf, type Stored } from './documents.ts';
import { documentsOf } from './read.ts';
import { companiesOf } from './record.ts';
import { factsOf, type Scope, scopeOf } from './scope.ts';

/** Groups are read for so many documents at once. */
const atOnce = 500;

/** A company's books, counted again from its groups alone. */
export interface Recount {
  readonly book: Book;
  /** Places where money does not add up: between the groups, or between them and what is kept beside a document. Empty is the invariant. */
  readonly leaks: readonly Leak[];
  readonly stateHash: string;
  readonly scope: Scope;
}

/** Reads everything of a company and counts it again. */
export async function recount(world: World, company: string): Promise<Recount> {
  const scope = await scopeOf(world, company, []);
  let some: Stored<ArDocument>[] = [];
  const take = async (): Promise<void> => {
    const part = await scopeOf(world, company, some);
    for (const [name, stored] of part.documents) scope.documents.set(name, stored);
    for (const [id, group] of part.groups) scope.groups.set(id, group);
    some = [];
  };
  for await (const stored of documentsOf(world, company)) {
    some.push(stored);
    if (some.length >= atOnce) await take();
  }
  await take();
  const book = new Book();
  for (const fact of factsOf(scope)) book.apply(fact);
  return { book, leaks: [...leaksOf(book), ...drifted(scope, book)], stateHash: stateHash(book, company), scope };
}

/** Every company counted again: what a simulation, a test or a worried accountant asks. */
export async function recountAll(world: World): Promise<{ readonly leaks: readonly Leak[]; readonly stateHash: Readonly<Record<string, string>> }> {
  const leaks: Leak[] = [];
  const hashes: Record<string, string> = {};
  for (const company of await companiesOf(world)) {
    const counted = await recount(world, company);
    leaks.push(...counted.leaks);
    hashes[company] = counted.stateHash;
  }
  return { leaks, stateHash: hashes };
}

/** Documents whose kept remainder is not what their groups say. */
function drifted(scope: Scope, book: Book): Leak[] {
  const leaks: Leak[] = [];
  for (const { value } of scope.documents.values()) {
    const [kept, counted] = value.kind === 'claim' ? [value.openMinor, book.openMinor(value.claim.id)] : [value.leftMinor, book.unappliedMinor(value.receipt.id)];
    const isView = value.kind === 'receipt' && value.sameAs !== undefined;
    if (!isView && kept !== counted) leaks.push({ kind: value.kind, id: idOf(value), differenceMinor: kept - counted });
  }
  return leaks;
}

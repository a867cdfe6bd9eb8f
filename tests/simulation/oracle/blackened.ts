import { refOf } from '../../../core/model/ids.ts';
import type { Conflict } from '../../../core/sync/conflicts.ts';
import { erasedMark } from '../../../core/sync/erase/mentions.ts';
import type { Book } from '../book.ts';
import { valuesOf } from '../kinds.ts';

/** The book of each system, and whose records in them were erased. */
export interface ErasedIn {
  readonly books: readonly { readonly system: string; readonly book: Book }[];
  readonly refs: ReadonlySet<string>;
}

/** What somebody's record lost: under which canonical name, and what it said there. */
export interface Said {
  readonly ref: string;
  readonly name: string;
  readonly value: string;
}

/** The log holds what this record lost, and an erasure has blackened it: somebody who was erased had said the same. A set tells its element in the name of the field. */
export function isBlackened({ books, refs }: ErasedIn, conflicts: readonly Conflict[], { ref, name, value }: Said): boolean {
  if (value === '' || refs.size === 0) return false;
  const isRow = (c: Conflict): boolean => c.loser === ref && (name.includes(':') ? c.field === erasedMark : c.field === name && c.value === erasedMark);
  return conflicts.some(isRow) && saidByErased({ books, refs }, value.toLowerCase());
}

function saidByErased({ books, refs }: ErasedIn, value: string): boolean {
  return books.some(({ system, book }) =>
    book.edits.some((e) => refs.has(refOf(system, book.name, e.record)) && valuesOf(book.kind, e.field, e.value).some((one) => one.toLowerCase() === value)),
  );
}

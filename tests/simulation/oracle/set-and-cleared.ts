import { refOf } from '../../../core/model/ids.ts';
import type { Book, Edit } from '../book.ts';
import type { StoredTexts } from '../stored-texts.ts';

/**
 * N5: what this edit cleared was put, by people and since we last looked, into a cell that we had emptied ourselves. Between two reads nothing has changed: neither the value nor its clear ever existed.
 *
 *   we clear the note, no answer · somebody writes a note · and clears it   we look: what we had sent
 *
 * A clear of what we had seen is none of these, nor is one that repeats such a clear.
 */
export function isSetAndCleared(book: Book, clear: Edit & { readonly system: string }, texts: StoredTexts): boolean {
  const { record, field, system } = clear;
  if (clear.value !== '') return false;
  const edits = book.edits.filter((e) => e.record === record && e.field === field && e.order !== clear.order && e.at <= clear.at && !book.wentWithRecord(e));
  let first: Edit = clear;
  for (const prior of edits.reverse()) {
    const { at, saw } = first;
    if (book.puts.some((put) => put.record === record && put.field === field && put.at >= prior.at && put.at <= at)) break;
    if (saw !== '' && texts.has(refOf(system, book.name, record), field, saw)) return false;
    first = prior;
  }
  return first !== clear && first.saw === '';
}

import type { Book, Edit } from '../book.ts';
import type { StoredTexts } from '../stored-texts.ts';

/**
 * N2: a person put back what stood there before our last write to the cell, and nobody here had come to know that this write had landed: it looks as if it had not. Of a set that is so of each element.
 *
 *   vip; cold · we take cold out, no answer: vip · a person puts it back: vip; cold   we look: what stood there before
 *
 * Where anything that showed without it was stored, an answer or a look had told us of it, and whoever put it back has edited it.
 */
export function isPutBack(edit: Edit & { readonly ref: string; readonly book: Book }, shows: (text: string) => boolean, texts: StoredTexts): boolean {
  const { book, record, field, ref, at, order, beforeOurs } = edit;
  const isThere = (one: { readonly record: string; readonly field: string }): boolean => one.record === record && one.field === field;
  const puts = book.puts.filter(isThere);
  const put = puts.findLast((one) => one.at <= at);
  if (put === undefined || beforeOurs === undefined || !shows(beforeOurs) || shows(put.value)) return false;
  const next = puts.find((one) => one.at > at)?.at;
  const later = book.edits.filter((one) => isThere(one) && one.at >= put.at && one.at <= at && one.order !== order);
  return [put, ...later].every(({ value }) => shows(value) || !texts.has(ref, field, value, put.at, next));
}

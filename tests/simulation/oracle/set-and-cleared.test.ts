import { describe, expect, it } from 'vitest';
import { refOf } from '../../../core/model/ids.ts';
import { Book } from '../book.ts';
import { StoredTexts } from '../stored-texts.ts';
import { isSetAndCleared } from './set-and-cleared.ts';

/** What happens to the note of one record, in order: a text is a person's edit, one after `we:` a write of ours, one after `seen:` is stored here. */
function judged(...steps: readonly string[]): boolean {
  const book = new Book('customers', { kind: 'etag', searchable: true, normalise: (_, value) => value, refuses: () => false }, { skewMs: 0, grainMs: 1 });
  const texts = new StoredTexts();
  const { id } = book.make({}, 0, 0);
  for (const [i, step] of steps.entries()) {
    const [who, text = ''] = step.includes(':') ? step.split(':') : ['', step];
    if (who === 'we') book.write({ key: `k${i}`, action: 'update', id, fields: { note: text === '' ? null : text } }, i + 1, 'us');
    else if (who === 'seen') texts.stored({ ref: refOf('a', 'customers', id), snapshot: { id, note: text } }, i + 1);
    else book.edit(id, 'note', text, i + 1, i + 1);
  }
  const last = book.edits.at(-1);
  return last !== undefined && isSetAndCleared(book, { ...last, system: 'a' }, texts);
}

describe('a value that was set and cleared between two reads', () => {
  it.each([
    ['in a cell that we had emptied', ['old', 'seen:old', 'we:', 'new', '']],
    ['in one in which nothing had ever stood', ['new', '']],
    ['and replaced in between', ['old', 'seen:old', 'we:', 'new', 'newer', '']],
    ['twice', ['old', 'seen:old', 'we:', 'new', '', 'newer', '']],
  ])('never existed %s', (_, steps) => {
    expect(judged(...steps)).toBe(true);
  });

  it.each([
    ['cleared what had been seen', ['old', 'seen:old', '']],
    ['cleared what we had put there', ['we:ours', '']],
    ['cleared what had been seen since we emptied the cell', ['old', 'seen:old', 'we:', 'new', 'seen:new', '']],
    ['replaced what had been seen, and cleared that', ['old', 'seen:old', 'new', '']],
    ['replaced what we had put there, and cleared that', ['we:ours', 'new', '']],
    ['cleared what had been seen, and again what he had put in its place', ['old', 'seen:old', '', 'new', '']],
    ['cleared nothing', ['old', 'seen:old', 'we:', 'new']],
  ])('is an edit where a person %s', (_, steps) => {
    expect(judged(...steps)).toBe(false);
  });
});

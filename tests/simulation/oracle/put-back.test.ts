import { describe, expect, it } from 'vitest';
import { refOf } from '../../../core/model/ids.ts';
import { Book } from '../book.ts';
import { elementsOf } from '../kinds.ts';
import { StoredTexts } from '../stored-texts.ts';
import { isPutBack } from './put-back.ts';

/** What happens to the tags of one record, in order: a text is a person's edit, one after `we:` a write of ours, one after `seen:` is stored here. Has the last person put back `cold`? */
function judged(...steps: readonly string[]): boolean {
  const book = new Book('customers', { kind: 'etag', searchable: true, normalise: (_, value) => value, refuses: () => false }, { skewMs: 0, grainMs: 1 });
  const texts = new StoredTexts();
  const { id } = book.make({}, 0, 0);
  const ref = refOf('a', 'customers', id);
  for (const [i, step] of steps.entries()) {
    const [who, text = ''] = step.includes(':') ? step.split(':') : ['', step];
    if (who === 'we') book.write({ key: `k${i}`, action: 'update', id, fields: { tags: text === '' ? null : text } }, i + 1, 'us');
    else if (who === 'seen') texts.stored({ ref, snapshot: { id, tags: text } }, i + 1);
    else book.edit(id, 'tags', text, i + 1, i + 1);
  }
  const last = book.edits.at(-1);
  return last !== undefined && isPutBack({ ...last, ref, book }, (shown) => elementsOf(shown).includes('cold'), texts);
}

describe('what a person puts back after a write without an answer', () => {
  it.each([
    ['as it stood', ['vip; cold', 'seen:vip; cold', 'we:vip', 'vip; cold']],
    ['in another place, or beside something else', ['vip; cold; export', 'seen:vip; cold; export', 'we:vip; export', 'vip;export;cold']],
    ['after another edit', ['vip; cold', 'seen:vip; cold', 'we:vip', 'vip;export', 'vip;export;cold']],
    ['and is seen only when it is back', ['vip', 'seen:vip', 'vip;cold', 'seen:vip;cold', 'we:vip', 'vip;cold', 'seen:vip;cold', 'we:vip', 'seen:vip']],
  ])('looks as if that had not landed: %s', (_, steps) => {
    expect(judged(...steps)).toBe(true);
  });

  it.each([
    ['we had our answer', ['vip; cold', 'seen:vip; cold', 'we:vip', 'seen:vip', 'vip; cold']],
    ['our answer was stored only afterwards', ['vip; cold', 'seen:vip; cold', 'we:vip', 'vip; cold', 'seen:vip']],
    ['another edit after it was seen', ['vip; cold', 'seen:vip; cold', 'we:vip', 'vip;export', 'seen:vip;export', 'vip;export;cold']],
    ['it did not stand there before', ['vip', 'seen:vip', 'we:vip; export', 'vip; export;cold']],
    ['we had put it there, and a person had taken it out', ['vip', 'seen:vip', 'we:vip; cold', 'vip', 'vip;cold']],
    ['we had never written there', ['vip;cold', 'vip', 'vip;cold']],
  ])('is an edit where %s', (_, steps) => {
    expect(judged(...steps)).toBe(false);
  });
});

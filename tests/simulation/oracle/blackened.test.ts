import { describe, expect, it } from 'vitest';
import { refOf } from '../../../core/model/ids.ts';
import type { Conflict } from '../../../core/sync/conflicts.ts';
import { Book } from '../book.ts';
import { isBlackened } from './blackened.ts';

const book = new Book('contacts', { kind: 'etag', searchable: true, normalise: (_, value) => value, refuses: () => false }, { skewMs: 0, grainMs: 1 });
const erased = book.make({ name: 'Ada Holm', mail: 'ada@x.example; desk@x.example' }, 0, 0);
const refs = new Set([refOf('a', 'contacts', erased.id)]);
const other = 'c/contacts/contacts-9';
const row = {
  id: 'x',
  field: 'name',
  loser: other,
  stamp: { at: 1, ref: other },
  value: '[erased]',
  winner: 'b/contacts/contacts-1',
  winning: 'Bo',
  reason: 'concurrent',
} as const;

const judged = (value: string, name = 'name', more: Partial<Conflict> = {}, whose: ReadonlySet<string> = refs): boolean =>
  isBlackened({ books: [{ system: 'a', book }], refs: whose }, [{ ...row, ...more }], { ref: other, name, value });

describe('what a namesake lost', () => {
  it('is in the log, blackened, where somebody erased had said the same', () => {
    expect(judged('Ada Holm')).toBe(true);
    expect(judged('ADA HOLM')).toBe(true);
    expect(judged('desk@x.example', 'emails:desk@x.example', { field: '[erased]', value: true })).toBe(true);
  });

  it('is not what nobody erased had said', () => {
    expect(judged('Ada')).toBe(false);
    expect(judged('')).toBe(false);
    expect(judged('bo@x.example', 'emails:bo@x.example', { field: '[erased]', value: true })).toBe(false);
    expect(judged('Ada Holm', 'name', {}, new Set())).toBe(false);
    expect(judged('Ada Holm', 'name', {}, new Set([refOf('b', 'contacts', erased.id)]))).toBe(false);
  });

  it('is not told by another’s row, of another field, or by one that is not blackened', () => {
    expect(judged('Ada Holm', 'name', { loser: 'b/contacts/contacts-1' })).toBe(false);
    expect(judged('Ada Holm', 'name', { field: 'title' })).toBe(false);
    expect(judged('Ada Holm', 'name', { value: 'Ada Holm' })).toBe(false);
    expect(judged('desk@x.example', 'emails:desk@x.example', { field: 'name' })).toBe(false);
  });
});

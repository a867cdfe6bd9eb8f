import { describe, expect, it } from 'vitest';
import type { Conflict } from '../../../core/sync/conflicts.ts';
import type { Intent } from '../../../core/sync/record.ts';
import { at, intending, known, look } from '../../factories/sync.ts';
import { TakenForOurs } from '../taken-for-ours.ts';
import { isLoggedAsSent } from './logged-as-sent.ts';

const [target, author] = ['crm/customers/1', 'erp/customers/9'] as const;
const empty = { name: 'Acme', city: '', note: 'old', phone: '', mail: '', tags: '' };
const sending = intending(known(empty, target), { note: null });
const sentStamp = (sending.intent as Intent).fields['note']?.stamp ?? { at: at(0), ref: author };
const told: Conflict = { id: 'c', field: 'note', loser: sentStamp.ref, stamp: sentStamp, value: null, winner: 'shop/customers/3', winning: 'new', reason: 'concurrent' };

/** Our clear is on its way from the 10th second on; it is found in the 30th, answered or not. Who cleared the note in this second? */
function judged(second: number, { conflict = told, value = '', outcome }: { conflict?: Conflict; value?: string; outcome?: 'acked' } = {}): boolean {
  const taken = new TakenForOurs();
  taken.stored(sending, 10);
  const found = look(intending(known(empty, target), { note: null }, outcome === undefined ? {} : { outcome }), { ...empty, note: '' }, 30).record;
  taken.stored(found, 30);
  taken.stored(found, 50);
  return isLoggedAsSent(taken, [conflict], { ref: target, value, at: second }, 'note');
}

describe('a clear of what our own clear was to clear', () => {
  it('is in the log with what we had sent', () => {
    expect(judged(20)).toBe(true);
  });

  it('is an edit of its own before we sent ours, and after that was found', () => {
    expect(judged(5)).toBe(false);
    expect(judged(40)).toBe(false);
  });

  it('is one where ours was answered', () => {
    expect(judged(20, { outcome: 'acked' })).toBe(false);
  });

  it('is not told by another’s clear, nor by an earlier or later one, nor of another field, nor by what was not a clear', () => {
    expect(judged(20, { conflict: { ...told, loser: target } })).toBe(false);
    expect(judged(20, { conflict: { ...told, stamp: { ...sentStamp, at: sentStamp.at + 1 } } })).toBe(false);
    expect(judged(20, { conflict: { ...told, field: 'city' } })).toBe(false);
    expect(judged(20, { conflict: { ...told, value: 'old' } })).toBe(false);
    expect(judged(20, { value: 'new' })).toBe(false);
  });
});

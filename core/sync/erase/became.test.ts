import { expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import type { SourceRecord } from '../record.ts';
import { becameOf } from './became.ts';

const since = at(10);
const rec = known({ name: 'Anna' });
const goneAt = (minute: number): SourceRecord => ({ ...rec, state: 'gone', goneBy: 'human', deletedAt: { at: at(minute), ref: rec.ref } });
const deleted: SourceRecord = { ...rec, state: 'gone', goneBy: 'us' };
const archived: SourceRecord = { ...rec, archived: true };

it('says deleted only of what we deleted, and archived of what we archived', () => {
  expect(becameOf([deleted], since)).toBe('deleted');
  expect(becameOf([archived], since)).toBe('archived');
  expect(becameOf([archived, deleted], since)).toBe('archived');
});

it('is not certain of what stands, of what one sweep or look missed, and of what has no row any more', () => {
  for (const one of [rec, { ...rec, state: 'missing' as const }, undefined]) {
    expect(becameOf([one], since)).toBe('asked');
    expect(becameOf([one, deleted, archived, goneAt(11)], since)).toBe('asked');
  }
});

it('does not claim what was gone by itself, and is silent of what was gone long before', () => {
  expect(becameOf([goneAt(11)], since)).toBe('gone');
  expect(becameOf([goneAt(11), deleted], since)).toBe('gone');
  expect(becameOf([goneAt(9), deleted], since)).toBe('deleted');
  expect(becameOf([goneAt(9)], since)).toBe('gone');
});

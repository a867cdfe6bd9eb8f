import { expect, it } from 'vitest';
import { at, known } from '../../../tests/factories/sync.ts';
import type { SourceRecord } from '../record.ts';
import { becameOf } from './became.ts';

const rec = known({ name: 'Anna' });
const gone: SourceRecord = { ...rec, state: 'gone', goneBy: 'human', deletedAt: { at: at(9), ref: rec.ref } };
const deleted: SourceRecord = { ...rec, state: 'gone', goneBy: 'us' };
const archived: SourceRecord = { ...rec, archived: true };
const [none, mayStand] = [new Set<string>(), new Set<string>([rec.ref])];

it('says deleted only of what we deleted, and archived of what we archived', () => {
  expect(becameOf([deleted], none)).toBe('deleted');
  expect(becameOf([archived], none)).toBe('archived');
  expect(becameOf([archived, deleted], none)).toBe('archived');
});

it('is not certain of what stands, of what one sweep or look missed, and of what has no row any more', () => {
  for (const one of [rec, { ...rec, state: 'missing' as const }, undefined]) {
    expect(becameOf([one], none)).toBe('asked');
    expect(becameOf([one, deleted, archived, gone], none)).toBe('asked');
  }
});

it('does not claim what was gone by itself, however long before: its system may have hidden it', () => {
  expect(becameOf([gone], none)).toBe('gone');
  expect(becameOf([gone, deleted], none)).toBe('gone');
});

it('is not certain of what was gone by itself when no look could tell that it is gone still', () => {
  expect(becameOf([gone], mayStand)).toBe('asked');
  expect(becameOf([deleted], mayStand)).toBe('deleted');
});

import { describe, expect, test } from 'vitest';
import { reference, referenceStream } from './conformance/reference.ts';
import { defineConnector, defineStream } from './define.ts';

describe('a declaration that cannot be right is refused at once', () => {
  test.each([
    ['name', { name: 'with space' }],
    ['revision', { revision: undefined }],
    ['fetch', { fetch: undefined }],
    ['sweep', { deletes: { by: 'sweep', everyMs: 0 } }],
    ['reason', { deletes: { by: 'none', because: ' ' } }],
    ['ids', { deletes: { by: 'sweep', everyMs: 1 }, progress: { by: 'token' }, ids: undefined }],
    ['look-back', { progress: { by: 'watermark', field: 'x', bound: 'inclusive', precisionMs: 0, lookbackMs: 0, order: 'asc' } }],
    ['batch', { write: { ...referenceStream.write, batch: 0 } }],
  ] as const)('a stream: %s', (word, change) => {
    expect(() => defineStream({ ...referenceStream, ...change } as typeof referenceStream)).toThrow(word);
  });

  test.each([
    ['kebab', { id: 'My CRM' }],
    ['version', { version: '1' }],
    ['budget', { budgets: [{ name: 'none', calls: 0, perMs: 1 }] }],
    ['secret', { secrets: [{ name: 'x', required: true, about: '' }] }],
  ])('a connector: %s', (word, change) => {
    expect(() => defineConnector({ ...reference, ...change })).toThrow(word);
  });

  test('what is right is given back and cannot be changed', () => {
    expect(Object.isFrozen(defineConnector({ ...reference }))).toBe(true);
    expect(defineStream({ ...referenceStream }).name).toBe('things');
  });
});

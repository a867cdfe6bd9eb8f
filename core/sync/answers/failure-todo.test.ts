import { expect, it } from 'vitest';
import { todoOf, todoOfBlock } from './failure-todo.ts';

const kinds = ['auth', 'quota', 'transient', 'invalid', 'duplicate', 'missing', 'conflict', 'too-large', 'schema', 'unknown'] as const;
const causes = ['read.date.format.issued', 'row.csv.columns', 'wait.parent', 'dead.bug', 'dead.relay', 'write.contested.name', ...kinds.map((kind) => `write.${kind}.x`)];

it.each(causes)('%s: says in both languages what a person does', (cause) => {
  const todo = todoOf(cause, 'erp');
  expect(todo.en).toMatch(/^(?:[A-Z]|erp ).*\.$/);
  expect(todo.zh).toMatch(/\p{Script=Han}.*。$/u);
});

it('says something else for each family and each kind of refusal', () => {
  expect(new Set(causes.map((cause) => todoOf(cause, 'erp').en)).size).toBe(causes.length);
});

it.each(kinds)('a connection blocked by %s: says in both languages what a person does', (kind) => {
  expect(todoOfBlock(kind, 'erp').en).toContain('erp');
  expect(todoOfBlock(kind, 'erp').zh).toMatch(/\p{Script=Han}.*。$/u);
});

it('falls back to a general sentence for a cause of another version', () => {
  expect(todoOf('write.new-kind.x', 'erp')).toEqual(todoOf('write.unknown.x', 'erp'));
  expect(todoOf('strange', 'erp')).toEqual(todoOf('write.unknown.x', 'erp'));
});

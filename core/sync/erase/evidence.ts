import type { Evidence } from '../../identity/resolver.ts';
import { explain } from '../../identity/sentence.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Item, Op } from '../../ports/table.ts';
import { entityKey } from '../entity-item.ts';
import { erasedMark } from './mentions.ts';
import type { Subject } from './subject.ts';

/** Rows that keep what two records showed when they were compared. */
const comparing: ReadonlySet<string> = new Set(['edge', 'review']);

/**
 * The write that takes out of evidence or a question what was compared, where one side was one with the person or was kept apart from them: among it may be what we had put there of the person, in whatever form.
 * Fields, levels and points stay, and what they say in a sentence. Undefined when there is nothing to take out.
 */
export function evidenceWrite(item: Item, { apart = [], parts = [] }: Subject): Op | undefined {
  if (!comparing.has(item.kind)) return undefined;
  const { a, b, evidence } = item.body as unknown as { readonly a: string; readonly b: string; readonly evidence: Evidence };
  const isTheirs = [a, b].some((name) => apart.includes(name) || parts.includes(name)) || parts.some((id) => item.pk === entityKey(id).pk);
  if (!isTheirs || evidence.terms.every((term) => black(term.a) === term.a && black(term.b) === term.b)) return undefined;
  const blackened: Evidence = { ...evidence, terms: evidence.terms.map((term) => ({ ...term, a: black(term.a), b: black(term.b) })), sentence: explain(evidence) };
  const { version, writeId: _, ...input } = item;
  return { op: 'put', item: { ...input, body: { ...item.body, evidence: blackened as unknown as JsonObject } }, when: { version } };
}

const black = (text: string | null): string | null => (text === null || text === '' ? text : erasedMark);

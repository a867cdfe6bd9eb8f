import type { Evidence } from '../../identity/resolver.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Item, Op } from '../../ports/table.ts';
import { entityKey } from '../entity-item.ts';
import { erasedMark } from './mentions.ts';
import type { Subject } from './subject.ts';

/** Rows that keep what two records showed when they were compared. */
const comparing: ReadonlySet<string> = new Set(['edge', 'review']);

/**
 * The write that takes out of evidence or a question what records showed that were one with the person: among it may be what we had put there of the person, in whatever form it was compared.
 * Fields, levels and points stay. Undefined when there is nothing to take out.
 */
export function evidenceWrite(item: Item, { apart = [], parts = [], wereOne }: Subject): Op | undefined {
  if (wereOne !== true || !comparing.has(item.kind)) return undefined;
  const { a, b, evidence } = item.body as unknown as { readonly a: string; readonly b: string; readonly evidence: Evidence };
  const isTheirs = [a, b].some((name) => apart.includes(name) || parts.includes(name)) || parts.some((id) => item.pk === entityKey(id).pk);
  const texts = [...new Set(evidence.terms.flatMap((term) => [term.a, term.b]))].filter((text) => text !== null && text !== '' && text !== erasedMark) as string[];
  if (!isTheirs || texts.length === 0) return undefined;
  const black = (text: string | null): string | null => (text === null || text === '' ? text : erasedMark);
  // The longest first: one may be part of another.
  const said = (sentence: string): string => texts.toSorted((x, y) => y.length - x.length).reduce((left, text) => left.replaceAll(text, erasedMark), sentence);
  const { en, zh } = evidence.sentence;
  const blackened: Evidence = {
    ...evidence,
    terms: evidence.terms.map((term) => ({ ...term, a: black(term.a), b: black(term.b) })),
    sentence: { en: said(en), zh: said(zh) },
  };
  const { version, writeId: _, ...input } = item;
  return { op: 'put', item: { ...input, body: { ...item.body, evidence: blackened as unknown as JsonObject } }, when: { version } };
}

import { type Json, jsonEqual } from '../../core/model/json.ts';
import type { MappingDocument } from './document.ts';

/** How one canonical field differs between two versions of a document. */
export interface FieldChangeNote {
  /** Canonical field, or `when`, `defaults`, `create`, `type`, `stream`, `connector` for the document itself. */
  readonly field: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before: Json;
  readonly after: Json;
}

const wholeKeys = ['type', 'connector', 'stream', 'when', 'defaults', 'create'] as const;

/** What differs between two versions of a document, the document's own keys first. Remarks and examples do not count: they change nothing in a record. */
export function diffMappings(before: MappingDocument, after: MappingDocument): readonly FieldChangeNote[] {
  const notes: FieldChangeNote[] = [];
  const compare = (field: string, a: unknown, b: unknown) => {
    const [old, now] = [(a ?? null) as Json, (b ?? null) as Json];
    if (jsonEqual(old, now)) return;
    notes.push({ field, change: a === undefined ? 'added' : b === undefined ? 'removed' : 'changed', before: old, after: now });
  };
  for (const key of wholeKeys) compare(key, before[key], after[key]);
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]);
  for (const name of [...names].toSorted()) compare(name, longForm(before.fields[name]), longForm(after.fields[name]));
  return notes;
}

const longForm = (field: MappingDocument['fields'][string] | undefined) => (typeof field === 'string' ? { path: field } : field);

import type { Evidence } from './resolver.ts';

/** Levels at which two company names are one name, up to spelling. */
const sameLevels: ReadonlySet<string> = new Set(['equal', 'slip', 'initials', 'sound', 'abbreviation']);
/** What tells companies of one name apart. */
const qualifiers: ReadonlySet<string> = new Set(['number', 'region', 'form']);

/** Whether two company names alone are the same name: the words agree up to slips, and no number, country or class of legal form differs (`Fund II`, `(France)`, AG against GmbH). */
export function isSameName(found: Evidence): boolean {
  const name = found.terms.find((t) => t.field === 'name');
  if (name === undefined || !sameLevels.has(name.level)) return false;
  return !found.terms.some((t) => qualifiers.has(t.field) && (t.level === 'different' || (t.level === 'missing' && t.field !== 'form')));
}

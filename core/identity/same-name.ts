import type { Evidence, EvidenceTerm } from './resolver.ts';

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

/** Two companies of one series: one name up to its number, and each has a number of its own (`Wind Farm 1` and `Wind Farm 2`). They share an address, a telephone and a mailbox; only what is issued to one company says otherwise. */
export function isSeries(terms: readonly EvidenceTerm[]): boolean {
  const [name, number] = [terms.find((t) => t.field === 'name'), terms.find((t) => t.field === 'number')];
  if (name === undefined || !sameLevels.has(name.level) || number?.level !== 'different') return false;
  return !terms.some((t) => t.field === 'identifier' && t.level === 'equal');
}

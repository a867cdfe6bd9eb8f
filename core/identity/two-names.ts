import type { EvidenceTerm } from './resolver.ts';

/** What speaks against two people of whose names nothing agrees: more than a town, an employer's domain and a similar mailbox can say for them. */
const twoNamesBits = -10;
const otherGiven: ReadonlySet<string> = new Set(['different', 'far']);
const otherFamily: ReadonlySet<string> = new Set(['different', 'far', 'similar']);
/** Of one person alone, so that it can outweigh a new name: a birthday, an identifier, the very same mailbox. */
const ownFields: ReadonlySet<string> = new Set(['birthday', 'identifier']);

/** Names that are only near one another prove nothing while nothing else agrees: Mona and Jonas Marx, Nils Nagel and Nils Engel. */
const nearNamesBits = -6;
const nameFields: ReadonlySet<string> = new Set(['given', 'family', 'order']);

/** Namesakes: nothing but their names agrees, and two things or more that would tell two people from one another differ. */
const namesakesBits = -8;
const differencesMin = 2;
const tellingFields: ReadonlySet<string> = new Set(['email', 'phone', 'street', 'place', 'town', 'birthday', 'birthPlace']);

/** Nothing but the names of two people agrees. */
export function isNamesAlone(terms: readonly EvidenceTerm[]): boolean {
  return terms.every((t) => t.bits <= 0 || nameFields.has(t.field));
}

/** The terms of two people, with one more where names tell them apart: nothing but names agrees, and the names are only near or much else differs; or neither given nor family names do, and nothing of one person alone: colleagues and neighbours share much. */
export function withTwoNames(terms: readonly EvidenceTerm[]): readonly EvidenceTerm[] {
  const [given, family] = [terms.find((t) => t.field === 'given'), terms.find((t) => t.field === 'family')];
  if (given === undefined || family === undefined) return terms;
  const [isOtherGiven, isOtherFamily] = [otherGiven.has(given.level), otherFamily.has(family.level)];
  if (isNamesAlone(terms)) {
    if (terms.filter((t) => t.bits < 0 && tellingFields.has(t.field)).length >= differencesMin) return [...terms, namesTerm('namesakes', namesakesBits)];
    if (isOtherGiven || isOtherFamily) return [...terms, namesTerm('near', nearNamesBits)];
  }
  if (!isOtherGiven || !isOtherFamily) return terms;
  if (terms.some((t) => t.bits > 0 && (ownFields.has(t.field) || (t.field === 'email' && t.level === 'equal')))) return terms;
  return [...terms, namesTerm('two', twoNamesBits)];
}

function namesTerm(level: string, bits: number): EvidenceTerm {
  return { field: 'names', level, a: '', b: '', bits };
}

import type { EvidenceTerm } from './resolver.ts';

/** Of two people: every town has a Station Road, so a street that agrees while town *and* postal code differ says nothing, for or against. Where no code is known another town may be a part of the same one (Hollywood, Los Angeles). */
export function withOtherTown(terms: readonly EvidenceTerm[]): readonly EvidenceTerm[] {
  const place = terms.find((t) => t.field === 'place' && t.level === 'different');
  if (place === undefined || !hasCode(place.a) || !hasCode(place.b)) return terms;
  return terms.map((t) => (t.field === 'street' && t.bits > 0 ? { ...t, level: 'elsewhere', bits: 0 } : t));
}

/** True for a place told with its postal code: code and town, of which the code has digits. */
function hasCode(place: string | null): boolean {
  return /\d/.test(place ?? '');
}

import type { Model } from './model/model.ts';
import type { EvidenceTerm } from './resolver.ts';

/** What a home or an office shares says that two people are near each other, not that they are one: log2(1 / 2) before their given names are counted, which then decide. */
const sharedBits = -1;
/** Where the given names say little (one missing, an initial, Anna and Annabelle) it stops this many bits short of a link: a birthday, a mailbox or a number of one's own must carry the rest. */
const shortOfLinkBits = 2;
const vague: ReadonlySet<string> = new Set(['initial', 'similar']);
const sharedFields: ReadonlySet<string> = new Set(['family', 'street', 'place', 'town', 'phone', 'birthPlace']);
const oneRoof: Readonly<Record<string, ReadonlySet<string>>> = { street: new Set(['equal', 'close', 'named']), phone: new Set(['equal', 'tail']) };

/** The terms of two people, with what a household shares held down by a term of its own; unchanged when they do not seem to live or work under one roof. */
export function withHousehold(terms: readonly EvidenceTerm[], model: Model): readonly EvidenceTerm[] {
  if (!terms.some((t) => oneRoof[t.field]?.has(t.level) === true)) return terms;
  const given = terms.find((t) => t.field === 'given');
  const isVague = given === undefined || vague.has(given.level);
  const cap = isVague ? Math.min(model.thresholds.link, model.prior + model.thresholds.mean) - shortOfLinkBits : sharedBits;
  // other given names in one home: a mailbox that agrees is the family's
  const stranger = given?.level === 'different' || given?.level === 'far';
  // what differs (the family names of colleagues) speaks against as ever
  const isShared = (t: EvidenceTerm): boolean =>
    (sharedFields.has(t.field) && (t.bits > 0 || t.field !== 'family' || !stranger)) || (t.bits > 0 && stranger && t.field === 'email');
  const shared = terms.reduce((sum, t) => sum + (isShared(t) ? t.bits : 0), model.prior);
  if (shared <= cap) return terms;
  return [...terms, { field: 'household', level: 'shared', a: '', b: '', bits: cap - shared }];
}

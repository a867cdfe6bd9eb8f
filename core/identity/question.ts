import type { Model } from './model/model.ts';
import type { EvidenceTerm } from './resolver.ts';
import { isNamesAlone } from './two-names.ts';

/** Why a person is asked about two people whom the points alone would join. */
type Doubt = 'family' | 'generations' | 'spelling' | 'namesakes';

const otherLevels: ReadonlySet<string> = new Set(['different', 'far']);
const nearLevels: ReadonlySet<string> = new Set(['slip', 'similar']);
/** Shorter names stand in many words. */
const spelledLettersMin = 3;

/** True for the term that holds two people short of a link because a person should look. */
export function isQuestion(term: EvidenceTerm): boolean {
  return term.field === 'question';
}

/** The terms of two people, with one more where the points would join them although something says plainly that they may be two: it stops them half a grey band short of a link, so that a person is asked. */
export function withQuestion(terms: readonly EvidenceTerm[], model: Model): readonly EvidenceTerm[] {
  const { link, mean, review } = model.thresholds;
  const cap = Math.max(link, model.prior + mean) - (link - review) / 2;
  const total = terms.reduce((sum, t) => sum + t.bits, model.prior);
  const doubt = total <= cap ? undefined : doubtOf(terms);
  return doubt === undefined ? terms : [...terms, { field: 'question', level: doubt, a: '', b: '', bits: cap - total }];
}

function doubtOf(terms: readonly EvidenceTerm[]): Doubt | undefined {
  if (isOtherFamily(terms) && !isOwn(terms)) return 'family';
  if (isOtherGeneration(terms)) return 'generations';
  if (isSpelledTwice(terms) && !isOwn(terms)) return 'spelling';
  return isNamesAlone(terms) && terms.some(isAnotherNumber) ? 'namesakes' : undefined;
}

/** A given name that agrees beside another family name: many share the first, and what colleagues or neighbours share brings them together. */
function isOtherFamily(terms: readonly EvidenceTerm[]): boolean {
  const [given, family] = [terms.find((t) => t.field === 'given'), terms.find((t) => t.field === 'family')];
  return given !== undefined && family !== undefined && otherLevels.has(family.level) && !otherLevels.has(given.level);
}

/** One roof and birthdays without anything in common: parent and child are often called alike. An identifier or the very same mailbox says that a birthday is wrong. */
function isOtherGeneration(terms: readonly EvidenceTerm[]): boolean {
  const isIdentified = terms.some((t) => t.bits > 0 && (t.field === 'identifier' || (t.field === 'email' && t.level === 'equal')));
  const isOneRoof = terms.some((t) => t.bits > 0 && (t.field === 'street' || t.field === 'phone'));
  const areNamed = ['given', 'family'].every((field) => terms.some((t) => t.field === field && t.bits > 0));
  return areNamed && isOneRoof && !isIdentified && terms.some((t) => t.field === 'birthday' && t.level === 'different');
}

/** Names near one another of which each stands in its own mailbox as well (Anna and Hanna): nobody makes one slip twice. */
function isSpelledTwice(terms: readonly EvidenceTerm[]): boolean {
  const email = terms.find((t) => t.field === 'email' && (t.level === 'domain' || t.level === 'different'));
  const holds = (address: string | null | undefined, name: string | null): boolean =>
    name !== null && name.length >= spelledLettersMin && address?.split('@')[0]?.includes(name) === true;
  return terms.some((t) => (t.field === 'given' || t.field === 'family') && nearLevels.has(t.level) && holds(email?.a, t.a) && holds(email?.b, t.b));
}

/** Something that one person alone has agrees: a birthday, an identifier, a mailbox up to a slip. */
function isOwn(terms: readonly EvidenceTerm[]): boolean {
  return terms.some((t) => t.bits > 0 && (t.field === 'birthday' || t.field === 'identifier' || (t.field === 'email' && t.level !== 'domain' && t.level !== 'shared')));
}

/** Mailboxes of one provider that are alike but for their number: each was given to somebody. */
function isAnotherNumber({ field, level, a, b }: EvidenceTerm): boolean {
  const [[x = '', at], [y = '', where]] = [(a ?? '').split('@'), (b ?? '').split('@')];
  return field === 'email' && level === 'different' && at === where && x.replace(/\d/g, '') === y.replace(/\d/g, '');
}

import type { Sentence } from '../model/error.ts';
import type { Finding } from './compare/level.ts';
import { findingsOf } from './compare/signatures.ts';
import { withHousehold } from './household.ts';
import type { Weights } from './model/model.ts';
import { withOtherTown } from './other-town.ts';
import { withQuestion } from './question.ts';
import type { Evidence, EvidenceTerm } from './resolver.ts';
import { isSeries } from './same-name.ts';
import { explain } from './sentence.ts';
import type { Signature } from './signature.ts';
import { withTwoNames } from './two-names.ts';

/** Evidence for two signatures: hard rules first, else prior plus the bits of every finding. */
export function scoreSignatures(a: Signature, b: Signature, weights: Weights): Evidence {
  if (a.k !== b.k) return evidence([], weights, 'different-kind');
  const found = findingsOf(a, b, weights).map((f) => termOf(f, weights));
  const terms = [...claimTerms(a, b), ...(a.k === 'p' ? withQuestion(withTwoNames(withHousehold(withOtherTown(found), weights.model)), weights.model) : found)];
  if (terms[0]?.field === 'claim') return evidence(terms, weights, terms[0].level === 'equal' ? 'same-claim' : 'different-claim');
  if (a.w !== undefined && b.w !== undefined && a.w !== b.w) return evidence(terms, weights, 'different-generation');
  if (a.k === 'o' && isSeries(terms)) return evidence(terms, weights, 'different-number');
  return evidence(terms, weights, 'score');
}

/** Bits of a validated identifier that agrees or differs: beyond what all other fields can outweigh. */
const claimBits = 60;

function claimTerms(a: Signature, b: Signature): EvidenceTerm[] {
  const different = differentClaim(a, b);
  if (different) return [{ field: 'claim', level: 'different', a: different[0], b: different[1], bits: -claimBits }];
  const same = a.c?.find((claim) => b.c?.includes(claim));
  return same === undefined ? [] : [{ field: 'claim', level: 'equal', a: same, b: same, bits: claimBits }];
}

/** Two claims of one scheme that differ while none agrees; two such records are never one company. */
export function differentClaim(a: Signature, b: Signature): readonly [string, string] | undefined {
  for (const one of a.c ?? []) {
    const scheme = one.slice(0, one.indexOf(':') + 1);
    const others = (b.c ?? []).filter((other) => other.startsWith(scheme));
    if (others.length > 0 && !others.includes(one)) return [one, others[0] as string];
  }
  return undefined;
}

const identifying: ReadonlySet<string> = new Set(['claim', 'email', 'phone', 'identifier']);
const naming: ReadonlySet<string> = new Set(['name', 'given', 'family']);

/** Two records of one source are the same customer eight times more rarely than two records of two sources: log2 of that. */
const sameStreamBits = 3;
/** What a company has for itself beside its name, where it is the same to the letter: houses next door and numbers that follow one another are neighbours. */
const ownOfCompany: ReadonlySet<string> = new Set(['street', 'domain']);
/** What a person has for themself beside a name, also up to a slip; telephone numbers that follow one another are colleagues. */
const ownOfPerson: ReadonlySet<string> = new Set(['email', 'birthday', 'street']);

/** Evidence that one source has one customer twice, although it should not: a name agrees, and an identifier; or something of their own, no part of the name speaks against it, and the points are sure beyond what the rarity of such pairs asks for. What a company's people share (`info@…`) names the company. */
export function isDuplicate(found: Evidence, weights: Weights): boolean {
  const isCompany = found.terms.some((t) => t.field === 'name');
  const isSure = found.total >= weights.model.thresholds.link + sameStreamBits && found.terms.every((t) => !naming.has(t.field) || t.bits > 0);
  const isOwn = (t: EvidenceTerm): boolean => (isCompany ? ownOfCompany.has(t.field) && t.level === 'equal' : ownOfPerson.has(t.field) && t.bits > 0);
  const names = (t: EvidenceTerm): boolean => identifying.has(t.field) && (t.level === 'equal' || (isCompany && t.level === 'shared'));
  return found.terms.some((t) => names(t) || (isSure && isOwn(t))) && found.terms.some((t) => naming.has(t.field) && t.bits > 0);
}

function termOf(f: Finding, weights: Weights): EvidenceTerm {
  const rarity = f.rarity ?? (f.value ? weights.rarity(f.field, f.level, f.value.list, f.value.text) : 0);
  return { field: f.field, level: f.level, a: f.a, b: f.b, bits: weights.bits(f.field, f.level) + rarity };
}

/** Puts evidence together; the total is the prior plus the bits of the terms, always. */
export function evidence(terms: readonly EvidenceTerm[], weights: Weights, rule: string): Evidence {
  const prior = weights.model.prior;
  const total = terms.reduce((sum, t) => sum + t.bits, prior);
  return {
    terms,
    prior,
    total,
    model: weights.id,
    rule,
    /** Sentences are needed for one pair in a thousand: made when read. */
    get sentence(): Sentence {
      return explain({ terms, total, rule });
    },
  };
}

/** The same evidence where a rule decided instead of the points, which the sentence still tells. */
export function ruledBy(found: Evidence, rule: string): Evidence {
  const { terms, prior, total, model } = found;
  return {
    terms,
    prior,
    total,
    model,
    rule,
    get sentence(): Sentence {
      return found.sentence;
    },
  };
}

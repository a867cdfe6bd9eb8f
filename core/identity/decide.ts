import type { EntityId, Ref } from '../model/ids.ts';
import { mayMerge } from './merge.ts';
import type { Weights } from './model/model.ts';
import { isQuestion } from './question.ts';
import type { Candidate, Decision, Evidence, Features } from './resolver.ts';
import { evidence, isDuplicate, ruledBy, scoreSignatures } from './score.ts';
import type { Signature } from './signature.ts';
import { type SameStream, streamOf } from './stream.ts';
import { isNamesAlone } from './two-names.ts';

/** Of the entities that a record is not linked to, this many are told with their evidence. */
const nearMax = 3;

/** An entity that the record itself does not reach may still be one with the record's entity, which may have grown since both were founded; below this it is not looked at. */
const latentBitsMin = -15;

/** A candidate entity with the record's evidence against it. */
export interface Scored {
  readonly candidate: Candidate;
  /** Evidence of the member that agrees best, or of the hard rule that forbids. */
  readonly best: Evidence;
  /** Mean over the members' signatures of what speaks for and against, without the prior: a member that says nothing counts 0. */
  readonly mean: number;
  readonly verdict: 'same' | 'review' | 'apart';
  /** The member that gives way when the record is linked. */
  readonly displaces?: Ref;
}

/** Scores a record against an entity: hard rules, then best and mean of its member signatures. */
export function scoreEntity(own: Signature, self: Ref, candidate: Candidate, weights: Weights, sameStream: (connectionStream: string) => SameStream): Scored {
  const forbidden = (rule: string): Scored => ({ candidate, best: evidence([], weights, rule), mean: Number.NEGATIVE_INFINITY, verdict: 'apart' });
  if (candidate.cannotLink.includes(self)) return forbidden('cannot-link');
  let best: Evidence | undefined;
  let sum = 0;
  for (const signature of candidate.signatures) {
    const found = scoreSignatures(own, signature, weights);
    if (found.rule.startsWith('different-')) return { candidate, best: found, mean: found.total - found.prior, verdict: 'apart' };
    if (best === undefined || found.total > best.total) best = found;
    sum += found.total - found.prior;
  }
  if (best === undefined) return forbidden('nothing-known');
  const mean = sum / candidate.signatures.length;
  const rule = streamRule(self, candidate, best, weights, sameStream);
  if (rule === undefined) return { candidate, best, mean, verdict: verdictOf(best, mean, weights) };
  const rival = sameStream(streamOf(self)) === 'never' ? rivalOf(own, self, candidate, weights) : undefined;
  if (rival !== undefined) return { candidate, best: rival.best, mean, verdict: verdictOf(rival.best, mean, weights), displaces: rival.ref };
  // a source that may hold one customer twice: a person looks at the likely ones; a name alone is no question, in a large source many share it
  const verdict = verdictOf(best, mean, weights);
  const isLikely = verdict === 'same' || (verdict === 'review' && best.terms.some(isQuestion));
  const likely = isLikely && sameStream(streamOf(self)) === 'strong' && !isNamesAlone(best.terms);
  return { candidate, best: ruledBy(best, rule), mean, verdict: likely ? 'review' : 'apart' };
}

/** The member of the record's own source that agrees less with the others than the record does; undefined when it agrees as much or more. Ties go to the smaller name, so that arrival does not matter. */
function rivalOf(own: Signature, self: Ref, candidate: Candidate, weights: Weights): { readonly ref: Ref; readonly best: Evidence } | undefined {
  const from = `${streamOf(self)}/`;
  const signers = candidate.signers;
  const rivals = candidate.members.filter((m) => m.startsWith(from));
  const [rival] = rivals;
  if (signers === undefined || rival === undefined || rivals.length > 1 || !signers.includes(rival)) return undefined;
  const others = candidate.signatures.filter((_, i) => !(signers[i] as Ref).startsWith(from));
  const held = candidate.signatures[signers.indexOf(rival)] as Signature;
  const best = (one: Signature): Evidence | undefined =>
    others.map((o) => scoreSignatures(one, o, weights)).reduce<Evidence | undefined>((x, y) => (x === undefined || y.total > x.total ? y : x), undefined);
  const [mine, its] = [best(own), best(held)];
  if (mine === undefined || its === undefined || mine.total < weights.model.thresholds.link) return undefined;
  return mine.total > its.total || (mine.total === its.total && self < rival) ? { ref: rival, best: mine } : undefined;
}

function verdictOf(best: Evidence, mean: number, weights: Weights): Scored['verdict'] {
  const { link, mean: meanMin, review } = weights.model.thresholds;
  if (best.rule === 'same-claim' || (best.total >= link && mean >= meanMin)) return 'same';
  // the grey band: both just short of what lets a record in
  const short = Math.min(best.total - link, mean - meanMin);
  return short >= review - link ? 'review' : 'apart';
}

/** The rule that keeps two records of one stream apart, if one does. */
function streamRule(self: Ref, candidate: Candidate, best: Evidence, weights: Weights, sameStream: (connectionStream: string) => SameStream): string | undefined {
  const from = streamOf(self);
  const policy = sameStream(from);
  if (policy === 'free' || !candidate.members.some((m) => m !== self && m.startsWith(`${from}/`))) return undefined;
  return policy === 'strong' && isDuplicate(best, weights) ? undefined : 'same-source';
}

/** Turns scores into what becomes of the record. Several entities may pass: they are merged when their members agree in the mean; the oldest survives. */
export function decide(own: Features, self: Ref, candidates: readonly Candidate[], weights: Weights, sameStream: (connectionStream: string) => SameStream): Decision {
  const scored = candidates.map((c) => scoreEntity(own.signature, self, c, weights, sameStream)).sort(byStrength);
  const review = worthAsking(scored);
  const first = scored.find((s) => s.verdict === 'same');
  if (first === undefined) return { kind: 'new', near: scored.slice(0, nearMax).map((s) => ({ entity: s.candidate.id, evidence: s.best })), review };
  // the record speaks for its entity from now on, also when others are compared with it
  const { signatures, members } = first.candidate;
  const isItself = members.length === 1 && members[0] === self && signatures[0] === own.signature;
  const joined: Candidate = isItself ? first.candidate : { ...first.candidate, signatures: [...signatures, own.signature], members: [...members, self] };
  const group = [first.candidate];
  for (const { candidate, verdict, best } of scored) {
    if (candidate === first.candidate || best.total < latentBitsMin) continue;
    const [head, ...rest] = [joined, ...group.slice(1)];
    const agrees = [head as Candidate, ...rest].every((member) => mayMerge(member, candidate, weights, sameStream));
    if (agrees) group.push(candidate);
    else if (verdict === 'same') review.push(candidate.id);
  }
  const oldest = group.reduce((a, b) => ((b.founded ?? 0) < (a.founded ?? 0) ? b : a));
  const displaces = first.displaces === undefined ? {} : { displaces: first.displaces };
  return { kind: 'link', entity: oldest.id, alsoSame: group.filter((g) => g !== oldest).map((g): EntityId => g.id), evidence: first.best, review, ...displaces };
}

/** Entities in the grey band. Of those that only the rule for one stream keeps out, a person is asked about the likeliest: it leads to the others. */
function worthAsking(scored: readonly Scored[]): EntityId[] {
  const doubtful = scored.filter((s) => s.verdict === 'review');
  const first = doubtful.find((s) => s.best.rule === 'same-source');
  return doubtful.filter((s) => s.best.rule !== 'same-source' || s === first).map((s) => s.candidate.id);
}

/** Evidence that a changed record has little left in common with the other records of its entity: even the closest is short of a link, and their mean is below `split`. */
export function driftFrom(own: Features, self: Ref, others: Candidate, weights: Weights): Evidence | undefined {
  const { best, mean, verdict } = scoreEntity(own.signature, self, others, weights, () => 'free');
  const { split } = weights.model.thresholds;
  return verdict === 'apart' && mean < split && best.terms.some((t) => t.bits < 0) ? best : undefined;
}

function byStrength(x: Scored, y: Scored): number {
  return y.best.total - x.best.total || y.mean - x.mean || (x.candidate.id < y.candidate.id ? -1 : 1);
}

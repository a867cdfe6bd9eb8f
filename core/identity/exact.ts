import type { EntityId, Ref } from '../model/ids.ts';
import { partsOf } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { familyName } from '../ports/mapping.ts';
import { companyDomain } from './normalise/domain.ts';
import { emailParts } from './normalise/email.ts';
import { orgCore } from './normalise/org-name.ts';
import { personWords } from './normalise/person-name.ts';
import { phoneE164 } from './normalise/phone.ts';
import { type Claim, taxClaim } from './normalise/tax-id.ts';
import type { Candidate, Decision, Evidence, EvidenceTerm, FeatureContext, Features, Resolver } from './resolver.ts';
import { type Signature, signatureValuesMax } from './signature.ts';

/** Bits per agreeing feature. No single one but a claim overcomes the prior; a name and one strong identifier do. */
const bits = { claim: 60, email: 16, name: 12, phone: 11, domain: 10 } as const;
const prior = -20;
const modelName = 'exact-1';

/** Links on strong identifiers alone: claim, or name and e-mail, name and telephone, name and company domain. */
export const exactResolver: Resolver = { model: modelName, features, decide, compare };

const compared: ReadonlySet<string> = new Set(['name', 'legalName', 'emails', 'phones', 'website', 'taxId']);

/** The texts of every compared field, sorted; a set's elements stand in its fields' names. */
function textsOf(fields: ReadonlyMap<string, Canon>): (...names: string[]) => string[] {
  const texts: Record<string, string[]> = {};
  for (const [field, value] of fields) {
    const name = familyName(field);
    if (!compared.has(name) || value === null || value === false) continue;
    const text = name === field ? value : field.slice(name.length + 1);
    if (typeof text !== 'string' || text === '') continue;
    const known = texts[name];
    if (known === undefined) texts[name] = [text];
    else known.push(text);
  }
  return (...names) => names.flatMap((name) => texts[name] ?? []).sort();
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((v) => v !== undefined && v !== ''))].slice(0, signatureValuesMax) as string[];
}

function features(type: string, fields: ReadonlyMap<string, Canon>, context: FeatureContext): Features {
  if (type !== 'person' && type !== 'organization') return { signature: { k: 'o' }, keys: [], claims: [] };
  const valuesOf = textsOf(fields);
  const own = fields.get('country');
  const country = typeof own === 'string' && own.length === 2 ? own : context.country;
  const names = valuesOf('name', 'legalName');
  const full = [fields.get('givenName'), fields.get('familyName')].filter((v) => typeof v === 'string').join(' ');
  const n = distinct(type === 'person' ? [...names, full].map((v) => personWords(v).words.toSorted().join(' ')) : names.map(orgCore));
  const emails = valuesOf('emails').map(emailParts);
  const e = distinct(emails.map((m) => m?.address));
  const t = distinct(valuesOf('phones').map((p) => phoneE164(p, country)));
  const d = type === 'person' ? [] : distinct([...valuesOf('website'), ...emails.map((m) => m?.domain ?? '')].map(companyDomain));
  const claims = type === 'person' ? [] : claimsOf(valuesOf('taxId'), country);
  const signature: Signature = {
    k: type === 'person' ? 'p' : 'o',
    ...(n.length && { n }),
    ...(e.length && { e }),
    ...(t.length && { t }),
    ...(d.length && { d }),
    ...(claims.length && { c: claims.map(claimText) }),
  };
  return { signature, keys: keysOf(signature), claims };
}

function claimsOf(taxIds: readonly string[], country: string): Claim[] {
  const found = new Map(taxIds.flatMap((id) => taxClaim(id, country) ?? []).map((claim) => [claimText(claim), claim]));
  return [...found.values()].slice(0, signatureValuesMax);
}

function claimText(claim: Claim): string {
  return `${claim.scheme}:${claim.value}`;
}

function keysOf(s: Signature): string[] {
  const keys = [...(s.e ?? []).map((v) => `email:${v}`), ...(s.t ?? []).map((v) => `phone:${v}`), ...(s.d ?? []).map((v) => `domain:${v}`)];
  return keys.slice(0, 8);
}

function shared(a: readonly string[] | undefined, b: readonly string[] | undefined): string | undefined {
  return a?.find((value) => b?.includes(value));
}

function compare(a: Signature, b: Signature): Evidence {
  const terms: EvidenceTerm[] = [];
  if (a.k !== b.k) return evidence(terms, 'different-kind');
  for (const [field, left, right] of [
    ['claim', a.c, b.c],
    ['email', a.e, b.e],
    ['name', a.n, b.n],
    ['phone', a.t, b.t],
    ['domain', a.d, b.d],
  ] as const) {
    const same = shared(left, right);
    if (same !== undefined) terms.push({ field, level: 'equal', a: same, b: same, bits: bits[field] });
  }
  if (differentClaim(a, b)) return evidence(terms, 'different-claim');
  return evidence(terms, terms.some((t) => t.field === 'claim') ? 'same-claim' : 'score');
}

function differentClaim(a: Signature, b: Signature): boolean {
  return (a.c ?? []).some((one) => {
    const scheme = one.slice(0, one.indexOf(':') + 1);
    const others = (b.c ?? []).filter((other) => other.startsWith(scheme));
    return others.length > 0 && !others.includes(one);
  });
}

function evidence(terms: readonly EvidenceTerm[], rule: string): Evidence {
  const total = terms.reduce((sum, t) => sum + t.bits, prior);
  const said = terms.map((t) => t.field);
  const sentence =
    terms.length === 0 || rule.startsWith('different')
      ? {
          en: `Not linked: ${rule === 'different-claim' ? 'their registration numbers differ' : 'nothing strong agrees'}.`,
          zh: `未关联：${rule === 'different-claim' ? '登记号码不同' : '没有足够的一致信息'}。`,
        }
      : { en: `Agree on ${said.join(', ')}.`, zh: `一致：${said.join('、')}。` };
  return { terms, prior, total, model: modelName, rule, sentence };
}

/** Strong evidence is needed to say that one stream holds a customer twice. */
function isStrong(found: Evidence): boolean {
  const fields = new Set(found.terms.map((t) => t.field));
  return fields.has('claim') || (fields.has('name') && (fields.has('email') || fields.has('phone')));
}

/** A mailbox and a telephone are shared by colleagues, a domain and a mailbox by departments: without a name they link nobody. */
function passes(found: Evidence): boolean {
  return (found.rule === 'score' || found.rule === 'same-claim') && found.total > 0 && found.terms.some((t) => t.field === 'claim' || t.field === 'name');
}

/** What speaks for an entity: the record of it that links, if one does. Another may agree on more (mailbox and telephone) and bear a name that was corrected since. */
function bestOf(signature: Signature, candidate: Candidate): Evidence {
  const all = candidate.signatures.map((s) => compare(signature, s));
  const against = all.find((one) => one.rule === 'different-claim' || one.rule === 'different-kind');
  if (against !== undefined) return against;
  const linking = all.filter(passes);
  return (linking.length > 0 ? linking : all).reduce((best, one) => (one.total > best.total ? one : best), evidence([], 'score'));
}

function decide(_type: string, own: Features, self: Ref, candidates: readonly Candidate[]): Decision {
  const { connection, stream } = partsOf(self);
  const scored = candidates
    .map((candidate) => ({ candidate, found: candidate.cannotLink.includes(self) ? evidence([], 'cannot-link') : bestOf(own.signature, candidate) }))
    .sort((x, y) => y.found.total - x.found.total || (x.candidate.id < y.candidate.id ? -1 : 1));
  const linkable = scored.filter(
    ({ candidate, found }) => passes(found) && (isStrong(found) || !candidate.members.some((m) => m !== self && m.startsWith(`${connection}/${stream}/`))),
  );
  const [first] = linkable;
  if (first === undefined) return { kind: 'new', near: scored.slice(0, 3).map((s) => ({ entity: s.candidate.id, evidence: s.found })), review: [] };
  const group = [first.candidate];
  for (const { candidate } of linkable.slice(1)) {
    if (group.every((member) => mayMerge(member, candidate))) group.push(candidate);
  }
  const oldest = group.reduce((a, b) => ((b.founded ?? 0) < (a.founded ?? 0) ? b : a));
  return { kind: 'link', entity: oldest.id, alsoSame: group.filter((g) => g !== oldest).map((g): EntityId => g.id), evidence: first.found, review: [] };
}

function mayMerge(a: Candidate, b: Candidate): boolean {
  const apart = a.cannotLink.some((ref) => b.members.includes(ref)) || b.cannotLink.some((ref) => a.members.includes(ref));
  return !apart && !a.signatures.some((x) => b.signatures.some((y) => differentClaim(x, y)));
}

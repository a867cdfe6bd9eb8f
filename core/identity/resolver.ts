import type { Sentence } from '../model/error.ts';
import type { EntityId, Ref } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import type { Claim } from './normalise/tax-id.ts';
import type { Signature } from './signature.ts';

/** What a record is compared by: made once per record version, pure, and the same everywhere. */
export interface Features {
  /** Stored with the record's entity. */
  readonly signature: Signature;
  /** 0–8 blocking keys, deterministic, each with its kind in front (`email:…`). Records that share none are never compared. */
  readonly keys: readonly string[];
  /** Validated unique identifiers only: tax id, VAT, 统一社会信用代码, LEI. */
  readonly claims: readonly Claim[];
}

/** An entity that shares a key or a claim with the record. */
export interface Candidate {
  readonly id: EntityId;
  readonly signatures: readonly Signature[];
  /** Whose signatures they are, in the same order; needed only where a source is trusted to hold nobody twice. */
  readonly signers?: readonly Ref[];
  readonly members: readonly Ref[];
  /** Records that a person said are not this entity. */
  readonly cannotLink: readonly Ref[];
  /** When it was founded (any growing number); of several that pass, the oldest survives. */
  readonly founded?: number;
}

/** One line of a waterfall: bits for (+) or against (−) "the same". */
export interface EvidenceTerm {
  readonly field: string;
  readonly level: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly bits: number;
}

/** Why two records, or a record and an entity, are the same or not: `total` is `prior` plus the bits of all terms. */
export interface Evidence {
  readonly terms: readonly EvidenceTerm[];
  readonly prior: number;
  readonly total: number;
  /** Name and hash of the model that scored. */
  readonly model: string;
  /** The rule that decided: `score`, `same-claim`, `different-claim`, `different-number`, `cannot-link`, `same-source` … */
  readonly rule: string;
  readonly sentence: Sentence;
}

/** The record belongs to `entity`. */
export interface LinkDecision {
  readonly kind: 'link';
  readonly entity: EntityId;
  /** Entities to merge into it. */
  readonly alsoSame: readonly EntityId[];
  readonly evidence: Evidence;
  /** Entities in the grey band, for a person. */
  readonly review: readonly EntityId[];
  /** A member of the same source that fits less well and gives way: resolve it anew. Only where a source is trusted to hold nobody twice. */
  readonly displaces?: Ref;
}

/** The record founds an entity of its own. */
export interface NewDecision {
  readonly kind: 'new';
  /** The closest entities, best first, with why not. */
  readonly near: readonly { readonly entity: EntityId; readonly evidence: Evidence }[];
  /** Entities in the grey band, for a person. */
  readonly review: readonly EntityId[];
}

/** What becomes of a record. */
export type Decision = LinkDecision | NewDecision;

/** Circumstances of a record that its fields do not tell. */
export interface FeatureContext {
  /** ISO 3166 code that national numbers are read in. */
  readonly country: string;
}

/** Finds the entity of a record. Pure: no reads, no clock; the caller fetches the candidates by keys and claims. */
export interface Resolver {
  /** Name and hash, stored with every decision. */
  readonly model: string;
  /** Features of one record from its canonical values; set members as `emails:a@b.cn` → true. */
  features(type: string, fields: ReadonlyMap<string, Canon>, context: FeatureContext): Features;
  /** Where the record belongs, of so many `entities` of its type as are known: the more there are, the more must agree. Never links across types, against a cannot-link, or to an entity with another claim of the same scheme. */
  decide(type: string, features: Features, self: Ref, candidates: readonly Candidate[], entities?: number): Decision;
  /** Evidence that a changed record is no longer the customer of its other records; undefined while it may be. Absent where nobody is asked. */
  drift?(type: string, features: Features, self: Ref, others: Candidate): Evidence | undefined;
  /** At least so many records of a type are known: whoever does not say among how many is decided among these. */
  hear?(type: string, records: number): void;
  /** Evidence for two signatures: "why" and "why not". */
  compare(a: Signature, b: Signature): Evidence;
}

import type { EntityId, Ref } from '../model/ids.ts';
import { worthReading } from './candidates.ts';
import { KeyIndex } from './key-index.ts';
import type { Candidate, Features } from './resolver.ts';
import { sharedValues } from './shared-values.ts';
import type { Signature } from './signature.ts';
import type { SplitMember } from './split.ts';

/** An entity is compared by at most this many signatures: item size and scoring time stay bounded. */
export const entitySignaturesMax = 8;

/** A member's signature as text: a quarter of the memory of the object it stands for. */
interface Signed {
  readonly ref: Ref;
  readonly text: string;
}

/** The signature that a text stands for. */
export function signatureOf(signed: Signed): Signature {
  return JSON.parse(signed.text) as Signature;
}

/** The fullest distinct signatures: which ones depends on the members alone, not on who came first. */
function fullest(all: readonly Signed[]): Signed[] {
  const distinct = new Map<string, Signed>();
  for (const signed of all) {
    const other = distinct.get(signed.text);
    if (other === undefined || signed.ref < other.ref) distinct.set(signed.text, signed);
  }
  const fullestFirst = [...distinct.values()].sort((a, b) => b.text.length - a.text.length || (a.text < b.text ? -1 : 1));
  return fullestFirst.slice(0, entitySignaturesMax);
}

/** An entity in memory. */
export interface StoredEntity {
  readonly id: EntityId;
  readonly founded: number;
  members: Ref[];
  /** Distinct signatures, ≤ {@link entitySignaturesMax}, the fullest. */
  signatures: Signed[];
  cannotLink: ReadonlySet<Ref>;
  mergedInto?: EntityId;
  /** Entities that became this one, with their members at that time. */
  absorbed: readonly Absorbed[];
}

interface Absorbed {
  readonly id: EntityId;
  readonly founded: number;
  readonly members: readonly Ref[];
}

/** Nobody and nothing: shared by the many entities that have none. */
const noRefs: ReadonlySet<Ref> = new Set();
const noneAbsorbed: readonly Absorbed[] = [];

interface StoredRecord {
  entity: EntityId;
  /** Signature as text, and the keys, one a line. */
  text: string;
  keys: string;
  claims?: Features['claims'];
  readonly arrived: number;
}

function packed(features: Features): Pick<StoredRecord, 'text' | 'keys' | 'claims'> {
  return { text: JSON.stringify(features.signature), keys: features.keys.join('\n'), ...(features.claims.length > 0 && { claims: features.claims }) };
}

function unpacked(record: StoredRecord): Features {
  return { signature: JSON.parse(record.text) as Signature, keys: record.keys === '' ? [] : record.keys.split('\n'), claims: record.claims ?? [] };
}

/** Entities, records (the crosswalk) and keys of one type, in memory. */
export class EntityStore {
  readonly keys = new KeyIndex();
  readonly #entities = new Map<EntityId, StoredEntity>();
  readonly #records = new Map<Ref, StoredRecord>();
  readonly #apart = new Map<Ref, Set<Ref>>();
  /** Which record founded which id. */
  readonly #founders = new Map<EntityId, Ref>();
  #arrivals = 0;

  #nextArrival(): number {
    this.#arrivals += 1;
    return this.#arrivals;
  }

  /** Live entities. */
  *entities(): IterableIterator<StoredEntity> {
    for (const entity of this.#entities.values()) if (entity.mergedInto === undefined) yield entity;
  }

  /** The entity an id stands for today, through redirects. */
  live(id: EntityId): StoredEntity | undefined {
    let entity = this.#entities.get(id);
    while (entity?.mergedInto !== undefined) entity = this.#entities.get(entity.mergedInto);
    return entity;
  }

  /** When an id was founded, live or redirected. */
  foundedOf(id: EntityId): number | undefined {
    return this.#entities.get(id)?.founded;
  }

  /** Ids given so far, live or redirected. */
  get size(): number {
    return this.#entities.size;
  }

  has(id: EntityId): boolean {
    return this.#entities.has(id);
  }

  /** The crosswalk: a record's entity. */
  entityOf(ref: Ref): StoredEntity | undefined {
    const record = this.#records.get(ref);
    return record && this.live(record.entity);
  }

  featuresOf(ref: Ref): Features | undefined {
    const record = this.#records.get(ref);
    return record && unpacked(record);
  }

  membersOf(entity: StoredEntity): SplitMember[] {
    return entity.members.map((ref) => ({ ref, arrived: (this.#records.get(ref) as StoredRecord).arrived }));
  }

  foundersOf(entity: StoredEntity): ReadonlyMap<Ref, EntityId> {
    const ids = [entity.id, ...entity.absorbed.map((a) => a.id)];
    return new Map(ids.map((id) => [this.#founders.get(id) as Ref, id]));
  }

  /** Entities that share a usable key or a claim, the closest first. */
  candidates(features: Features): {
    readonly candidates: readonly Candidate[];
    readonly shared: ReadonlySet<string>;
    readonly reads: { readonly keys: number; readonly entities: number };
  } {
    const names = [...features.claims.map((c) => `claim:${c.scheme}:${c.value}`), ...features.keys];
    const sets = names.flatMap((key) => {
      const ids = this.keys.read(key);
      return ids === undefined ? [] : [{ key, entities: ids.flatMap((id) => this.live(id) ?? []) }];
    });
    const entities = worthReading(sets);
    const shared = sharedValues(features, (key) => this.keys.read(key)?.length ?? Number.POSITIVE_INFINITY);
    return { candidates: entities.map((entity) => this.candidateOf(entity)), shared, reads: { keys: names.length, entities: entities.length } };
  }

  candidateOf(entity: StoredEntity): Candidate {
    return {
      id: entity.id,
      signatures: entity.signatures.map(signatureOf),
      signers: entity.signatures.map((s) => s.ref),
      members: entity.members,
      cannotLink: [...entity.cannotLink],
      founded: entity.founded,
    };
  }

  found(id: EntityId, ref: Ref, features: Features): void {
    this.#entities.set(id, { id, founded: this.#nextArrival(), members: [], signatures: [], cannotLink: noRefs, absorbed: noneAbsorbed });
    this.#founders.set(id, ref);
    this.attach(id, ref, features);
  }

  attach(id: EntityId, ref: Ref, features: Features): void {
    const entity = this.live(id) as StoredEntity;
    const record = { entity: entity.id, ...packed(features), arrived: this.#records.get(ref)?.arrived ?? this.#nextArrival() };
    this.#records.set(ref, record);
    entity.members.push(ref);
    const apart = this.#apart.get(ref);
    if (apart !== undefined) entity.cannotLink = new Set([...entity.cannotLink, ...apart]);
    this.#sign(entity, ref, features, record.text);
  }

  /** Keys are written even when the signature is not kept: a ninth spelling must still be found. */
  #sign(entity: StoredEntity, ref: Ref, features: Features, text: string): void {
    entity.signatures = fullest([...entity.signatures, { ref, text }]);
    for (const claim of features.claims) this.keys.add(`claim:${claim.scheme}:${claim.value}`, entity.id);
    for (const key of features.keys) this.keys.add(key, entity.id);
  }

  /** `gone` becomes `kept`; keys are repaired lazily through the redirect. */
  merge(kept: EntityId, gone: EntityId): void {
    const [survivor, other] = [this.live(kept), this.live(gone)];
    if (survivor === undefined || other === undefined || survivor === other) return;
    survivor.absorbed = [...survivor.absorbed, ...other.absorbed, { id: other.id, founded: other.founded, members: other.members }]; // the newest merge last
    for (const ref of other.members) (this.#records.get(ref) as StoredRecord).entity = survivor.id;
    survivor.members.push(...other.members);
    survivor.signatures = fullest([...survivor.signatures, ...other.signatures]);
    if (other.cannotLink.size > 0) survivor.cannotLink = new Set([...survivor.cannotLink, ...other.cannotLink]);
    other.members = [];
    other.signatures = [];
    other.absorbed = noneAbsorbed;
    other.mergedInto = survivor.id;
  }

  /** Records that a person, for ever, called two. */
  keepApart(one: Ref, other: Ref): void {
    this.#apart.set(one, (this.#apart.get(one) ?? new Set()).add(other));
    this.#apart.set(other, (this.#apart.get(other) ?? new Set()).add(one));
    for (const [ref, apart] of [
      [one, other],
      [other, one],
    ] as const) {
      const entity = this.entityOf(ref);
      if (entity !== undefined) entity.cannotLink = new Set([...entity.cannotLink, apart]);
    }
  }

  areApart(a: StoredEntity, b: StoredEntity): boolean {
    return a.members.some((ref) => b.cannotLink.has(ref)) || b.members.some((ref) => a.cannotLink.has(ref));
  }

  apartIn(entity: StoredEntity): [Ref, Ref][] {
    return entity.members.flatMap((ref) => [...(this.#apart.get(ref) ?? [])].map((other): [Ref, Ref] => [ref, other]));
  }

  /** The last merge that brought the two records together, undone exactly: its parts, or undefined when no single merge parts them. */
  seam(entity: StoredEntity, one: Ref, other: Ref): readonly (readonly Ref[])[] | undefined {
    const found = entity.absorbed.findLast((a) => a.members.includes(one) !== a.members.includes(other));
    if (found === undefined) return undefined;
    const rest = entity.members.filter((ref) => !found.members.includes(ref));
    const parts = [rest, found.members.filter((ref) => entity.members.includes(ref))];
    const clash = this.apartIn(entity).some(([a, b]) => parts.some((part) => part.includes(a) && part.includes(b)));
    return clash ? undefined : parts;
  }

  /** Makes the parts of an entity entities of their own. Ids that were redirected come back to life. */
  takeApart(entity: StoredEntity, parts: readonly { readonly id: EntityId; readonly members: readonly Ref[] }[]): void {
    const absorbed = entity.absorbed;
    const founders = this.foundersOf(entity);
    this.#entities.set(entity.id, { ...entity, members: [], signatures: [], cannotLink: noRefs, absorbed: noneAbsorbed });
    for (const part of parts) {
      const founded = absorbed.find((a) => a.id === part.id)?.founded ?? (part.id === entity.id ? entity.founded : this.#nextArrival());
      const back = absorbed.filter((a) => a.id !== part.id && part.members.some((ref) => founders.get(ref) === a.id));
      this.#entities.set(part.id, { id: part.id, founded, members: [], signatures: [], cannotLink: noRefs, absorbed: back });
      if (!this.#founders.has(part.id)) this.#founders.set(part.id, part.members[0] as Ref);
      for (const a of back) (this.#entities.get(a.id) as StoredEntity).mergedInto = part.id;
      for (const ref of part.members) this.attach(part.id, ref, unpacked(this.#records.get(ref) as StoredRecord));
    }
  }

  /** New content of a member. Old keys stay behind: they cost a read, never a wrong link. */
  replace(entity: StoredEntity, ref: Ref, features: Features): void {
    entity.signatures = entity.signatures.filter((s) => s.ref !== ref);
    const record = this.#records.get(ref) as StoredRecord;
    const { claims: _, ...kept } = record;
    const next = { ...kept, ...packed(features) };
    this.#records.set(ref, next);
    this.#sign(entity, ref, features, next.text);
  }

  detach(entity: StoredEntity, ref: Ref): void {
    entity.members = entity.members.filter((m) => m !== ref);
    entity.signatures = entity.signatures.filter((s) => s.ref !== ref);
    this.#records.delete(ref);
  }

  /** A founder left: the entity keeps its id, the next member counts as its founder. */
  refound(entity: StoredEntity, ref: Ref): void {
    this.#founders.set(entity.id, ref);
  }
}

import { type EntityId, entityIdFrom, type Ref, type Workspace } from '../model/ids.ts';
import { EntityStore, type StoredEntity, signatureOf } from './entity-store.ts';
import type { Decision, Evidence, Features, Resolver } from './resolver.ts';
import { candidatesWithout, featuresWithout } from './shared-values.ts';
import { assignIds, type SplitEdge, splitMembers } from './split.ts';

/** What one record did and cost. */
export interface Resolution {
  readonly ref: Ref;
  readonly entity: EntityId;
  readonly decision: Decision;
  readonly reads: { readonly keys: number; readonly entities: number };
  /** Entities that became this one. */
  readonly merged: readonly EntityId[];
}

/** What a person or a changed record did to an entity. */
export interface Parts {
  readonly parts: readonly { readonly entity: EntityId; readonly members: readonly Ref[] }[];
}

/** Entity resolution in memory, one record at a time, by the functions that sync uses: keys → candidates → decide → link or found, merge, split. Same records in the same order give the same ids. */
export class IdentityEngine {
  readonly store = new EntityStore();
  readonly #resolver: Resolver;
  readonly #type: string;
  readonly #letter: string;
  readonly #workspace: Workspace;

  constructor(options: { readonly resolver: Resolver; readonly type: 'person' | 'organization'; readonly workspace: Workspace }) {
    this.#resolver = options.resolver;
    this.#type = options.type;
    this.#letter = options.type === 'person' ? 'p' : 'o';
    this.#workspace = options.workspace;
  }

  /** Resolves one record; a record seen before is taken as changed. */
  add(ref: Ref, features: Features): Resolution {
    const known = this.store.entityOf(ref);
    if (known !== undefined) return this.#change(ref, features, known);
    const { candidates, shared, reads } = this.store.candidates(features);
    const decision = this.#resolver.decide(this.#type, featuresWithout(features, shared), ref, candidatesWithout(candidates, shared), this.store.size);
    if (decision.kind === 'new') return { ref, entity: this.#found(ref, features), decision, reads, merged: [] };
    for (const other of decision.alsoSame) this.store.merge(decision.entity, other);
    this.store.attach(decision.entity, ref, features);
    if (decision.displaces !== undefined) this.#displace(decision.displaces);
    return { ref, entity: decision.entity, decision, reads, merged: decision.alsoSame };
  }

  /** A person says that two entities are one; the older id stays. Refused (false) against a verdict "not the same" and for equal ids. */
  merge(one: EntityId, other: EntityId): boolean {
    const [a, b] = [this.store.live(one), this.store.live(other)];
    if (a === undefined || b === undefined || a === b || this.store.areApart(a, b)) return false;
    const [older, younger] = a.founded <= b.founded ? [a, b] : [b, a];
    this.store.merge(older.id, younger.id);
    return true;
  }

  /** A person says that two records are not the same. Their entity, if they share one, is taken apart; they never meet again. */
  split(one: Ref, other: Ref): Parts {
    this.store.keepApart(one, other);
    const entity = this.store.entityOf(one);
    if (entity === undefined || entity !== this.store.entityOf(other)) return { parts: [] };
    const parts = this.store.seam(entity, one, other) ?? splitMembers(this.store.membersOf(entity), this.#edges(entity), this.store.apartIn(entity));
    const ids = assignIds(parts, entity.id, this.store.foundersOf(entity), (ref) => this.#newId(ref));
    this.store.takeApart(
      entity,
      parts.map((members, i) => ({ id: ids[i] as EntityId, members })),
    );
    return { parts: parts.map((members, i) => ({ entity: ids[i] as EntityId, members })) };
  }

  /** Why, or why not: the evidence for two records; undefined when one is unknown. */
  compare(one: Ref, other: Ref): Evidence | undefined {
    const [a, b] = [this.store.featuresOf(one), this.store.featuresOf(other)];
    return a && b ? this.#resolver.compare(a.signature, b.signature) : undefined;
  }

  /** A member gives way and is resolved anew; it cannot come back to where a better one of its source stands, so this ends. */
  #displace(ref: Ref): void {
    const [entity, features] = [this.store.entityOf(ref), this.store.featuresOf(ref)];
    if (entity === undefined || features === undefined) return;
    this.#leave(entity, ref);
    this.add(ref, features);
  }

  #leave(entity: StoredEntity, ref: Ref): void {
    const founds = this.store.foundersOf(entity).get(ref) === entity.id;
    this.store.detach(entity, ref);
    if (founds) this.store.refound(entity, entity.members[0] as Ref);
  }

  #found(ref: Ref, features: Features): EntityId {
    const id = this.#newId(ref);
    this.store.found(id, ref, features);
    return id;
  }

  #newId(ref: Ref): EntityId {
    let generation = 0;
    while (this.store.has(entityIdFrom(this.#workspace, this.#letter, ref, generation))) generation += 1;
    return entityIdFrom(this.#workspace, this.#letter, ref, generation);
  }

  /** A changed record stays while it still agrees with its entity; else it is resolved anew, and leaves when something else fits or nothing holds it. */
  #change(ref: Ref, features: Features, entity: StoredEntity): Resolution {
    const others = entity.members.filter((m) => m !== ref);
    if (others.length === 0 || this.#stillFits(ref, features, entity)) {
      this.store.replace(entity, ref, features);
      const decision: Decision = { kind: 'new', near: [], review: [] };
      return { ref, entity: entity.id, decision, reads: { keys: 0, entities: 1 }, merged: [] };
    }
    this.#leave(entity, ref);
    return this.add(ref, features);
  }

  #stillFits(ref: Ref, features: Features, entity: StoredEntity): boolean {
    const without = { ...this.store.candidateOf(entity), signatures: entity.signatures.filter((s) => s.ref !== ref).map(signatureOf), cannotLink: [] };
    if (without.signatures.length === 0) return true;
    const decision = this.#resolver.decide(this.#type, features, ref, [without], this.store.size);
    return decision.kind === 'link' || decision.review.includes(entity.id);
  }

  #edges(entity: StoredEntity): SplitEdge[] {
    const edges: SplitEdge[] = [];
    const members = entity.members;
    for (let i = 0; i < members.length; i += 1) {
      for (let j = i + 1; j < members.length; j += 1) {
        const [a, b] = [members[i] as Ref, members[j] as Ref];
        edges.push({ a, b, bits: this.compare(a, b)?.total ?? Number.NEGATIVE_INFINITY });
      }
    }
    return edges;
  }
}

import type { EntityId, Ref } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Canon } from '../ports/mapping.ts';
import type { Assertion } from './record.ts';
import type { Stamp } from './stamp.ts';

/** Why a golden value won. */
export type WinningRule = 'pin' | 'freeze' | 'rank' | 'latest' | 'fallback' | 'dead';

/** A golden value with where it comes from. */
export interface GoldenField {
  readonly value: Canon;
  readonly stamp: Stamp;
  /** Record that asserts it (its name), or the person who pinned it. */
  readonly ref: string;
  readonly rule: WinningRule;
}

/** A record's copy inside its entity, taken by fold. The members are the entity's links. */
export interface Member {
  readonly seq: number;
  readonly dead?: true;
  /** Kept apart from deliveries until a person decides (`delete-vs-edit`). */
  readonly held?: true;
  /** One record per stream is written to; the others are duplicates at the source. */
  readonly role: 'primary' | 'secondary';
  readonly assertions: Readonly<Record<string, Assertion>>;
  /** Typed features for identity, when this is one of the ≤ 8 kept. */
  readonly signature?: JsonObject;
}

/** A value that a person put above all systems. */
export interface Pin {
  readonly value: Canon;
  readonly by: string;
  readonly at: number;
}

/** A field that waits for an approval: nothing of it is delivered. */
export interface Freeze {
  readonly held?: GoldenField;
  readonly since: number;
  readonly by: string;
}

/** One record that all systems slope to. Golden is never edited, always recomputed from the members. */
export interface Entity {
  readonly id: EntityId;
  readonly type: string;
  readonly founder: Ref;
  readonly foundedAt: number;
  readonly members: Readonly<Record<string, Member>>;
  readonly pins: Readonly<Record<string, Pin>>;
  readonly freezes: Readonly<Record<string, Freeze>>;
  /** Connections where a person removed the record: never created there again by us. */
  readonly suppress: readonly string[];
  readonly cannotLink: readonly (readonly [a: string, b: string])[];
  readonly deleted?: { readonly stamp: Stamp; readonly by: string; readonly action: 'archive' | 'delete' };
  readonly mergedInto?: EntityId;
  /** An erasure takes its records away, one by one: none of them is let out any more. */
  readonly taken?: true;
  /** Founders of entities merged into this one, with their ids: a split gives them back. */
  readonly absorbed: Readonly<Record<string, EntityId>>;
  readonly golden: Readonly<Record<string, GoldenField>>;
  /** Counts changes of golden; each has one history row. */
  readonly goldenVersion: number;
}

/** Links an entity may have before a person is asked (a merge gone wrong looks like this). */
export const entityLinksMax = 40;

/** Signatures kept per entity. */
export const entitySignaturesMax = 8;

/** Names of live members of a stream, primary first, then by name. */
export function liveMembersOf(entity: Pick<Entity, 'members'>, connection: string, stream?: string): Ref[] {
  const prefix = stream === undefined ? `${connection}/` : `${connection}/${stream}/`;
  const refs = Object.keys(entity.members).filter((ref) => ref.startsWith(prefix) && entity.members[ref]?.dead !== true);
  if (refs.length < 2) return refs as Ref[];
  const rank = (ref: string): number => (entity.members[ref]?.role === 'primary' ? 0 : 1);
  return refs.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)) as Ref[];
}

/** By whom an entity counts as deleted that an owner has erased: it names no record. */
export const byErasure = 'erasure';

/** True for somebody whom an owner has erased, once targets are asked to delete what routes say. */
export function isErasing({ deleted }: Entity): boolean {
  return deleted?.by === byErasure;
}

/** True when a person said that records of two entities are two. */
export function areApart(a: Entity, b: Entity): boolean {
  return [...a.cannotLink, ...b.cannotLink].some(([x, y]) => (x in a.members && y in b.members) || (y in a.members && x in b.members));
}

/** The name shown in lists. */
export function labelOf(entity: Entity, labelField: string): string {
  const value = entity.golden[labelField]?.value;
  return typeof value === 'string' ? value : '';
}

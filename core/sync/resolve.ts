import { worthReading } from '../identity/candidates.ts';
import type { Candidate, Decision, Evidence, Features } from '../identity/resolver.ts';
import { candidatesWithout, featuresWithout, sharedValues } from '../identity/shared-values.ts';
import type { Signature } from '../identity/signature.ts';
import { type EntityId, partsOf, type Ref } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { isAnnounced, noteAnnounced } from './announced.ts';
import type { Entity } from './entity.ts';
import { featuresOf } from './features.ts';
import { signatureIn } from './gone-signature.ts';
import { mergeEntities } from './merge.ts';
import type { SourceRecord } from './record.ts';
import { askAboutPairs } from './review.ts';
import { blockingKey, put, readEntities, readRecords } from './store.ts';
import type { World } from './world.ts';

/** All names a record is found by: blocking keys, and claims as keys of their own. */
export function keysOf(features: Features): string[] {
  return [...features.keys, ...features.claims.map((c) => `claim:${c.scheme}:${c.value}`)];
}

/** Evidence that a changed record is no longer the customer of its entity's other records; undefined while it may be. */
export function driftOf(world: World, rec: SourceRecord, features: Features, entity: Entity): Evidence | undefined {
  const { [rec.ref]: _, ...members } = entity.members;
  return Object.keys(members).length === 0 ? undefined : world.resolver.drift?.(rec.type, features, rec.ref, candidateOf(world, { ...entity, members }));
}

const candidates = new WeakMap<Entity, Candidate>();

/** An entity as the resolver sees it. Entities are never changed, so one answer stands. */
export function candidateOf(world: World, entity: Entity): Candidate {
  const known = candidates.get(entity);
  if (known !== undefined) return known;
  const candidate = asCandidate(world, entity);
  candidates.set(entity, candidate);
  return candidate;
}

function asCandidate(world: World, entity: Entity): Candidate {
  const members = Object.keys(entity.members) as Ref[];
  const signatures = members.flatMap((ref) => (signatureIn(world, entity, ref) ?? []) as unknown as Signature);
  const apart = entity.cannotLink.flatMap(([a, b]) => (a in entity.members ? [b as Ref] : []).concat(b in entity.members ? [a as Ref] : []));
  return { id: entity.id, signatures, members, cannotLink: apart.filter((r) => !(r in entity.members)), founded: entity.foundedAt };
}

/** What stood under each of a record's keys when it was looked at; a generic key names nobody and is absent. */
export type Standing = ReadonlyMap<string, readonly string[]>;

/** Reads the keys of a record. */
async function readKeys(world: World, type: string, keys: readonly string[]): Promise<Map<string, readonly string[]>> {
  if (keys.length === 0) return new Map();
  const items = await world.table.get(
    keys.map((k) => blockingKey(type, k)),
    { consistent: true },
  );
  const sets = new Map<string, readonly string[]>();
  items.forEach((item, at) => {
    const body = item?.body as { values: readonly string[]; full: boolean } | undefined;
    if (body === undefined || !body.full) sets.set(keys[at] as string, body?.values ?? []);
  });
  return sets;
}

/** The entities under a record's keys that are worth a look; of them only those that `wanted` names. */
async function readCandidates(world: World, type: string, standing: Standing, wanted?: ReadonlySet<string>): Promise<Candidate[]> {
  const ids = worthReading([...standing].map(([key, entities]) => ({ key, entities })));
  return entitiesBy(world, type, wanted === undefined ? ids : ids.filter((id) => wanted.has(id)));
}

async function entitiesBy(world: World, type: string, ids: readonly string[]): Promise<Candidate[]> {
  if (ids.length === 0) return [];
  const entities = await readEntities(world, ids);
  const found = new Map<string, Candidate>();
  for (const { value } of entities.values()) if (value.type === type && value.deleted === undefined) found.set(value.id, candidateOf(world, value));
  return [...found.values()];
}

/** Where a record belongs, and what stood under its keys then. */
export interface Placed {
  readonly decision: Decision;
  readonly standing: Standing;
}

/** A decision without what too many have: a switchboard, the mailbox of an office. */
function decideAmong(world: World, rec: SourceRecord, features: Features, standing: Standing, candidates: readonly Candidate[]): Decision {
  const shared = sharedValues(features, (key) => standing.get(key)?.length ?? Number.POSITIVE_INFINITY);
  return world.resolver.decide(rec.type, featuresWithout(features, shared), rec.ref, candidatesWithout(candidates, shared));
}

/** Decides where a record belongs. */
export async function decide(world: World, rec: SourceRecord, features: Features): Promise<Placed> {
  const standing = await readKeys(world, rec.type, keysOf(features));
  const candidates = await readCandidates(world, rec.type, standing);
  if (candidates.length === 0) return { decision: { kind: 'new', near: [], review: [] }, standing };
  return { decision: decideAmong(world, rec, features, standing, candidates), standing };
}

/** Whom a record met under its keys. */
export interface Met {
  /** `nobody` else is its customer; `unclear`: somebody may be, and it could not be settled here. */
  readonly state: 'nobody' | 'merged' | 'unclear';
  /** Entities that turned out to be one with its own, and why. */
  readonly merged: number;
  readonly because?: Evidence;
  /** Questions to a person that are new. */
  readonly asked: number;
}

const nobody: Met = { state: 'nobody', merged: 0, asked: 0 };

/** Registers an entity under the record's keys and looks again: of two twins that arrive at once, the later always sees the earlier. Only keys that do not name it yet are written. Whoever stood under the same key when the record was compared (`before`) is not compared again. */
export async function announceKeys(world: World, rec: SourceRecord, entity: EntityId, features: Features, before: Standing = new Map()): Promise<Met> {
  const met = await announceAndLook(world, rec, entity, features, before);
  if (met.state === 'nobody') noteAnnounced(world, rec.ref, rec.seq, entity);
  return met;
}

async function announceAndLook(world: World, rec: SourceRecord, entity: EntityId, features: Features, before: Standing): Promise<Met> {
  const keys = keysOf(features);
  if (keys.length === 0) return nobody;
  // A key that did not name it a moment ago is written without another look: what stands there then is the answer.
  const lacks = (at: Standing, key: string): boolean => at.get(key)?.includes(entity) === false;
  const standing = await readKeys(
    world,
    rec.type,
    keys.filter((key) => !lacks(before, key)),
  );
  const missing = keys.filter((key) => lacks(before, key) || lacks(standing, key));
  const sets = await Promise.all(missing.map((k) => world.table.addToSet(blockingKey(rec.type, k), [entity])));
  sets.forEach((set, at) => {
    const key = missing[at] as string;
    if (set.full) standing.delete(key);
    else standing.set(key, set.values);
  });
  // Who stands there already is looked at too: the one that announced last may have died before it compared.
  const isNew = (key: string, id: string): boolean => id !== entity && before.get(key)?.includes(id) !== true;
  const fresh = new Set([...standing].flatMap(([key, ids]) => ids.filter((id) => isNew(key, id))));
  if (fresh.size === 0) return nobody;
  const found = await readCandidates(world, rec.type, standing, fresh);
  if (found.length === 0) return nobody;
  const [own] = await entitiesBy(world, rec.type, [entity]);
  if (own === undefined) return { ...nobody, state: 'unclear' };
  const others = found.filter((c) => c.id !== own.id);
  return others.length === 0 ? nobody : joinTwins(world, rec, features, standing, own, others);
}

async function joinTwins(world: World, rec: SourceRecord, features: Features, standing: Standing, own: Candidate, others: readonly Candidate[]): Promise<Met> {
  const decision = decideAmong(world, rec, features, standing, [own, ...others]);
  const doubtful = decision.review.filter((id) => id !== own.id);
  const asked = doubtful.length > 0 ? await askAboutPairs(world, rec, own.id, features, doubtful) : 0;
  if (decision.kind !== 'link') return { ...nobody, asked };
  const ids = [decision.entity, ...decision.alsoSame];
  if (ids.length === 1 && ids[0] === own.id) return { ...nobody, asked };
  // The record may fit another entity better while the rest of its own does not: then only a person can move it.
  const merged = ids.includes(own.id) ? await mergeAll(world, ids, rec.ref, decision.evidence) : 0;
  return merged > 0 ? { state: 'merged', merged, asked, because: decision.evidence } : { state: 'unclear', merged, asked };
}

/** What would become of a record today if it came to the other records of its entity; undefined when nothing is known of these. */
export async function decideBeside(world: World, rec: SourceRecord, features: Features, entity: Entity): Promise<Decision | undefined> {
  const { [rec.ref]: _, ...members } = entity.members;
  const others = candidateOf(world, { ...entity, members });
  if (others.signatures.length === 0) return undefined;
  return decideAmong(world, rec, features, await readKeys(world, rec.type, keysOf(features)), [others]);
}

/** Before anything is created for an entity: its records' keys are announced (their reader may have died before it did so) and its twins are one with it. True when it was merged just now. */
export async function joinBeforeCreate(world: World, entity: Entity): Promise<boolean> {
  const live = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true && !isAnnounced(world, ref, entity.members[ref]?.seq, entity.id));
  let joined = false;
  for (const found of live.length === 0 ? [] : await readRecords(world, live, true)) {
    if (found === undefined || found.value.origin !== 'native') continue;
    const { connection, stream } = partsOf(found.value.ref);
    const mapping = world.mapping(connection, stream);
    if (mapping === undefined) continue;
    joined = (await announceKeys(world, found.value, entity.id, featuresOf(world, found.value, mapping, entity))).merged > 0 || joined;
  }
  return joined;
}

/** Merges entities that turned out to be one, two at a time, and keeps why. Tells how many were merged. */
export async function mergeAll(world: World, ids: readonly string[], because: Ref, evidence: Evidence): Promise<number> {
  const [first, ...rest] = ids;
  if (first === undefined) return 0;
  let merges = 0;
  for (const id of rest) {
    const merged = await mergeEntities(world, first, id);
    if (merged.state !== 'merged') continue;
    merges += 1;
    await recordEvidence(world, merged.entity, because, id, evidence);
  }
  return merges;
}

/** Stores the waterfall of a link and who made it; "why" is then a read. */
export async function recordEvidence(world: World, entity: string, a: string, b: string, evidence: Evidence, by = 'auto'): Promise<void> {
  await put(world, [
    {
      op: 'put',
      item: { pk: `ENT#${entity}`, sk: `EDGE#${a}#${b}`, kind: 'edge', body: { a, b, by, at: world.clock.now(), evidence: evidence as unknown as JsonObject } },
      when: 'any',
    },
  ]);
}

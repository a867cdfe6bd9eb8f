import type { Candidate, Decision, Evidence, Features } from '../identity/resolver.ts';
import type { Signature } from '../identity/signature.ts';
import { type EntityId, partsOf, type Ref } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Canon, Raw, StreamMapping } from '../ports/mapping.ts';
import type { Entity } from './entity.ts';
import { mergeEntities } from './merge.ts';
import { fieldsOf } from './observe.ts';
import type { SourceRecord } from './record.ts';
import { blockingKey, put, readEntities, readRecords } from './store.ts';
import type { World } from './world.ts';

/** Entities compared for one record: the keys of a record name few; more is a sign of a generic key. */
const candidatesMax = 100;

/** A record's canonical values, empty ones left out. */
export function canonicalFields(rec: Pick<SourceRecord, 'snapshot' | 'held'>, mapping: StreamMapping): Map<string, Canon> {
  const values = new Map<string, Canon>();
  const { fields } = fieldsOf(rec.snapshot, rec.held, mapping);
  for (const field in fields) {
    const raw = fields[field] as Raw;
    if (raw === null) continue;
    const value = mapping.canon(field, raw);
    if (value !== null && value !== undefined) values.set(field, value);
  }
  return values;
}

interface Made {
  readonly world: World;
  readonly mapping: StreamMapping;
  readonly features: Features;
}

const made = new WeakMap<SourceRecord['snapshot'], Made>();

/** What a record is compared by. Asked for when a record is taken in and again before a create; a snapshot is never changed, so one answer stands. */
export function featuresOf(world: World, rec: Pick<SourceRecord, 'type' | 'snapshot' | 'held'>, mapping: StreamMapping): Features {
  const known = made.get(rec.snapshot);
  if (known?.world === world && known.mapping === mapping && Object.keys(rec.held).length === 0) return known.features;
  const features = world.resolver.features(rec.type, canonicalFields(rec, mapping), { country: world.config.country });
  if (Object.keys(rec.held).length === 0) made.set(rec.snapshot, { world, mapping, features });
  return features;
}

/** All names a record is found by: blocking keys, and claims as keys of their own. */
export function keysOf(features: Features): string[] {
  return [...features.keys, ...features.claims.map((c) => `claim:${c.scheme}:${c.value}`)];
}

/** An entity as the resolver sees it. */
export function candidateOf(entity: Entity): Candidate {
  const members = Object.keys(entity.members) as Ref[];
  const signatures = Object.values(entity.members).flatMap((m) => (m.signature === undefined ? [] : [m.signature as unknown as Signature]));
  const apart = entity.cannotLink.flatMap(([a, b]) => (a in entity.members ? [b as Ref] : []).concat(b in entity.members ? [a as Ref] : []));
  return { id: entity.id, signatures, members, cannotLink: apart.filter((r) => !(r in entity.members)), founded: entity.foundedAt };
}

/** Entities that share a key with the record; full (generic) keys name nobody. */
export async function findCandidates(world: World, type: string, features: Features): Promise<Candidate[]> {
  const keys = keysOf(features);
  if (keys.length === 0) return [];
  const items = await world.table.get(
    keys.map((k) => blockingKey(type, k)),
    { consistent: true },
  );
  const ids = new Set<string>();
  for (const item of items) {
    const body = item?.body as { values: readonly string[]; full: boolean } | undefined;
    if (body !== undefined && !body.full) for (const id of body.values) ids.add(id);
  }
  return readCandidates(world, type, [...ids].slice(0, candidatesMax));
}

async function readCandidates(world: World, type: string, ids: readonly string[]): Promise<Candidate[]> {
  if (ids.length === 0) return [];
  const entities = await readEntities(world, ids);
  const found = new Map<string, Candidate>();
  for (const { value } of entities.values()) if (value.type === type && value.deleted === undefined) found.set(value.id, candidateOf(value));
  return [...found.values()];
}

/** Decides where a record belongs. */
export async function decide(world: World, rec: SourceRecord, features: Features): Promise<Decision> {
  const candidates = await findCandidates(world, rec.type, features);
  if (candidates.length === 0) return { kind: 'new', near: [], review: [] };
  return world.resolver.decide(rec.type, features, rec.ref, candidates);
}

/** Registers an entity under the record's keys and looks again: of two twins that arrive at once, the later always sees the earlier. Only keys that do not name it yet are written. True when entities turned out to be one. */
export async function announceKeys(world: World, rec: SourceRecord, entity: EntityId, features: Features): Promise<boolean> {
  const keys = keysOf(features);
  if (keys.length === 0) return false;
  const items = await world.table.get(
    keys.map((k) => blockingKey(rec.type, k)),
    { consistent: true },
  );
  const others = new Set<string>();
  const missing = keys.filter((_, at) => {
    const body = items[at]?.body as { values: readonly string[]; full: boolean } | undefined;
    // Who stands there already is looked at too: the one that announced last may have died before it compared.
    if (body !== undefined && !body.full) for (const id of body.values) if (id !== entity) others.add(id);
    return body === undefined || !(body.full || body.values.includes(entity));
  });
  const sets = await Promise.all(missing.map((k) => world.table.addToSet(blockingKey(rec.type, k), [entity])));
  for (const set of sets) if (!set.full) for (const id of set.values) if (id !== entity) others.add(id);
  if (others.size === 0) return false;
  const candidates = await readCandidates(world, rec.type, [...others]);
  const own = await readCandidates(world, rec.type, [entity]);
  return joinTwins(
    world,
    rec,
    features,
    own,
    candidates.filter((c) => c.id !== own[0]?.id),
  );
}

async function joinTwins(world: World, rec: SourceRecord, features: Features, own: readonly Candidate[], others: readonly Candidate[]): Promise<boolean> {
  if (others.length === 0 || own.length === 0) return false;
  const decision = world.resolver.decide(rec.type, features, rec.ref, [...own, ...others]);
  if (decision.kind !== 'link') return false;
  const ids = new Set([decision.entity, ...decision.alsoSame, (own[0] as Candidate).id]);
  return mergeAll(world, [...ids], rec.ref, decision.evidence);
}

/** Before anything is created for an entity: its records' keys are announced (their reader may have died before it did so) and its twins are one with it. True when it was merged just now. */
export async function joinBeforeCreate(world: World, entity: Entity): Promise<boolean> {
  const live = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  let joined = false;
  for (const found of await readRecords(world, live, true)) {
    if (found === undefined || found.value.origin !== 'native') continue;
    const { connection, stream } = partsOf(found.value.ref);
    const mapping = world.mapping(connection, stream);
    if (mapping === undefined) continue;
    joined = (await announceKeys(world, found.value, entity.id, featuresOf(world, found.value, mapping))) || joined;
  }
  return joined;
}

/** Merges entities that turned out to be one, two at a time, and keeps why. True when any were two. */
export async function mergeAll(world: World, ids: readonly string[], because: Ref, evidence: Evidence): Promise<boolean> {
  const [first, ...rest] = ids;
  if (first === undefined) return false;
  let any = false;
  for (const id of rest) {
    const merged = await mergeEntities(world, first, id);
    if (merged.state !== 'merged') continue;
    any = true;
    await recordEvidence(world, merged.entity, because, id, evidence);
  }
  return any;
}

/** Stores the waterfall of a link; "why" is then a read. */
export async function recordEvidence(world: World, entity: string, a: string, b: string, evidence: Evidence): Promise<void> {
  await put(world, [
    {
      op: 'put',
      item: { pk: `ENT#${entity}`, sk: `EDGE#${a}#${b}`, kind: 'edge', body: { a, b, by: 'auto', at: world.clock.now(), evidence: evidence as unknown as JsonObject } },
      when: 'any',
    },
  ]);
}

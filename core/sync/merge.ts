import { type EntityId, entityIdFrom, partsOf, type Ref } from '../model/ids.ts';
import { canonicalType } from '../model/types.ts';
import type { Op } from '../ports/table.ts';
import { logConflicts } from './conflict-log.ts';
import { doubtsLeft } from './doubts-left.ts';
import { areApart, type Entity, entityLinksMax, isErasing, liveMembersOf, type Member } from './entity.ts';
import { entityKey, entityOf } from './entity-item.ts';
import { signatureOf } from './features.ts';
import { deletionBy } from './fold.ts';
import { recomputeAll } from './recompute.ts';
import type { SourceRecord } from './record.ts';
import { recordItem } from './record-item.ts';
import { settleRoles } from './roles.ts';
import { compareStamps } from './stamp.ts';
import { entityOp, put, readEntity, readItems, readRecords, type Versioned } from './store.ts';
import type { World } from './world.ts';

/** What a merge came to. */
export type Merged = { readonly state: 'merged' | 'same'; readonly entity: EntityId } | { readonly state: 'refused'; readonly why: 'cannot-link' | 'type' | 'too-many-links' };

/** Makes two entities one: the oldest survives, the other becomes a redirect. Safe to repeat. */
export async function mergeEntities(world: World, first: string, second: string): Promise<Merged> {
  for (;;) {
    const [a, b] = [await readEntity(world, first), await readEntity(world, second)];
    if (a === undefined || b === undefined) throw new RangeError(`cannot merge: there is no entity ${a === undefined ? first : second}`);
    if (a.value.id === b.value.id) return { state: 'same', entity: a.value.id };
    const refused = whyNot(a.value, b.value);
    if (refused !== undefined) return { state: 'refused', why: refused };
    const [survivor, loser] = isOlder(a.value, b.value) ? [a, b] : [b, a];
    if (await commitMerge(world, survivor, loser)) return { state: 'merged', entity: survivor.value.id };
  }
}

function isOlder(a: Entity, b: Entity): boolean {
  return a.foundedAt !== b.foundedAt ? a.foundedAt < b.foundedAt : a.id < b.id;
}

function whyNot(a: Entity, b: Entity): 'cannot-link' | 'type' | 'too-many-links' | undefined {
  if (a.type !== b.type) return 'type';
  if (areApart(a, b)) return 'cannot-link';
  return Object.keys(a.members).length + Object.keys(b.members).length > entityLinksMax ? 'too-many-links' : undefined;
}

async function commitMerge(world: World, survivor: Versioned<Entity>, loser: Versioned<Entity>): Promise<boolean> {
  const [s, l] = [survivor.value, loser.value];
  const union: Entity = {
    ...s,
    members: joinMembers(s, l),
    pins: { ...l.pins, ...s.pins },
    freezes: { ...l.freezes, ...s.freezes },
    suppress: [...new Set([...s.suppress, ...l.suppress])],
    cannotLink: [...s.cannotLink, ...l.cannotLink],
    absorbed: { ...s.absorbed, ...l.absorbed, [l.founder]: l.id },
    ...(s.taken === true || l.taken === true ? { taken: true } : {}),
  };
  const { entity, conflicts } = recomputeAll(world, s, union);
  await logConflicts(world, entity.id, [...conflicts, ...(await doubtsLeft(world, entity, leftBy(entity, s, l)))]);
  const redirect: Entity = { ...l, members: {}, pins: {}, freezes: {}, suppress: [], cannotLink: [], absorbed: {}, golden: {}, mergedInto: s.id };
  return (await put(world, [entityOp(entity, survivor.version), entityOp(redirect, loser.version), ...(await redirected(world, l.absorbed, s.id))])) === 'ok';
}

/**
 * Redirects that name another entity from now on, so that no chain grows. Nothing else of them changes, least of all the version of golden:
 * a split may give one its records back, and its history goes on after the last version that was told of it.
 */
async function redirected(world: World, absorbed: Entity['absorbed'], to: EntityId): Promise<Op[]> {
  const items = await readItems(world, Object.values(absorbed).map(entityKey), true);
  return items.flatMap((item) => (item === undefined ? [] : [entityOp({ ...entityOf(item), mergedInto: to }, item.version)]));
}

/** Records that a delivery wrote to, and after the merge does so no more, or leaves a field of: one is the second of its system now, or the other customer brings an approval that is pending. */
function leftBy(merged: Entity, s: Entity, l: Entity): string[] {
  const waits = (of: Entity): boolean => Object.keys(merged.freezes).some((field) => !Object.hasOwn(of.freezes, field));
  const isSecond = (ref: string): boolean => l.members[ref]?.role === 'primary' && merged.members[ref]?.role === 'secondary';
  return [...(waits(s) ? Object.keys(s.members) : []), ...Object.keys(l.members).filter((ref) => waits(l) || isSecond(ref))];
}

/** Members of both; of several live records in one stream the survivor's primary stays it. */
function joinMembers(s: Entity, l: Entity): Record<string, Member> {
  const members: Record<string, Member> = { ...s.members };
  for (const [ref, member] of Object.entries(l.members)) {
    const { connection, stream } = partsOf(ref);
    members[ref] = liveMembersOf(s, connection, stream).length > 0 ? { ...member, role: 'secondary' } : member;
  }
  return led(members);
}

/** What a split came to. */
export type Split =
  | { readonly state: 'split'; readonly kept: EntityId; readonly moved: EntityId }
  | { readonly state: 'refused'; readonly why: 'not-members' | 'all-members' | 'erasing' };

/** Takes records out of an entity because a person said they are somebody else. They stay apart for good; the part that holds the founder of a redirected id gets that id back. */
export async function splitEntity(world: World, id: string, refs: readonly string[]): Promise<Split> {
  for (;;) {
    const read = await readEntity(world, id);
    if (read === undefined || refs.length === 0 || refs.some((r) => !(r in read.value.members))) return { state: 'refused', why: 'not-members' };
    const whole = read.value;
    // The part with the founder keeps the id.
    const moving = refs.includes(whole.founder) ? Object.keys(whole.members).filter((r) => !refs.includes(r)) : [...refs];
    if (moving.length === 0) return { state: 'refused', why: 'all-members' };
    if (whole.taken === true) return { state: 'refused', why: 'erasing' };
    const moved = await commitSplit(world, read, moving.sort());
    if (moved !== undefined) return { state: 'split', kept: whole.id, moved };
  }
}

async function commitSplit(world: World, read: Versioned<Entity>, moving: readonly string[]): Promise<EntityId | undefined> {
  const whole = read.value;
  const founder = (moving.find((r) => r in whole.absorbed) ?? moving[0]) as Ref;
  const target = await idForPart(world, whole, founder);
  const apart = moving.flatMap((a) => Object.keys(whole.members).flatMap((b) => (moving.includes(b) ? [] : [[a, b] as const])));
  const pick = (keep: (ref: string) => boolean): Record<string, Member> => led(Object.fromEntries(Object.entries(whole.members).filter(([ref]) => keep(ref))));
  const inMoved = (ref: string): boolean => moving.includes(ref);
  const cannotLink = [...whole.cannotLink, ...apart];
  const { mergedInto: _, deleted, ...base } = whole;
  const keptAbsorbed = Object.fromEntries(Object.entries(whole.absorbed).filter(([f]) => !inMoved(f))) as Entity['absorbed'];
  const movedAbsorbed = Object.fromEntries(Object.entries(whole.absorbed).filter(([f]) => inMoved(f) && f !== founder)) as Entity['absorbed'];
  const keptMembers = pick((r) => !inMoved(r));
  const movedMembers = pick(inMoved);
  const records = (await readRecords(world, Object.keys(whole.members), true)).flatMap((rec) => rec ?? []);
  const kept = recomputeAll(world, whole, {
    ...base,
    ...(isErasing(whole) ? { deleted } : deletionOf(world, whole, keptMembers, records)),
    members: keptMembers,
    cannotLink,
    absorbed: keptAbsorbed,
    suppress: withLost(whole, keptMembers),
  });
  const part: Entity = {
    ...base,
    // Who is split off from somebody whom an owner erases is not erased.
    ...deletionOf(world, whole, movedMembers, records),
    id: target.id,
    founder,
    foundedAt: world.clock.now(),
    members: movedMembers,
    pins: {},
    freezes: {},
    cannotLink,
    absorbed: movedAbsorbed,
    suppress: unlinkedTargets(world, whole, moving),
    golden: {},
    goldenVersion: target.goldenVersion,
  };
  const split = recomputeAll(world, undefined, part);
  await logConflicts(world, kept.entity.id, kept.conflicts);
  await logConflicts(world, split.entity.id, split.conflicts);
  const ops: Op[] = [
    entityOp(signed(world, kept.entity, records), read.version),
    entityOp(signed(world, split.entity, records), target.version),
    ...pointers(whole, moving, target.id, records),
    ...(await redirected(world, movedAbsorbed, target.id)),
  ];
  return (await put(world, ops)) === 'ok' ? target.id : undefined;
}

/** A part counts as deleted by one of its own records: nobody deleted the others', and whoever shows that one again undoes it for them alone. */
function deletionOf(world: World, { deleted }: Entity, members: Readonly<Record<string, Member>>, records: readonly Versioned<SourceRecord>[]): Pick<Entity, 'deleted'> {
  if (deleted === undefined) return {};
  const own = records.flatMap(({ value }) => (value.ref in members ? (deletionBy(world, value) ?? []) : []));
  const [first] = deleted.by in members ? [deleted] : own.sort((a, b) => compareStamps(a.stamp, b.stamp));
  return first === undefined ? {} : { deleted: first };
}

/**
 * Every record of the whole names its part: one that stays may still name an id that was a redirect to the whole, and that id now goes to the other part.
 * One that moves is written even when it names its part already: a fold that had followed the redirect before it ended would carry it back.
 */
function pointers(whole: Entity, moving: readonly string[], moved: EntityId, records: readonly Versioned<SourceRecord>[]): Op[] {
  return records.flatMap((rec): Op[] => {
    const moves = moving.includes(rec.value.ref);
    const entity = moves ? moved : whole.id;
    return !moves && rec.value.entity === entity ? [] : [{ op: 'put', item: recordItem({ ...rec.value, entity }), when: { version: rec.version } }];
  });
}

/** What we wrote into a record while it was one with the others proves nothing of its part. */
function signed(world: World, part: Entity, records: readonly Versioned<SourceRecord>[]): Entity {
  const members = { ...part.members };
  for (const { value } of records) {
    const member = members[value.ref];
    const signature = member?.signature === undefined ? undefined : signatureOf(world, value, part);
    if (member !== undefined && signature !== undefined) members[value.ref] = { ...member, signature };
  }
  return { ...part, members };
}

/** A split creates nothing at a target by itself: the moved part may be written only where it has a record already. */
function unlinkedTargets(world: World, whole: Entity, moving: readonly string[]): string[] {
  const linked = new Set(moving.map((r) => partsOf(r).connection));
  const targets = world.config.routes.filter((r) => r.type === whole.type).map((r) => r.to.connection);
  return [...new Set([...whole.suppress, ...targets])].filter((c) => !linked.has(c));
}

/** The part that stays is not created again where its only record has moved away. */
function withLost(whole: Entity, kept: Readonly<Record<string, Member>>): string[] {
  const connections = (members: Readonly<Record<string, Member>>): string[] => Object.keys(members).flatMap((r) => (members[r]?.dead === true ? [] : [partsOf(r).connection]));
  const left = new Set(connections(kept));
  return [...new Set([...whole.suppress, ...connections(whole.members).filter((c) => !left.has(c))])];
}

async function idForPart(world: World, whole: Entity, founder: Ref): Promise<{ id: EntityId; version: number; goldenVersion: number }> {
  const letter = canonicalType(whole.type).letter;
  for (let generation = 0; ; generation += 1) {
    const id = whole.absorbed[founder] ?? entityIdFrom(world.table.workspace, letter, founder, generation);
    const [item] = await world.table.get([entityKey(id)], { consistent: true });
    if (item === undefined) return { id, version: 0, goldenVersion: 0 };
    const there = entityOf(item);
    if (there.mergedInto === whole.id) return { id, version: item.version, goldenVersion: there.goldenVersion };
    if (whole.absorbed[founder] !== undefined) throw new RangeError(`entity ${id} should be a redirect to ${whole.id}`);
  }
}

/** Each stream has one primary. */
function led(members: Record<string, Member>): Record<string, Member> {
  for (const ref of Object.keys(members)) settleRoles(members, ref);
  return members;
}

import { partsOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { canonicalType } from '../model/types.ts';
import type { FactPack } from '../ports/bus.ts';
import { busLimits } from '../ports/bus.ts';
import type { Change, ChangeEvent } from '../ports/feed.ts';
import { familyName } from '../ports/mapping.ts';
import type { BatchResponse } from '../ports/queue.ts';
import type { RouteConfig } from './config.ts';
import { closeEndedCreates } from './ended-creates.ts';
import { type Entity, liveMembersOf } from './entity.ts';
import { entityOf } from './entity-item.ts';
import { erasedAmong } from './erase/tombstone.ts';
import { reportFailure } from './failure.ts';
import { behindOf } from './fold.ts';
import { changedGolden, historyOp } from './history.ts';
import { writeHistory } from './history-gap.ts';
import { retryKeptOut } from './kept-out.ts';
import { foldGraceSeconds, sendHints, sendOutbound } from './messages.ts';
import { arrivalWaitPk, releaseWaiting } from './park.ts';
import { recordOf } from './record-item.ts';
import { freedToJoin, partedBySplit, shownAnew } from './to-compare.ts';
import { throttled, type World, type Worlds } from './world.ts';

/** Turns changes into history rows, deliveries, facts and releases. May repeat: history rows are put-if-absent, messages carry ids only. */
export async function relay(worlds: Worlds, event: ChangeEvent): Promise<BatchResponse> {
  const groups = Map.groupBy(event.changes, (c) => c.workspace as string);
  const failed: string[] = [];
  for (const [name, changes] of groups) {
    const world = worlds(name);
    if (world === undefined) continue;
    const bad = await relayGroup(world, changes);
    if (bad !== undefined) failed.push(bad);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Works out what the changes ask for, then does it; on any failure the whole group comes again from its first change. */
async function relayGroup(world: World, changes: readonly Change[]): Promise<string | undefined> {
  try {
    await announce(world, changes);
    return undefined;
  } catch (error) {
    if (isRetryable(error) || changes.length > 1) return relayOneByOne(world, changes);
    return poisoned(world, changes[0] as Change, error);
  }
}

async function announce(world: World, changes: readonly Change[]): Promise<void> {
  const all = changes.filter((c) => c.new?.kind === 'entity').map((c) => entityChange(c));
  const entities = world.erasures === undefined ? all : await withoutErased(world, all);
  await writeRows(world, entities);
  await askForDeliveries(world, entities);
  await publishFacts(world, entities);
  await releaseArrivals(world, entities, changes);
  await askForFolds(world, entities, changes);
  await retryKeptOut(world, changes);
  await closeEndedCreates(world, entities);
}

/** A change may come late: nothing is told any more of whom somebody had erased meanwhile. */
async function withoutErased(world: World, changes: EntityChange[]): Promise<EntityChange[]> {
  const erased = await erasedAmong(
    world,
    changes.map(({ now }) => now.id),
  );
  return erased.size === 0 ? changes : changes.filter(({ now }) => !erased.has(now.id));
}

function isRetryable(error: unknown): boolean {
  return !(error instanceof TypeError || error instanceof RangeError);
}

/** Finds the change that cannot be relayed now: everything before it is done, it and what follows come again. */
async function relayOneByOne(world: World, changes: readonly Change[]): Promise<string | undefined> {
  for (const change of changes) {
    try {
      await announce(world, [change]);
    } catch (error) {
      if (isRetryable(error)) return change.id;
      await poisoned(world, change, error);
    }
  }
  return undefined;
}

/** A change that this program cannot read must not hold up all that follow: a person is told, and the audit announces it again once it can be read. */
async function poisoned(world: World, change: Change, error: unknown): Promise<undefined> {
  const reason = {
    en: `A change of ${change.key.pk} could not be announced (${error instanceof Error ? error.name : 'error'}). Run an audit after upgrading.`,
    zh: `${change.key.pk} 的变更无法通知，升级后请运行 audit。`,
  };
  await reportFailure(world, { connection: 'syncline', stream: 'relay', record: change.key.pk, cause: 'dead.relay', kind: 'dead-lettered', reason });
  return undefined;
}

interface EntityChange {
  readonly old: Entity | undefined;
  readonly now: Entity;
  readonly at: number;
  /** Fields whose golden value differs. */
  readonly fields: readonly string[];
}

function entityChange(change: Change): EntityChange {
  const old = change.old === undefined ? undefined : entityOf(change.old);
  const now = entityOf(change.new as NonNullable<Change['new']>);
  return { old, now, at: change.at, fields: changedGolden(old, now) };
}

async function writeRows(world: World, changes: readonly EntityChange[]): Promise<void> {
  const ops = changes.filter((c) => c.now.goldenVersion > (c.old?.goldenVersion ?? 0)).map((c) => historyOp(c.old, c.now, c.at, c.fields));
  await Promise.all(ops.map((op) => writeHistory(world, op)));
}

/** Ids per target, each entity once, only where a changed field is read by that target's mapping. */
async function askForDeliveries(world: World, changes: readonly EntityChange[]): Promise<void> {
  for (const route of world.config.routes) {
    const due = new Set<string>();
    for (const change of changes) if (isDue(world, route, change)) due.add(change.now.id);
    await sendOutbound(world, route.to, [...due]);
  }
}

function isDue(world: World, route: RouteConfig, { old, now, fields }: EntityChange): boolean {
  if (route.type !== now.type || now.mergedInto !== undefined) return false;
  const mapping = world.mapping(route.to.connection, route.to.stream);
  const { connection, stream } = route.to;
  const links = liveMembersOf(now, connection, stream);
  // What we had made there may become known only after its source was deleted.
  if (now.deleted !== undefined && (old?.deleted === undefined || links.some((ref) => old.members[ref] === undefined))) return true;
  const linksBefore = old === undefined ? [] : liveMembersOf(old, connection, stream);
  // A record that has just joined is compared by whoever folded it; what a merge or a split moved is not.
  if (links.length > 0 && (isMoved(old, now) || isReleased(old, now) || (linksBefore.length > 0 && links[0] !== linksBefore[0]))) return true;
  // Without a link there, every record that joins (or comes back) may be the one that allows a create.
  if (links.length === 0 && hasJoined(old, now)) return mapping !== undefined;
  const carried = fields.filter((f) => {
    const def = mapping?.fields.get(familyName(f));
    return def !== undefined && def.direction !== 'in';
  });
  if (carried.length === 0) return links.length === 0 && old !== undefined && old.suppress.length > now.suppress.length;
  // What the target's only link has just asserted is there already. What it asserted long ago is not: golden may have come back to it over a value that we wrote since.
  const [only] = links;
  const fromThere = links.length === 1 && carried.every((f) => now.golden[f]?.ref === only && isFresh(old, now, only as string, f));
  return !fromThere;
}

/** True when members came or went by a merge or a split. */
function isMoved(old: Entity | undefined, now: Entity): boolean {
  if (old === undefined || old.mergedInto !== undefined) return now.cannotLink.length > 0;
  return Object.keys(now.absorbed).length > Object.keys(old.absorbed).length || now.cannotLink.length > old.cannotLink.length;
}

/** True when something that held deliveries back has ended: a freeze, a delete, a person's decision about a held record. */
function isReleased(old: Entity | undefined, now: Entity): boolean {
  if (old === undefined) return false;
  if (old.deleted !== undefined && now.deleted === undefined) return true;
  if (Object.keys(old.freezes).some((field) => now.freezes[field] === undefined)) return true;
  return Object.entries(old.members).some(([ref, m]) => m.held === true && now.members[ref]?.held !== true);
}

/** True when this very change brought the record's assertion of the field. */
function isFresh(old: Entity | undefined, now: Entity, ref: string, field: string): boolean {
  const [before, after] = [old?.members[ref]?.assertions[field], now.members[ref]?.assertions[field]];
  return after !== undefined && before?.stamp.at !== after.stamp.at;
}

function hasJoined(old: Entity | undefined, now: Entity): boolean {
  return Object.entries(now.members).some(([ref, member]) => member.dead !== true && (old?.members[ref] === undefined || old.members[ref].dead === true));
}

async function publishFacts(world: World, changes: readonly EntityChange[]): Promise<void> {
  const packs: FactPack[] = [];
  for (const [key, group] of Map.groupBy(changes, (c) => `${c.now.type}#${kindOf(c)}`)) {
    const [type, kind] = key.split('#') as [string, string];
    if (kind === 'same') continue;
    const facts = group.map(
      (c): JsonObject => ({
        entity: c.now.id,
        version: c.now.goldenVersion,
        fields: familiesOf(c.fields),
        at: c.at,
        ...(c.now.mergedInto === undefined ? {} : { into: c.now.mergedInto }),
      }),
    );
    for (let i = 0; i < facts.length; i += busLimits.factsPerPack) packs.push({ workspace: world.config.workspace, type, kind, facts: facts.slice(i, i + busLimits.factsPerPack) });
  }
  let open = packs;
  for (let attempt = 0; attempt < 3 && open.length > 0; attempt += 1) {
    const failed = await world.bus.publish(open);
    open = failed.map((at) => open[at] as FactPack);
  }
  if (open.length > 0) throw throttled();
}

/** Names of fields, never their elements: an element of a set is a value, an address of a person for one. */
function familiesOf(fields: readonly string[]): string[] {
  return [...new Set(fields.map(familyName))];
}

function kindOf(c: EntityChange): string {
  if (c.now.mergedInto !== undefined) return c.old?.mergedInto === undefined ? 'merged' : 'same';
  if (c.old === undefined) return 'created';
  if (c.now.deleted !== undefined && c.old.deleted === undefined) return 'deleted';
  return c.fields.length > 0 ? 'changed' : 'same';
}

/** Types that records of any target name. */
function typesNamed(world: World): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { type, to } of world.config.routes) {
    for (const [field, { reference }] of world.mapping(to.connection, to.stream)?.fields ?? []) {
      const parent = reference === undefined ? undefined : canonicalType(type).fields[field]?.to;
      if (parent !== undefined) named.add(parent);
    }
  }
  return named;
}

/** What waited for a record to be known, or for a link in a target, goes on. */
async function releaseArrivals(world: World, entities: readonly EntityChange[], changes: readonly Change[]): Promise<void> {
  const named = typesNamed(world);
  if (named.size === 0) return;
  const arrivals = new Set<string>();
  for (const { old, now } of entities) {
    // A record that was gone and came back is one that its documents have waited for, too.
    if (named.has(now.type) && (now.mergedInto !== undefined || hasJoined(old, now))) arrivals.add(`LINK#${now.id}`);
  }
  for (const change of changes) {
    if (change.new?.kind !== 'record' || change.old !== undefined) continue;
    const { ref, type } = recordOf(change.new);
    if (named.has(type)) arrivals.add(`REC#${ref}`);
  }
  for (const arrival of arrivals) {
    let after: string | undefined;
    do {
      const { next } = await releaseWaiting(world, arrivalWaitPk(arrival), after === undefined ? {} : { after });
      after = next;
    } while (after !== undefined);
  }
}

/** A record whose `seq` is ahead of its entity's copy is folded by somebody, even when its writer died; a fold announces its keys, too. So it is asked for where a record must only be compared. */
async function askForFolds(world: World, entities: readonly EntityChange[], changes: readonly Change[]): Promise<void> {
  const folded = new Map<string, number>();
  for (const { now } of entities) for (const [ref, member] of Object.entries(now.members)) folded.set(ref, Math.max(folded.get(ref) ?? -1, member.seq));
  const ahead = changes.flatMap((change) => {
    if (change.new?.kind !== 'record') return [];
    const rec = recordOf(change.new);
    const moved = change.old === undefined || recordOf(change.old).seq !== rec.seq;
    return moved && (folded.get(rec.ref) ?? -1) < rec.seq ? [rec] : [];
  });
  await askFor(world, new Set(await behindOf(world, ahead)), true, foldGraceSeconds);
  const anew = changes.flatMap((change) => shownAnew(world, change)?.ref ?? []);
  await askFor(world, new Set([...anew, ...entities.flatMap(({ old, now }) => partedBySplit(old, now))]));
  await askFor(world, new Set(entities.flatMap(({ old, now }) => freedToJoin(world, old, now))), 'compare');
}

async function askFor(world: World, refs: ReadonlySet<string>, fold: true | 'compare' = true, delaySeconds?: number): Promise<void> {
  for (const group of Map.groupBy(refs, (ref) => ref.slice(0, ref.indexOf('/', ref.indexOf('/') + 1))).values()) {
    const { connection, stream } = partsOf(group[0] as string);
    const hints = group.map((ref) => ({ id: partsOf(ref).id, fold }));
    await sendHints(world, connection, stream, hints, delaySeconds);
  }
}

import { type EntityId, entityIdFrom, refOf } from '../model/ids.ts';
import { type JsonObject, jsonEqual } from '../model/json.ts';
import { canonicalType } from '../model/types.ts';
import type { AnyStream } from '../ports/connector.ts';
import type { StreamMapping } from '../ports/mapping.ts';
import { isOtherTry, slotByContent, slotByLooks, slotByName, slotsOf } from './adopt.ts';
import { isAnnounced } from './announced.ts';
import { closeLeftSlots, closeSlot } from './close-slot.ts';
import type { RouteConfig } from './config.ts';
import { desired } from './desired.ts';
import type { Entity } from './entity.ts';
import { bury, erasedAmong, slotTombs } from './erase/tombstone.ts';
import { asNews, featuresOf } from './features.ts';
import { asOurs, fittingIntent, isFree, isSecondLanding, isToldByLooks, knownBy, namesIn } from './fitting.ts';
import { type Folded, fold } from './fold.ts';
import type { Look } from './look.ts';
import { sendOutbound } from './messages.ts';
import { writesOf } from './observation.ts';
import { type Observed, observe } from './observe.ts';
import type { Outcome } from './outcome.ts';
import { parentsBeside, withReferences } from './parents.ts';
import { closeAll, reportProblems } from './problems.ts';
import type { Seen, Slot, SourceRecord } from './record.ts';
import { announceKeys, decide, driftOf, mergeAll, recordEvidence } from './resolve.ts';
import { askAboutMember, askAboutPairs } from './review.ts';
import { isAhead } from './set-back.ts';
import { mayHaveMade } from './slot-time.ts';
import { readEntity, readEntityOf, type Versioned, writeRecord } from './store.ts';
import { unansweredTries } from './unanswered.ts';
import type { World } from './world.ts';
import { mendable } from './write-failures.ts';

/** One stream of the workspace, ready to be worked on. */
export interface StreamWork {
  readonly world: World;
  readonly connection: string;
  readonly stream: AnyStream;
  readonly mapping: StreamMapping;
  /** A delivery looks for itself: it compares its entity again before it ends, so nobody need ask it to. Where its look may show another entity's record, the id of its own: nobody else compares that other one. */
  readonly quiet?: true | EntityId;
}

/** A look at a record, with what it rests on. */
export interface Sight {
  readonly id: string;
  readonly prior: Versioned<SourceRecord> | undefined;
  readonly look: Look;
  readonly seen: Seen;
  /** How an absence was told; a feed is certain at once, a sweep only the second time, a look at one record never: no brake has weighed it. */
  readonly absence: 'feed' | 'sweep' | 'look';
  readonly pass?: string;
}

/** Takes one look at a record into the table: record first, then entity. `again` = somebody else wrote it meanwhile: read and look again. */
export async function unifyRecord(work: StreamWork, sight: Sight): Promise<Outcome | 'again'> {
  const { prior, look } = sight;
  if (look.seen === undefined) return prior === undefined ? 'unchanged' : absent(work, sight, prior);
  if (!work.mapping.accepts(look.seen.record)) return 'skipped';
  return prior === undefined ? newRecord(work, sight) : knownRecord(work, sight, prior);
}

function observeRecord(work: StreamWork, sight: Sight, base: SourceRecord): Observed {
  const { world, connection, stream, mapping } = work;
  const seen = sight.look.seen as NonNullable<Look['seen']>;
  return observe(base, seen, {
    now: world.clock.now(),
    readAt: sight.look.readAt,
    clockOffsetMs: sight.look.clockOffsetMs ?? world.clockOffsetMs(connection),
    ...writesOf(stream),
    mapping,
  });
}

/** One for all, so that it is read once. */
const nothingSeen: JsonObject = Object.freeze({});

/** A record before anything is known of it. */
export function blankRecord(work: Pick<StreamWork, 'world' | 'connection' | 'stream' | 'mapping'>, id: string, seen: Seen): SourceRecord {
  const ref = refOf(work.connection, work.stream.name, id);
  const letter = canonicalType(work.mapping.type).letter;
  const entity = entityIdFrom(work.world.table.workspace, letter, ref);
  return {
    ref,
    state: 'live',
    origin: 'native',
    entity,
    type: work.mapping.type,
    snapshot: nothingSeen,
    held: {},
    hash: '',
    modifiedAt: 0,
    lastReadAt: 0,
    seen,
    cells: {},
    assertions: {},
    limbo: [],
    seq: 0,
    failing: [],
  };
}

async function newRecord(work: StreamWork, sight: Sight): Promise<Outcome | 'again'> {
  const { world, connection, stream } = work;
  const seen = sight.look.seen as NonNullable<Look['seen']>;
  const blank = blankRecord(work, sight.id, sight.seen);
  const names = namesIn(stream, sight.id, seen.record);
  const erased = await erasedAmong(world, [blank.ref, ...slotTombs(connection, names)]);
  if (erased.size > 0) return bury(world, blank.ref, erased);
  const named = await slotByName(world, connection, stream.name, names);
  const native = observeRecord(work, sight, blank).record;
  const features = featuresOf(world, native, work.mapping);
  // A name of ours tells whose it is, also of what identity does not know: a document that two tries have made.
  if (named !== undefined && (isFree(named.value, sight.id) || isOtherTry(work, named.value, sight.id, seen.record, features.claims)))
    return adoptRecord(work, sight, blank, named);
  const { decision, standing } = await decide(world, native, features);
  const linked = decision.kind === 'link' && isToldByLooks(stream, sight.id, seen.record) ? await slotOfMember(work, decision.entity, sight) : undefined;
  const slot = linked ?? (await slotByContent(work, sight.id, { record: seen.record, readAt: sight.look.readAt }, work.mapping, features.claims));
  if (slot !== undefined) return adoptRecord(work, sight, blank, slot);
  const entity = decision.kind === 'link' ? decision.entity : native.entity;
  const record = await withReferences(work, { ...native, entity });
  const reported = await reportProblems(work, record, sight.pass);
  if ((await writeRecord(world, reported, 0)) === 'conflict') return 'again';
  const folded = await fold(world, { value: reported, version: 1 });
  if (decision.kind === 'link') await recordEvidence(world, entity, reported.ref, '@', decision.evidence);
  await announceKeys(world, reported, folded?.entity.id ?? entity, features, standing);
  if (decision.review.length > 0) await askAboutPairs(world, reported, folded?.entity.id ?? entity, features, decision.review);
  if (decision.kind === 'link' && decision.alsoSame.length > 0) await mergeAll(world, [entity, ...decision.alsoSame], reported.ref, decision.evidence);
  return settle(work, reported, folded, true);
}

async function slotOfMember(work: StreamWork, entityId: EntityId, sight: Sight): Promise<Versioned<Slot> | undefined> {
  const entity = await readEntity(work.world, entityId);
  if (entity === undefined) return undefined;
  const slots = await slotsOf(work.world, entity.value, work.connection, work.stream.name);
  const record = sight.look.seen?.record as JsonObject;
  const begun = slots.filter((s) => s.value.recordId === sight.id || mayHaveMade(s.value, { record, readAt: sight.look.readAt }, work.mapping));
  return slotByLooks(begun, sight.id, record, work.mapping) ?? begun.find((s) => isSecondLanding(s.value, record, work.mapping));
}

/** The record is our own creation whose answer was lost: it belongs to its anchor's entity, and what we sent is ours. */
export async function adoptRecord(work: StreamWork, sight: Sight, blank: SourceRecord, slot: Versioned<Slot>): Promise<Outcome | 'again'> {
  const { world, stream, mapping } = work;
  const entity = await readEntityOf(world, slot.value.anchor);
  const erased = entity === undefined ? await erasedAmong(world, [slot.value.anchor]) : undefined;
  if (erased !== undefined && erased.size > 0) return bury(world, blank.ref, erased);
  const found = sight.look.seen?.record as JsonObject;
  const intent = fittingIntent(slot.value, found, mapping) ?? slot.value.intent;
  const mayLand = stream.write?.repeatable === 'external-id' ? unansweredTries(slot.value, intent, world.clock.now()) : [];
  const base = asOurs({ ...blank, entity: entity ?? blank.entity, mayLand }, intent, knownBy(stream, slot.value, intent, sight.id, found));
  const { record: seen } = observeRecord(work, sight, base);
  const record: SourceRecord = { ...seen, seq: Math.max(1, seen.seq) };
  if ((await writeRecord(world, record, 0)) === 'conflict') return 'again';
  const made = { value: record, version: 1 };
  const stored = isFree(slot.value, sight.id) ? await closeSlot(work, slot, made) : made;
  const folded = await fold(world, stored);
  return settle(work, stored.value, folded, true);
}

async function knownRecord(work: StreamWork, sight: Sight, prior: Versioned<SourceRecord>): Promise<Outcome | 'again'> {
  const { world } = work;
  const before = prior.value;
  const observed = observeRecord(work, sight, before);
  if (!observed.changed) {
    await finishRecord(work, prior);
    return 'unchanged';
  }
  const referenced = await withReferences(work, { ...observed.record, seen: sight.seen }, observed.fresh);
  const record = asNews(world, work.mapping, before, await reportProblems(work, referenced, sight.pass));
  if ((await writeRecord(world, record, prior.version)) === 'conflict') return 'again';
  const folded = await foldEdited(work, before, { value: record, version: prior.version + 1 }, observed.fresh);
  return settle(work, record, folded, true);
}

/** Repeats whatever comes after the record's write, for a writer that may have died in between: fold, announce, compare. `delivered`: deliveries have been asked for what its entity said before. */
export async function finishRecord(work: StreamWork, stored: Versioned<SourceRecord>, delivered = false): Promise<Outcome> {
  const { world, mapping } = work;
  const rec = stored.value;
  const folded = await fold(world, stored);
  if (rec.origin === 'ours' && folded?.changed === true) await closeLeftSlots(work, folded.entity, stored);
  if (rec.origin === 'native' && rec.state !== 'gone') await announceKeys(world, rec, folded?.entity.id ?? rec.entity, featuresOf(world, rec, mapping, folded?.entity));
  return settle(delivered && folded?.changed !== true ? { ...work, quiet: true } : work, rec, folded, folded?.changed === true);
}

/** Folds a record that has changed; new identifying values may show that two entities are one. */
export async function foldEdited(
  work: Pick<StreamWork, 'world' | 'mapping'>,
  before: SourceRecord,
  stored: Versioned<SourceRecord>,
  fresh: readonly string[],
): Promise<Folded | undefined> {
  const { world, mapping } = work;
  const record = stored.value;
  if (record.origin !== 'native') return fold(world, stored);
  const folded = await fold(world, stored);
  const drift = folded === undefined || fresh.length === 0 ? undefined : driftOf(world, record, featuresOf(world, record, mapping, folded.entity), folded.entity);
  if (folded !== undefined && drift !== undefined) await askAboutMember(world, record, folded.entity, drift);
  await announceEdited(work, before, record, folded?.entity);
  return folded;
}

/**
 * Announces an edited record. Also under the keys that it had before, unless this process did that: whoever stored those may have died before he came to it, and his message, when it comes again, finds the record edited.
 *
 *   A: record · entity · †                      (keys: nobody)
 *   person:                edit
 *   A's message again:           record · entity · keys
 */
async function announceEdited({ world, mapping }: Pick<StreamWork, 'world' | 'mapping'>, before: SourceRecord, record: SourceRecord, entity: Entity | undefined): Promise<void> {
  const [features, id] = [featuresOf(world, record, mapping, entity), entity?.id ?? record.entity];
  const known = featuresOf(world, before, mapping, entity);
  if (isAnnounced(world, record.ref, before.seq, id) && jsonEqual(known.signature as unknown as JsonObject, features.signature as unknown as JsonObject)) return;
  await announceKeys(world, record, id, features);
}

async function absent(work: StreamWork, sight: Sight, prior: Versioned<SourceRecord>): Promise<Outcome | 'again'> {
  const { world, stream } = work;
  const rec = prior.value;
  if (rec.state === 'gone') {
    await fold(world, prior);
    await closeAll(work, rec);
    return 'unchanged';
  }
  const oursOpen = rec.intent?.kind === 'delete';
  // Whoever stored it may have died before its entity knew of it. What is gone joins nothing, and another would be made in its place, as if no person had deleted any.
  await finishRecord({ ...work, quiet: true }, prior);
  const certain = oursOpen || sight.absence === 'feed' || (rec.state === 'missing' && isMissedTwice(stream, sight, rec));
  if (!certain) {
    const swept = sight.absence === 'sweep';
    if (rec.state === 'missing' && (!swept || (rec.missedUnder !== undefined && !isMissedAhead(sight, rec)))) return 'unchanged';
    // Hidden or deleted? One sweep cannot tell: nothing is written to it, nobody is told.
    const missing: SourceRecord = { ...rec, state: 'missing', ...(swept ? { missingSince: sight.look.readAt, missedUnder: sight.seen[0] } : {}) };
    return (await writeRecord(world, missing, prior.version)) === 'ok' ? 'applied' : 'again';
  }
  const { intent, missingSince: _m, missedUnder: _b, ...rest } = rec;
  // Shown again, it may show what was sent: nobody has edited that.
  const unanswered = intent?.kind === 'write' && intent.outcome === undefined ? { intent } : {};
  const at = Math.max(world.clock.now(), ...Object.values(rec.cells).map((c) => c.stamp.at + 1));
  const gone: SourceRecord = { ...rest, ...unanswered, state: 'gone', goneBy: oursOpen ? 'us' : 'human', deletedAt: { at, ref: rec.ref }, seq: rec.seq + 1 };
  if ((await writeRecord(world, gone, prior.version)) === 'conflict') return 'again';
  const folded = await fold(world, { value: gone, version: prior.version + 1 });
  await closeAll(work, gone);
  return folded !== undefined && folded.conflicts > 0 ? 'conflict' : 'applied';
}

/**
 * Whether a missing record is certainly gone. Where sweeps tell of deletes, only the sweep of a later lease than the first is the second, an interval after it: a message may come again, and our clock may have jumped meanwhile.
 * What looks at one record miss counts for nothing there, because no brake has weighed it.
 */
function isMissedTwice({ deletes }: AnyStream, { absence, seen, look }: Sight, { missedUnder, missingSince = 0 }: SourceRecord): boolean {
  if (deletes.by !== 'sweep') return true;
  return absence === 'sweep' && missedUnder !== undefined && seen[0] > missedUnder && look.readAt - missingSince >= deletes.everyMs;
}

/** True when an earlier sweep missed it at a time that is still to come: our clock has been set back since, nobody can tell how long ago that was, and the interval begins anew. */
function isMissedAhead({ seen, look }: Sight, { missedUnder = 0, missingSince = 0 }: SourceRecord): boolean {
  return seen[0] > missedUnder && isAhead(missingSince, look.readAt);
}

/** After the fold: where golden and the record differ, a delivery is asked for; an overruled edit is so taken back. One also judges whether a write that had failed is mended. */
async function settle(work: StreamWork, rec: SourceRecord, folded: Folded | undefined, changed: boolean): Promise<Outcome> {
  const { world, connection, stream, mapping } = work;
  if (folded !== undefined && rec.state === 'live' && !isQuiet(work, folded.entity) && routesTo(work, rec.type).length > 0) {
    const { resolveOut, mentioned } = await parentsBeside(world, { connection, mapping }, folded.entity, rec);
    const { fields } = desired(folded.entity, rec, mapping, resolveOut);
    const due = Object.keys(fields).length > 0 || mentioned.length > 0 || rec.intent !== undefined || mendable(rec).length > 0 || isToGo(work, folded.entity, rec);
    if (due) await sendOutbound(world, { connection, stream: stream.name }, [folded.entity.id]);
  }
  if (folded !== undefined && folded.conflicts > 0) return 'conflict';
  return changed ? 'applied' : 'unchanged';
}

/** True when whoever looks compares this entity himself. */
function isQuiet({ quiet }: StreamWork, { id }: Entity): boolean {
  return quiet === true || quiet === id;
}

/** True when the record was to be deleted with its source and was not there at that time: hidden, or under way to us. */
function isToGo(work: StreamWork, entity: Entity, rec: SourceRecord): boolean {
  return entity.deleted !== undefined && rec.archived !== true && routesTo(work, rec.type).some((r) => r.onSourceDelete !== 'keep');
}

function routesTo({ world, connection, stream }: StreamWork, type: string): RouteConfig[] {
  return world.config.routes.filter((r) => r.type === type && r.to.connection === connection && r.to.stream === stream.name);
}

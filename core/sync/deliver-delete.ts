import { shortHash } from '../model/hash.ts';
import { partsOf, type Ref } from '../model/ids.ts';
import { FaultError } from '../ports/connector.ts';
import { logConflicts } from './conflict-log.ts';
import type { Conflict } from './conflicts.ts';
import { type Attempt, busyFor } from './deliver-update.ts';
import { type Entity, isErasing } from './entity.ts';
import { fold } from './fold.ts';
import { writesOf } from './observation.ts';
import { observe } from './observe.ts';
import type { Intent, SourceRecord } from './record.ts';
import { readEntity, readRecord, type Versioned, writeEntity, writeRecord } from './store.ts';
import { type Delivered, mendWrites, reportWrite, round, type Target, writeCauseOf, writeTimeoutMs } from './target.ts';
import { unifyRecord } from './unify-record.ts';
import { NotSentError } from './vendor-calls.ts';
import { failingWith } from './write-failures.ts';

/** Carries a person's delete at a source to a linked record, where the route says so: never without looking, and never over an edit that came later, unless its owner erases the person. */
export async function deleteLink(t: Target, entity: Entity, ref: Ref, _attempt: Attempt): Promise<Delivered | typeof round> {
  const { world } = t;
  const deleted = deletionAt(t, entity);
  if (deleted === undefined) return { state: 'done' };
  const stored = await readRecord(world, ref);
  if (stored === undefined || stored.value.state !== 'live' || stored.value.archived === true || (entity.members[ref]?.held === true && !isErasing(entity)))
    return { state: 'done' };
  if (t.stream.write?.actions.includes(deleted.action) !== true) return { state: 'done' };
  // An owner who erases somebody has decided: nobody is left to ask about an edit in between.
  if (!isErasing(entity) && Object.values(stored.value.assertions).some((a) => a.stamp.at > deleted.stamp.at)) return hold(t, entity, stored);
  const { id } = partsOf(ref);
  const look = await t.calls.fetch(id);
  const sight = { id, prior: stored, look, seen: stored.value.seen, absence: 'feed' as const };
  if (look.seen === undefined) return (await unifyRecord({ ...t, quiet: true }, sight)) === 'again' ? round : round;
  const observed = observe(stored.value, look.seen, {
    now: world.clock.now(),
    readAt: look.readAt,
    clockOffsetMs: world.clockOffsetMs(t.connection),
    ...writesOf(t.stream),
    mapping: t.mapping,
  });
  if (observed.changed) {
    await unifyRecord({ ...t, quiet: true }, sight);
    return round;
  }
  // Another worker's write is on its way: what it sent would be forgotten with its intent, and look like an edit that came after the delete.
  if (observed.record.intent !== undefined) return { state: 'later', inMs: Math.max(1_000, busyFor(t, stored.value)) };
  const intent: Intent = {
    id: world.ids.fresh('i'),
    kind: deleted.action,
    fields: {},
    deadline: world.clock.now() + writeTimeoutMs,
    ...(stored.value.revision === undefined ? {} : { baseRevision: stored.value.revision }),
  };
  const intended: Versioned<SourceRecord> = { value: { ...stored.value, intent }, version: stored.version + 1 };
  if ((await writeRecord(world, intended.value, stored.version)) === 'conflict') return round;
  const op = {
    key: intent.id,
    action: deleted.action,
    id,
    fields: {},
    base: { record: look.seen.record, ...(stored.value.revision === undefined ? {} : { revision: stored.value.revision }) },
  };
  try {
    const pushed = await t.calls.push({
      op,
      deadline: intent.deadline,
      effects: { deletes: 1, changes: 0, blanks: {} },
      sample: { record: ref, entity: entity.id, action: deleted.action },
    });
    if (pushed.state === 'applied' || pushed.state === 'unchanged') return finish(t, deleted.action, intended);
    if (pushed.state === 'unsure') return { state: 'later', inMs: writeTimeoutMs + t.stream.traits.maxInFlightMs };
    const refused = pushed.state === 'rejected' ? pushed.fault : undefined;
    await withdraw(t, { ...intended, value: refused === undefined ? intended.value : failingWith(intended.value, [writeCauseOf(refused, undefined)]) });
    if (pushed.state === 'braked') return { state: 'braked' };
    if (refused === undefined) return round;
    await reportWrite(t, id, entity, refused, undefined);
    return { state: 'failed' };
  } catch (error) {
    if (error instanceof FaultError || error instanceof NotSentError) await withdraw(t, intended);
    throw error instanceof NotSentError ? error.cause : error;
  }
}

/** What is done here because the record was deleted at its source: the route of this very target says so, whatever those of others say. */
function deletionAt({ route }: Target, { deleted }: Entity): Entity['deleted'] {
  return route.onSourceDelete === 'keep' || deleted === undefined ? undefined : { ...deleted, action: route.onSourceDelete };
}

async function withdraw(t: Target, intended: Versioned<SourceRecord>): Promise<void> {
  const { intent: _, ...rest } = intended.value;
  await writeRecord(t.world, rest, intended.version);
}

async function finish(t: Target, action: 'archive' | 'delete', intended: Versioned<SourceRecord>): Promise<Delivered | typeof round> {
  const { intent: _, ...rest } = await mendWrites(t, intended.value, []);
  const next: SourceRecord = action === 'archive' ? { ...rest, archived: true } : { ...rest, state: 'gone', goneBy: 'us', seq: rest.seq + 1 };
  if ((await writeRecord(t.world, next, intended.version)) === 'conflict') return round;
  if (next.state === 'gone') await fold(t.world, { value: next, version: intended.version + 1 });
  return { state: 'done', did: action === 'archive' ? 'archived' : 'deleted' };
}

/** Somebody edited the record after the delete: neither deleted nor updated until a person decides. */
async function hold(t: Target, entity: Entity, stored: Versioned<SourceRecord>): Promise<Delivered | typeof round> {
  const deleted = entity.deleted as NonNullable<Entity['deleted']>;
  const later = Object.entries(stored.value.assertions).filter(([, a]) => a.stamp.at > deleted.stamp.at);
  const found = later.map(
    ([field, a]): Conflict => ({
      id: shortHash(`${field}\n${stored.value.ref}\n${a.stamp.at}\ndelete`),
      field,
      loser: deleted.by,
      stamp: deleted.stamp,
      value: null,
      winner: stored.value.ref,
      winning: t.mapping.canon(field, a.raw),
      reason: 'delete-vs-edit',
    }),
  );
  await logConflicts(t.world, entity.id, found);
  const read = await readEntity(t.world, entity.id);
  const member = read?.value.members[stored.value.ref];
  if (read === undefined || member === undefined) return { state: 'done' };
  const members = { ...read.value.members, [stored.value.ref]: { ...member, held: true as const } };
  return (await writeEntity(t.world, { ...read.value, members }, read.version)) === 'ok' ? { state: 'done' } : round;
}

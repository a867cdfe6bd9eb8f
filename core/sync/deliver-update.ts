import { partsOf, type Ref } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import { named } from '../model/named.ts';
import { FaultError, type WriteOutcome } from '../ports/connector.ts';
import { logConflicts } from './conflict-log.ts';
import { type Desired, desired, parkCells, parkContested } from './desired.ts';
import type { Entity } from './entity.ts';
import { reportFailure } from './failure.ts';
import { asNews } from './features.ts';
import { fold } from './fold.ts';
import { type Look, observationOf } from './look.ts';
import { writesOf } from './observation.ts';
import { type Observed, observe } from './observe.ts';
import { parentsOf } from './parents.ts';
import { fieldsOf } from './reading.ts';
import type { Intent, IntentField, SourceRecord } from './record.ts';
import { readEntity, readRecord, type Versioned, writeRecord } from './store.ts';
import {
  bugFault,
  type Delivered,
  effectsOf,
  fieldNamed,
  mendWrites,
  rawsOf,
  reportInexpressible,
  reportWrite,
  round,
  type Target,
  writeCauseOf,
  writeTimeoutMs,
} from './target.ts';
import { elementsAlong } from './unanswered.ts';
import { foldEdited, unifyRecord } from './unify-record.ts';
import { replacedUnproven } from './unproven.ts';
import { NotSentError, type Pushed } from './vendor-calls.ts';
import { failingWith } from './write-failures.ts';

/** What one delivery remembers between its rounds. */
export interface Attempt {
  /** After a refusal that named no field, fields are sent one at a time. */
  single: boolean;
  did: 'created' | 'updated' | undefined;
  /** Records of the target that a search showed, or a slot named, and that were taken in: none of them twice. */
  readonly taken: Set<string>;
  /** Arrivals of whom it names, and the target has no link for. */
  mentioned: readonly string[];
  /** Fields that the target refused in a create: it is made without them, and each is a failure of its own. */
  readonly dropped: Set<string>;
}

/** Writes what golden says into a linked record: read the item, read the vendor, take in what is new there, intend, write, settle, compare again. */
export async function updateLink(t: Target, read: Versioned<Entity>, ref: Ref, attempt: Attempt): Promise<Delivered | typeof round> {
  const entity = read.value;
  const stored = await readRecord(t.world, ref);
  if (stored === undefined) return done(attempt);
  // An edit that is known of the record and not yet of its entity must not be written over with what was golden before; nor is one that is gone the link that nothing is made beside.
  if ((entity.members[ref]?.seq ?? 0) < stored.value.seq && (await fold(t.world, stored)) !== undefined) return round;
  if (stored.value.state !== 'live' || entity.members[ref]?.held === true) return done(attempt);
  const busy = busyFor(t, stored.value);
  if (busy > 0) return { state: 'later', inMs: busy };
  const parents = await parentsOf(t.world, t, entity);
  if (parents.missing !== undefined) return { state: 'waits', on: parents.missing.on, ...(parents.missing.parent === undefined ? {} : { parent: parents.missing.parent }) };
  attempt.mentioned = parents.mentioned;
  const wanted = desired(entity, stored.value, t.mapping, parents.resolveOut);
  await reportInexpressible(t, partsOf(ref).id, entity, wanted.problems);
  if (Object.keys(wanted.fields).length === 0 && stored.value.intent === undefined) return agreed(t, stored, wanted, attempt);
  // Never write without a fresh look; and never with golden older than the record it is written to, or a worker that was held up would write an old value over a newer one.
  const [look, now] = await Promise.all([t.calls.fetch(partsOf(ref).id), readEntity(t.world, entity.id)]);
  const seen = takeIn(t, stored, look);
  if (seen === undefined || seen.changed) {
    const outcome = await unifyRecord(
      { ...t, quiet: true },
      { id: partsOf(ref).id, prior: stored, look, seen: stored.value.seen, absence: t.stream.deletes.by === 'sweep' ? 'look' : 'feed' },
    );
    return outcome === 'skipped' ? done(attempt) : round;
  }
  if (now?.version !== read.version || now.value.id !== entity.id) return round;
  // Its time was over when we began, and is not by the look: our clock was set back. Another write in its place would make us forget what it sent.
  if (seen.record.intent !== undefined) return { state: 'later', inMs: Math.max(1_000, busyFor(t, stored.value)) };
  return write(t, entity, stored, wanted, look, attempt);
}

function done(attempt: Attempt): Delivered {
  return attempt.did === undefined ? { state: 'done' } : { state: 'done', did: attempt.did };
}

/** The target holds what golden says: what failed before is mended, whoever wrote it there. */
async function agreed(t: Target, stored: Versioned<SourceRecord>, { problems }: Desired, attempt: Attempt): Promise<Delivered | typeof round> {
  const rec = await mendWrites(t, stored.value, problems);
  return rec === stored.value || (await writeRecord(t.world, rec, stored.version)) === 'ok' ? done(attempt) : round;
}

/** How long an open intent of somebody else must be left alone, ms; 0 when there is none or it has expired. */
export function busyFor(t: Target, rec: SourceRecord): number {
  if (rec.intent === undefined || rec.intent.outcome !== undefined) return 0;
  return Math.max(0, rec.intent.deadline + t.stream.traits.maxInFlightMs + 1 - t.world.clock.now());
}

function observeContext(t: Target, readAt: number): Parameters<typeof observe>[2] {
  return { now: t.world.clock.now(), readAt, clockOffsetMs: t.world.clockOffsetMs(t.connection), ...writesOf(t.stream), mapping: t.mapping };
}

/** What a look tells; undefined when the record is not there or no longer of this type. */
function takeIn(t: Target, stored: Versioned<SourceRecord>, look: Look): Observed | undefined {
  if (look.seen === undefined || !t.mapping.accepts(look.seen.record)) return undefined;
  return observe(stored.value, look.seen, observeContext(t, look.readAt));
}

async function write(t: Target, entity: Entity, stored: Versioned<SourceRecord>, wanted: Desired, look: Look, attempt: Attempt): Promise<Delivered | typeof round> {
  const [{ world }, { id }] = [t, partsOf(stored.value.ref)];
  const contested = parkContested(stored.value, wanted.fields, t.mapping);
  if (contested.parked.length > 0) return park(t, entity, contested.record, stored.version, contested.parked);
  const fields = attempt.single ? firstOf(wanted.fields) : wanted.fields;
  const before = fieldsOf(stored.value.snapshot, stored.value.held, t.mapping).fields;
  await logConflicts(world, entity.id, replacedUnproven(world, entity, stored.value, Object.keys(fields)));
  const intent: Intent = {
    id: world.ids.fresh('i'),
    kind: 'write',
    fields,
    ...elementsAlong(fields, before),
    deadline: world.clock.now() + writeTimeoutMs,
    ...(stored.value.revision === undefined ? {} : { baseRevision: stored.value.revision }),
  };
  const intended: Versioned<SourceRecord> = { value: { ...stored.value, intent }, version: stored.version + 1 };
  if ((await writeRecord(world, intended.value, stored.version)) === 'conflict') return round;
  const current = look.seen?.record as JsonObject;
  const op = {
    key: intent.id,
    action: 'update' as const,
    id,
    fields: t.mapping.patch(rawsOf(fields), current),
    base: { record: current, ...(stored.value.revision === undefined ? {} : { revision: stored.value.revision }) },
  };
  let pushed: Pushed;
  try {
    pushed = await t.calls.push({
      op,
      deadline: intent.deadline,
      effects: effectsOf(fields, before),
      sample: { record: stored.value.ref, entity: entity.id, fields: rawsOf(fields) },
    });
  } catch (error) {
    if (error instanceof FaultError || error instanceof NotSentError) {
      await withdraw(t, intended);
      throw error instanceof NotSentError ? error.cause : error;
    }
    return brokenPush(t, entity, intended, error);
  }
  return settleWrite(t, entity, intended, pushed, attempt);
}

/**
 * The connector itself failed, after it may have sent: nobody knows, so the intent stays; a person is told, and the failure closes as soon as the target is seen to hold what golden says.
 * The record knows of the failure first: one that it did not know would stay open for good.
 */
async function brokenPush(t: Target, entity: Entity, intended: Versioned<SourceRecord>, error: unknown): Promise<Delivered> {
  const fault = bugFault(t, error);
  const written = await writeRecord(t.world, failingWith(intended.value, [writeCauseOf(fault, undefined)]), intended.version);
  if (written === 'ok') await reportWrite(t, partsOf(intended.value.ref).id, entity, fault, undefined);
  return { state: 'later', inMs: Math.max(1_000, busyFor(t, intended.value)) };
}

function firstOf(fields: Readonly<Record<string, IntentField>>): Record<string, IntentField> {
  const [name] = Object.keys(fields).sort();
  return name === undefined ? {} : { [name]: fields[name] as IntentField };
}

/** Nothing was sent: the intent is taken back. */
async function withdraw(t: Target, intended: Versioned<SourceRecord>): Promise<void> {
  const { intent: _, ...rest } = intended.value;
  await writeRecord(t.world, rest, intended.version);
}

async function settleWrite(t: Target, entity: Entity, intended: Versioned<SourceRecord>, pushed: Pushed, attempt: Attempt): Promise<Delivered | typeof round> {
  switch (pushed.state) {
    case 'applied':
    case 'unchanged':
      attempt.did ??= 'updated';
      return settleApplied(t, entity, intended, pushed, attempt);
    case 'conflict':
      await closeRefused(t, intended, 'refused');
      return round;
    case 'rejected':
      return settleRejected(t, entity, intended, pushed, attempt);
    case 'unsure':
      return { state: 'later', inMs: Math.max(1_000, busyFor(t, intended.value)) };
    case 'late':
      await withdraw(t, intended);
      return round;
    case 'braked':
      await withdraw(t, intended);
      return { state: 'braked' };
  }
}

/** What we wrote, and what the vendor made of it, is now known as ours. */
async function settleApplied(
  t: Target,
  entity: Entity,
  intended: Versioned<SourceRecord>,
  pushed: Extract<WriteOutcome, { id: string }>,
  attempt: Attempt,
): Promise<Delivered | typeof round> {
  const { world } = t;
  const intent = intended.value.intent as Intent;
  const { id } = partsOf(intended.value.ref);
  const body: Look = pushed.record === undefined ? await t.calls.fetch(id) : { seen: observationOf(t.stream, pushed.record as JsonObject), readAt: world.clock.now() };
  if (body.seen === undefined) return round;
  const acked: Intent = { ...intent, outcome: 'acked', ...(pushed.record === undefined ? {} : { stored: storedFields(t, intent, body.seen.record) }) };
  const observed = observe({ ...intended.value, intent: acked }, body.seen, observeContext(t, body.readAt));
  const parents = await parentsOf(world, t, entity);
  const left = desired(entity, observed.record, t.mapping, parents.resolveOut);
  const settled = asNews(world, t.mapping, intended.value, await mendWrites(t, observed.record, left.problems));
  if ((await writeRecord(world, settled, intended.version)) === 'conflict') return round;
  if (observed.fresh.length > 0 || settled.seq > intended.value.seq) {
    await foldEdited(t, intended.value, { value: settled, version: intended.version + 1 }, observed.fresh);
    return round;
  }
  return Object.keys(left.fields).length > 0 ? round : done(attempt);
}

/** The form in which the vendor keeps each field we sent. */
export function storedFields(t: Pick<Target, 'mapping'>, intent: Intent, record: JsonObject): Record<string, JsonObject[string] & {}> {
  const fields = fieldsOf(record, {}, t.mapping).fields;
  const stored = named<never>();
  for (const name in intent.fields) stored[name] = (fields[name] ?? null) as never;
  return stored;
}

/** The vendor said no (412, 404, 422): the intent is closed with that, so that doubts of these fields are known as human edits. */
async function closeRefused(t: Target, intended: Versioned<SourceRecord>, outcome: 'refused' | 'invalid', change: (rec: SourceRecord) => SourceRecord = (r) => r): Promise<void> {
  const { id } = partsOf(intended.value.ref);
  const look = await t.calls.fetch(id);
  const refused: SourceRecord = { ...intended.value, intent: { ...(intended.value.intent as Intent), outcome } };
  if (look.seen === undefined) {
    await withdraw(t, intended);
    return;
  }
  const observed = observe(refused, look.seen, observeContext(t, look.readAt));
  const record = change(observed.record);
  if ((await writeRecord(t.world, record, intended.version)) === 'ok' && record.seq > intended.value.seq)
    await foldEdited(t, intended.value, { value: record, version: intended.version + 1 }, observed.fresh);
}

async function settleRejected(
  t: Target,
  entity: Entity,
  intended: Versioned<SourceRecord>,
  pushed: Extract<WriteOutcome, { state: 'rejected' }>,
  attempt: Attempt,
): Promise<Delivered | typeof round> {
  const intent = intended.value.intent as Intent;
  const { id } = partsOf(intended.value.ref);
  if (pushed.fault.kind === 'missing') {
    await closeRefused(t, intended, 'refused');
    return round;
  }
  const names = Object.keys(intent.fields);
  const field = fieldNamed(t.mapping, pushed.fault.field, names);
  if (field === undefined && !attempt.single && names.length > 1) {
    attempt.single = true;
    await closeRefused(t, intended, 'invalid');
    return round;
  }
  // One that was sent alone, or that the vendor names: its failure stands while the cell is parked.
  const cell = field ?? (names[0] as string);
  const cause = await reportWrite(t, id, entity, pushed.fault, cell);
  await closeRefused(t, intended, 'invalid', (rec) => failingWith(parkCells(rec, [cell], intent.fields, t.mapping, 'refused', pushed.fault.message.en), [cause]));
  return round;
}

/** A workflow in the target fights back: stop writing this value, and say so. */
async function park(t: Target, entity: Entity, record: SourceRecord, version: number, parked: readonly string[]): Promise<typeof round> {
  const { id } = partsOf(record.ref);
  for (const field of parked) {
    const message = {
      en: `The value of ${field} was written several times and each time undone in ${t.connection}. Something there sets it back.`,
      zh: `字段 ${field} 多次写入后又被 ${t.connection} 改回，对方系统中可能有自动规则。`,
    };
    await reportFailure(t.world, {
      connection: t.connection,
      stream: t.stream.name,
      record: id,
      cause: `write.contested.${field}`,
      kind: 'parked',
      reason: message,
      field,
      entity: entity.id,
    });
  }
  await writeRecord(
    t.world,
    failingWith(
      record,
      parked.map((f) => `write.contested.${f}`),
    ),
    version,
  );
  return round;
}

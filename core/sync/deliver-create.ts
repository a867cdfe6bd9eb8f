import { partsOf, type Ref } from '../model/ids.ts';
import { type JsonObject, jsonEqual } from '../model/json.ts';
import { named } from '../model/named.ts';
import { FaultError, type WriteOp, type WriteOutcome } from '../ports/connector.ts';
import { isKnownAs, rememberMade, slotOps, slotsOf } from './adopt.ts';
import { alreadyMade, standing } from './already-made.ts';
import type { Attempt } from './deliver-update.ts';
import { storedFields } from './deliver-update.ts';
import { desired } from './desired.ts';
import { type Entity, liveMembersOf } from './entity.ts';
import { entityKey, entityOf } from './entity-item.ts';
import { erasedAmongFound, erasedThere } from './erase/found.ts';
import { erasedAmong } from './erase/tombstone.ts';
import { bearsNameOf, fieldsSent } from './fitting.ts';
import { leftOfDeleted, noteKeptOut } from './kept-out.ts';
import { type Look, observationOf } from './look.ts';
import { reportedNameless } from './nameless.ts';
import { parentsOf } from './parents.ts';
import type { Intent, IntentField, Slot, SourceRecord } from './record.ts';
import { reportCreate } from './report-create.ts';
import { joinBeforeCreate } from './resolve.ts';
import { slotKey, slotName } from './slot-item.ts';
import { slotPastMax } from './slot-time.ts';
import { put, readItems, type Versioned } from './store.ts';
import { claimsOf, takeFound } from './take-found.ts';
import { bugFault, type Delivered, fieldNamed, rawsOf, round, type Target, writeTimeoutMs } from './target.ts';
import { adoptRecord, blankRecord } from './unify-record.ts';
import { NotSentError, type Pushed } from './vendor-calls.ts';

/** Creates the record of an entity at a target that has none: search first, slot, write, adopt. One create per entity and stream, whatever crashes. */
export async function createLink(t: Target, entity: Entity, attempt: Attempt): Promise<Delivered | typeof round> {
  if (!mayCreate(t, entity)) return { state: 'done' };
  if (await reportedNameless(t, entity)) return { state: 'failed' };
  const waits = waitsForSource(t, entity);
  if (waits) return { state: 'later', inMs: 60_000 };
  const parents = await parentsOf(t.world, t, entity);
  if (parents.missing !== undefined) return { state: 'waits', on: parents.missing.on, ...(parents.missing.parent === undefined ? {} : { parent: parents.missing.parent }) };
  attempt.mentioned = parents.mentioned;
  const slots = await slotsOf(t.world, entity, t.connection, t.stream.name);
  const open = slots.find((s) => s.value.state === 'open');
  const made = await standing(t, slots);
  if (made !== undefined) return alreadyMade(t, entity, made, attempt);
  const wanted = desired(entity, blankRecord(t, 'new', [0, 0]), t.mapping, parents.resolveOut);
  const fields = fieldsToCreate(wanted.fields, attempt);
  if (Object.keys(fields).length === 0) return { state: 'done' };
  if (open !== undefined) {
    const until = open.value.intent.deadline + t.stream.traits.maxInFlightMs + t.stream.traits.searchLagMs + 1 - t.world.clock.now();
    if (until > 0) return { state: 'later', inMs: until };
  }
  if (await joinBeforeCreate(t.world, entity)) return round;
  const slot = slotFor(t, entity, slots, open, fields);
  const op: WriteOp = { key: slot.value.key, action: 'create', externalId: slot.value.key, fields: t.mapping.patch(rawsOf(fields), undefined) };
  const found = await findMade(t, op, open?.value);
  const news = newsIn(t, found, attempt);
  if (news.length > 0) return takeFound({ ...t, quiet: entity.id }, news, open, attempt);
  const erased = found.length > 0 ? await erasedAmongFound(t, found) : undefined;
  if (erased === 'going') return { state: 'later', inMs: 60_000 };
  if (erased === 'gone') return erasedThere(t, entity, found);
  const taken = await takenBy(t, slot.value, found);
  if (taken.length > 0) return nameTaken(t, entity, slot.value, taken);
  return create(t, entity, { slot, op, before: open?.value }, attempt);
}

/** One try of a create: what is sent, under which slot, and that slot as an earlier try without an answer has left it. */
interface Try {
  readonly slot: Versioned<Slot>;
  readonly op: WriteOp;
  readonly before: Slot | undefined;
}

/**
 * Records that may be what this create would make, or what an earlier try without an answer has made: golden may have moved since to what finds others, as a mailbox that a colleague has, or nothing.
 * All of them together, so that the one that shows most of what was sent is taken for ours: a person may have entered the same as it is called now.
 */
async function findMade(t: Target, op: WriteOp, open: Slot | undefined): Promise<readonly JsonObject[]> {
  const found = await t.calls.find(op);
  if (open === undefined || t.stream.write?.repeatable !== 'find-first') return found;
  const [searched, all] = [[op.fields], new Map(found.map((record) => [t.stream.key(record), record]))];
  for (const intent of [open.intent, ...open.past]) {
    const sent = fieldsSent(intent, t.mapping);
    if (Object.keys(sent).length === 0) continue;
    const fields = t.mapping.patch(rawsOf(sent), undefined);
    if (searched.some((known) => jsonEqual(known, fields))) continue;
    searched.push(fields);
    for (const record of await t.calls.find({ ...op, fields })) all.set(t.stream.key(record), record);
  }
  return [...all.values()];
}

/** Those that this delivery has not taken in yet: while it took a colleague in, a person may have entered the very one that is to be made. */
const newsIn = ({ stream }: Target, found: readonly JsonObject[], { taken }: Attempt): readonly JsonObject[] => found.filter((record) => !taken.has(stream.key(record)));

/** What a new record is made with: nothing empty, and nothing that the target refused. */
function fieldsToCreate(wanted: Readonly<Record<string, IntentField>>, attempt: Attempt): Record<string, IntentField> {
  const fields = named<IntentField>();
  for (const name in wanted) {
    const field = wanted[name] as IntentField;
    if (field.raw !== null && !attempt.dropped.has(name)) fields[name] = field;
  }
  return fields;
}

/** May this route create here? Not where a person removed the record, and only for records of the route's sources. */
function mayCreate(t: Target, entity: Entity): boolean {
  if (!t.route.create || t.stream.write?.actions.includes('create') !== true) return false;
  if (entity.suppress.includes(t.connection) || entity.deleted !== undefined) return false;
  const live = Object.keys(entity.members).filter((r) => entity.members[r]?.dead !== true);
  return live.some((r) => t.route.from.length === 0 || t.route.from.includes(partsOf(r).connection));
}

/**
 * Is the entity, read after its slot was taken, still the one that has no record here? A merge that did not see the slot is seen here: of two creates for twins, one gives way.
 * Nor is a record made beside one that joined meanwhile, which a person may have deleted since: the search no longer shows that.
 * Nor where another record has come to lead it: whoever read the entity since hangs the create on that one, and has not seen this slot if he looked before it was there.
 * Nor by a try that has lost its slot: our clock jumped past its last moment, whoever took the slot over has searched already, and the clock may have been set back since, so that the try does not know itself for late.
 */
async function mayStillCreate(t: Target, before: Entity, held: Versioned<Slot>): Promise<boolean> {
  const [item, slot] = await readItems(t.world, [entityKey(before.id), slotKey(t.connection, held.value.key)], true);
  if (item === undefined || slot?.version !== held.version) return false;
  const now = entityOf(item);
  if (now.mergedInto !== undefined || Object.keys(now.absorbed).length !== Object.keys(before.absorbed).length) return false;
  if (anchorOf(t, now) !== anchorOf(t, before)) return false;
  return liveMembersOf(now, t.connection, t.stream.name).length === 0 && mayCreate(t, now);
}

/** Nothing is created from a stream whose position was lost, until it has been read again. */
function waitsForSource(t: Target, entity: Entity): boolean {
  if (t.resyncing.size === 0) return false;
  return Object.keys(entity.members).some((r) => {
    const { connection, stream } = partsOf(r);
    return t.resyncing.has(`${connection}/${stream}`);
  });
}

/** The slot hangs on the record that leads the entity, so that merge and split cannot orphan it; an expired open one is used again with the same name. */
function slotFor(t: Target, entity: Entity, slots: readonly Versioned<Slot>[], open: Versioned<Slot> | undefined, fields: Readonly<Record<string, IntentField>>): Versioned<Slot> {
  const { world } = t;
  const intent: Intent = { id: world.ids.fresh('i'), kind: 'write', fields, deadline: world.clock.now() + writeTimeoutMs };
  if (open !== undefined) return { value: { ...open.value, intent, past: [...open.value.past, open.value.intent].slice(-slotPastMax) }, version: open.version };
  const anchor = anchorOf(t, entity);
  const name = slotName(world.table.workspace, t.connection, t.stream.name, anchor);
  const old = slots.find((s) => s.value.key.startsWith(name));
  const n = (old?.value.n ?? -1) + 1;
  const key = n === 0 ? name : `${name}-${n}`;
  return { value: { state: 'open', n, key, anchor, stream: t.stream.name, intent, past: old?.value.past ?? [] }, version: old?.version ?? 0 };
}

function anchorOf(t: Target, entity: Entity): Ref {
  const live = Object.keys(entity.members).filter((r) => entity.members[r]?.dead !== true && partsOf(r).connection !== t.connection);
  if (live.includes(entity.founder)) return entity.founder;
  return (live.sort()[0] ?? entity.founder) as Ref;
}

/** Our name for the new record, or what it is known by, stands in one of somebody else: an earlier life of this workspace made it, its source gave an old id to somebody new, or a person parted the two. Nothing is written over it, and none made beside it while it stands. */
async function nameTaken(t: Target, entity: Entity, slot: Slot, found: readonly JsonObject[]): Promise<Delivered | typeof round> {
  const kept = await noteKeptOut(t, entity, slot, found);
  if (kept === 'again') return round;
  const ids = found.map((record) => t.stream.key(record)).join(', ');
  const message = {
    en: `${t.connection} already has a record under the name or number that this one would get (${ids}), and it belongs to somebody else. Merge the two, or remove that name or number there.`,
    zh: `${t.connection} 中已有同名或同编号的记录（${ids}），但属于其他实体。请合并两者，或在对方系统中移除该名称或编号。`,
  };
  await reportCreate(t, entity, { kind: 'duplicate', code: 'external-id.taken', message });
  return kept === 'lags' ? { state: 'later', inMs: t.stream.traits.searchLagMs + 60_000 } : { state: 'failed' };
}

/** Records beside which none is made: where names of ours are kept, each that has the name or number; elsewhere what is left there of who was deleted, since anybody else is to have a record of its own. */
async function takenBy(t: Target, slot: Slot, found: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const taken = found.filter((record) => isTaken(t, slot, record));
  return t.stream.write?.repeatable === 'external-id' ? taken : leftOfDeleted(t, taken);
}

/**
 * The record bears the name that ours would get, or is known as what we would make now: not one that merely shares a mailbox with it, nor one that is called what an earlier try was.
 * What that try made bears our name, or was taken in as ours before; anybody else's leaves room for who is called otherwise now.
 *
 *   create:         Boris Dormoor · no answer                          Boris Fenwick
 *   person there:                              enters Boris Dormoor
 *   person elsewhere:                                         renames ·
 */
function isTaken(t: Target, slot: Slot, record: JsonObject): boolean {
  return bearsNameOf(t.stream, slot, t.stream.key(record), record) || isKnownAs(t.world, { ...slot, past: [] }, record, t.mapping, claimsOf(t, record));
}

async function create(t: Target, entity: Entity, { slot, op, before }: Try, attempt: Attempt): Promise<Delivered | typeof round> {
  const { world } = t;
  if ((await put(world, slotOps(t, slot.value, slot.version))) === 'conflict') return round;
  const held: Versioned<Slot> = { value: slot.value, version: slot.version + 1 };
  // Nothing is made for whom somebody erases: once the tombstone stands, no create begins that the erasure does not see in its slot. The search has just shown that no earlier try has landed.
  if ((await erasedAmong(world, [entity.id])).size > 0) {
    await voidSlot(t, held);
    return { state: 'done' };
  }
  let pushed: Pushed;
  try {
    pushed = await t.calls.push({
      op,
      deadline: slot.value.intent.deadline,
      effects: { deletes: 0, changes: 0, blanks: {} },
      sample: { entity: entity.id, fields: op.fields },
      lastLook: () => mayStillCreate(t, entity, held),
    });
  } catch (error) {
    if (error instanceof FaultError || error instanceof NotSentError) {
      await withdraw(t, held, before);
      throw error instanceof NotSentError ? error.cause : error;
    }
    // Nobody knows whether it was sent: the slot stays open and is looked at after its last moment.
    await reportCreate(t, entity, bugFault(t, error));
    pushed = { state: 'unsure', fault: bugFault(t, error) };
  }
  switch (pushed.state) {
    case 'applied':
    case 'unchanged':
      attempt.did = 'created';
      return adoptCreated(t, held, pushed);
    case 'unsure':
      return { state: 'later', inMs: Math.max(1_000, slot.value.intent.deadline + t.stream.traits.maxInFlightMs + t.stream.traits.searchLagMs + 1 - world.clock.now()) };
    case 'late':
      await withdraw(t, held, before);
      return round;
    case 'braked':
      await withdraw(t, held, before);
      return { state: 'braked' };
    case 'conflict':
    case 'rejected':
      await withdraw(t, held, before);
      return refusedCreate(t, entity, pushed, Object.keys(slot.value.intent.fields), attempt);
  }
}

/** A field that the target refuses is left out and reported; the rest of the record goes on. Anything else is a failure of the create. */
async function refusedCreate(
  t: Target,
  entity: Entity,
  pushed: Extract<WriteOutcome, { fault: unknown }>,
  names: readonly string[],
  attempt: Attempt,
): Promise<Delivered | typeof round> {
  const field = fieldNamed(t.mapping, pushed.fault.field, names);
  await reportCreate(t, entity, pushed.fault, pushed.fault.field === undefined ? undefined : field);
  if (pushed.fault.field === undefined || field === undefined || names.length < 2 || attempt.dropped.has(field)) return { state: 'failed' };
  attempt.dropped.add(field);
  return round;
}

/**
 * Nothing was sent, or nothing was made of it: the slot is again what it was. What an earlier try made without an answer may still be shown later, and only an open slot knows it as ours.
 *
 *   try 1: open · sent · (no answer)                              its record is shown
 *   try 2:                            open · not sent · withdrawn
 *   or:                               open · sent · refused · withdrawn
 */
async function withdraw(t: Target, held: Versioned<Slot>, before: Slot | undefined): Promise<void> {
  if (before === undefined) return voidSlot(t, held);
  await put(t.world, slotOps(t, before, held.version));
}

/** Nothing was made under this name. */
async function voidSlot(t: Target, held: Versioned<Slot>): Promise<void> {
  await put(t.world, slotOps(t, { ...held.value, state: 'void' }, held.version));
}

async function adoptCreated(t: Target, held: Versioned<Slot>, pushed: Extract<WriteOutcome, { id: string }>): Promise<typeof round> {
  const look: Look = pushed.record === undefined ? await readBack(t, held, pushed.id) : { seen: observationOf(t.stream, pushed.record as JsonObject), readAt: t.world.clock.now() };
  if (look.seen === undefined) return round;
  // Without a body of its own the answer does not tell the system's form: somebody may have edited what is read back.
  const stored = pushed.record === undefined ? {} : { stored: storedFields(t, held.value.intent, look.seen.record) };
  const intent: Intent = { ...held.value.intent, outcome: 'acked', ...stored };
  const slot: Versioned<Slot> = { value: { ...held.value, intent }, version: held.version };
  const blank: SourceRecord = blankRecord(t, pushed.id, [0, 0]);
  await adoptRecord({ ...t, quiet: true }, { id: pushed.id, prior: undefined, look, seen: [0, 0], absence: 'feed' }, blank, slot);
  return round;
}

/**
 * The answer named the new record and did not show it. When it cannot be read now, or its system does not show it yet, the slot, still open, remembers which it is:
 * people may have rewritten most of it by the next look, or what it is known by, and a search that misses it, too, would have it made twice.
 */
async function readBack(t: Target, held: Versioned<Slot>, id: string): Promise<Look> {
  try {
    const look = await t.calls.fetch(id);
    if (look.seen === undefined) await rememberMade(t, held, id);
    return look;
  } catch (error) {
    await rememberMade(t, held, id);
    throw error;
  }
}

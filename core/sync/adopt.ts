import type { Features } from '../identity/resolver.ts';
import { refOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { AnyStream } from '../ports/connector.ts';
import type { StreamMapping } from '../ports/mapping.ts';
import type { Op } from '../ports/table.ts';
import type { Entity } from './entity.ts';
import { bearsNameOf, fieldsSent, fitFor, fittingIntent, hasOurLabel, isFree, isReachedOtherwise, isSecondLanding, isTriedAgain } from './fitting.ts';
import type { Slot } from './record.ts';
import { isSlotName, openSlotsPk, slotItem, slotKey, slotName, slotOf } from './slot-item.ts';
import { mayHaveMade, type Shown } from './slot-time.ts';
import { put, readItems, readRecord, type Versioned } from './store.ts';
import type { World } from './world.ts';

/** The slot of that name at a connection. */
export async function readSlot(world: World, connection: string, name: string): Promise<Versioned<Slot> | undefined> {
  return (await readSlots(world, connection, [name]))[0];
}

/** Those of these slots that are there, in this order. */
async function readSlots(world: World, connection: string, names: readonly string[]): Promise<Versioned<Slot>[]> {
  const keys = names.map((name) => slotKey(connection, name));
  const items = await readItems(world, keys, true);
  return items.flatMap((item) => (item === undefined ? [] : [{ value: slotOf(item), version: item.version }]));
}

/** Slots of every record of an entity in a target stream: a create may hang on any of them after a merge. */
export async function slotsOf(world: World, entity: Entity, connection: string, stream: string): Promise<Versioned<Slot>[]> {
  return slotsBy(world, Object.keys(entity.members), connection, stream);
}

/** Slots in a target stream that hang on one of these records. */
export async function slotsBy(world: World, anchors: readonly string[], connection: string, stream: string): Promise<Versioned<Slot>[]> {
  const names = anchors.map((ref) => slotName(world.table.workspace, connection, stream, ref as never));
  return readSlots(world, connection, names);
}

/** The slot that a record's external id (or its own id, where we chose it) leads back to. */
export async function slotByName(world: World, connection: string, stream: string, names: readonly (string | undefined)[]): Promise<Versioned<Slot> | undefined> {
  for (const name of names) {
    if (name === undefined || !isSlotName(name)) continue;
    const slot = await readSlot(world, connection, name);
    if (slot !== undefined && slot.value.stream === stream && slot.value.state !== 'void') return slot;
  }
  return undefined;
}

/**
 * Keeps the name that an answer gave, while nobody has been shown the record: the slot stays open. It is opened again where it was closed meanwhile for another record, which only looked like what was sent: the answer knows.
 * Not for long where the one that it names has been taken in, too, since: nobody else would close it.
 *
 *   maker:    sent · · · · · · · · · · · · · · · answer names 8 · look (nothing)
 *   listing:         shows 77 · taken for it
 */
export async function rememberMade(work: SlotWork, slot: Versioned<Slot>, recordId: string): Promise<void> {
  const { world, connection, stream } = work;
  if ((await put(world, slotOps(work, withAnswer(slot.value, recordId), slot.version))) === 'ok') return;
  const now = await readSlot(world, connection, slot.value.key);
  if (now?.value.state !== 'done' || now.value.recordId === recordId || now.value.intent.id !== slot.value.intent.id) return;
  const made = withAnswer(now.value, recordId);
  if ((await put(world, slotOps(work, { ...made, state: 'open' }, now.version))) === 'conflict') return;
  if ((await readRecord(world, refOf(connection, stream.name, recordId))) !== undefined) await put(world, slotOps(work, made, now.version + 1));
}

const withAnswer = (slot: Slot, recordId: string): Slot => ({ ...slot, intent: { ...slot.intent, outcome: 'acked' }, recordId });

/** What is needed to write a slot. */
export interface SlotWork {
  readonly world: World;
  readonly connection: string;
  readonly stream: AnyStream;
}

/** The operations that write a slot; where the target keeps no name of ours, open ones are listed in the same commit. */
export function slotOps({ world, connection, stream }: SlotWork, slot: Slot, version: number): Op[] {
  const item = slotItem(connection, slot, world.clock.now());
  const op: Op = { op: 'put', item, when: version === 0 ? 'absent' : { version } };
  if (stream.externalId !== undefined) return [op];
  const key = { pk: openSlotsPk(connection, stream.name), sk: item.pk };
  if (slot.state !== 'open') return [op, { op: 'delete', key, when: 'any' }];
  return [op, { op: 'put', item: { ...key, kind: 'open slot', body: { key: slot.key }, expiresAt: item.expiresAt as number }, when: 'any' }];
}

/** Creates in flight compared with one record; more at once than this in one stream are not all looked at. */
const openSlotsMax = 100;

/** Creates in flight in a stream that keeps no name of ours; none in any other, where names tell. */
export async function openSlots({ world, connection, stream }: SlotWork): Promise<Versioned<Slot>[]> {
  if (stream.externalId !== undefined || stream.write?.actions.includes('create') !== true) return [];
  const { items } = await world.table.query(openSlotsPk(connection, stream.name), { limit: openSlotsMax, consistent: true });
  const names = items.map((item) => String(item.body['key']));
  return (await readSlots(world, connection, names)).filter(({ value }) => value.state === 'open');
}

/**
 * The create in flight whose answer named this record; else the one, begun before this was read, that explains most of a record without our name, whatever identity knows of it: a document has nothing to be known by but what it says.
 * Its label or a validated number must be the one we sent.
 */
export async function slotByContent(work: SlotWork, id: string, shown: Shown, mapping: StreamMapping, claims: Features['claims']): Promise<Versioned<Slot> | undefined> {
  const { record } = shown;
  const open = await openSlots(work);
  const answered = open.find(({ value }) => value.recordId === id);
  if (answered !== undefined) return answered;
  const alike = open.filter(({ value }) => isFree(value, id) && mayHaveMade(value, shown, mapping) && isMadeUnder(work.world, value, record, mapping, claims));
  return fittest(alike, record, mapping);
}

/**
 * Of the creates of one entity the one that has made a record of which only what it shows can tell: the one whose answer named it, else, of those whose record is not known, the one that explains most of it.
 * Two customers who have become one may each have one in flight, and each explains half of what the other has made.
 */
export function slotByLooks(slots: readonly Versioned<Slot>[], id: string, record: JsonObject, mapping: StreamMapping): Versioned<Slot> | undefined {
  const answered = slots.find(({ value }) => value.state !== 'void' && value.recordId === id);
  if (answered !== undefined) return answered;
  const alike = slots.filter(({ value }) => isFree(value, id) && fittingIntent(value, record, mapping) !== undefined);
  return fittest(alike, record, mapping);
}

const fittest = (slots: readonly Versioned<Slot>[], record: JsonObject, mapping: StreamMapping): Versioned<Slot> | undefined =>
  slots.toSorted((a, b) => fitFor(b.value, record, mapping) - fitFor(a.value, record, mapping))[0];

/** The record looks like what a try of the slot sent, and nothing says that it is somebody else's: half of a contact is its employer's, or a namesake's. */
export function isMadeUnder(world: World, slot: Slot, record: JsonObject, mapping: StreamMapping, claims: Features['claims']): boolean {
  return fittingIntent(slot, record, mapping) !== undefined && isKnownAs(world, slot, record, mapping, claims);
}

/**
 * The record is that of another try of a create whose own record is known: it shows all that a try sent and nothing else, or bears the name of the create and is still known as what that sent, whatever else somebody has edited in it.
 * A copy that somebody made of our record, name and all, is his own once it is known as somebody else.
 *
 *   maker:    sent · no answer                              search (nobody) · sent · answer
 *   person:                     corrects all that is searched by
 *   listing:                                                                                 (both, under one name of ours)
 */
export function isOtherTry({ world, stream, mapping }: Lookup, slot: Slot, id: string, record: JsonObject, claims: Features['claims']): boolean {
  if (isSecondLanding(slot, record, mapping)) return true;
  return isTriedAgain(slot) && bearsNameOf(stream, slot, id, record) && isMadeUnder(world, slot, record, mapping, claims);
}

/** What is needed to tell whether a record is ours. */
interface Lookup {
  readonly world: World;
  readonly stream: AnyStream;
  readonly mapping: StreamMapping;
}

/** The record is known by a validated number or by the name that a try sent, and is reached no otherwise. */
export function isKnownAs(world: World, slot: Slot, record: JsonObject, mapping: StreamMapping, claims: Features['claims']): boolean {
  return hasOurClaim(world, slot, claims, mapping) || (hasOurLabel(slot, record, mapping) && !isReachedOtherwise(slot, record, mapping));
}

/** A try sent one of these validated numbers: whoever renamed the record there is no reason to take it for another's. */
function hasOurClaim({ resolver, config: { country } }: World, { intent, past }: Slot, claims: Features['claims'], mapping: StreamMapping): boolean {
  return [intent, ...past].some((one) => {
    const sent = new Map(Object.entries(fieldsSent(one, mapping)).map(([f, { raw }]) => [f, mapping.canon(f, raw)]));
    return resolver.features(mapping.type, sent, { country }).claims.some((c) => claims.some((own) => own.scheme === c.scheme && own.value === c.value));
  });
}

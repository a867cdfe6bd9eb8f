import type { JsonObject } from '../model/json.ts';
import type { Canon, Raw, StreamMapping } from '../ports/mapping.ts';
import type { Entity } from './entity.ts';
import { fieldsOf } from './observe.ts';
import type { Intent, Slot, SourceRecord } from './record.ts';
import { isSlotName, slotItem, slotKey, slotName, slotOf } from './slot-item.ts';
import { put, type Versioned } from './store.ts';
import type { World } from './world.ts';

/** The slot of that name at a connection. */
export async function readSlot(world: World, connection: string, name: string): Promise<Versioned<Slot> | undefined> {
  const [item] = await world.table.get([slotKey(connection, name)], { consistent: true });
  return item === undefined ? undefined : { value: slotOf(item), version: item.version };
}

/** Slots of every record of an entity in a target stream: a create may hang on any of them after a merge. */
export async function slotsOf(world: World, entity: Entity, connection: string, stream: string): Promise<Versioned<Slot>[]> {
  const names = Object.keys(entity.members).map((ref) => slotName(world.table.workspace, connection, stream, ref as never));
  if (names.length === 0) return [];
  const items = await world.table.get(
    names.map((n) => slotKey(connection, n)),
    { consistent: true },
  );
  return items.flatMap((item) => (item === undefined ? [] : [{ value: slotOf(item), version: item.version }]));
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

/** Marks a slot as done: the record it made is known. A lost race is fine, the other writer knew the same. */
export async function closeSlot(world: World, connection: string, slot: Versioned<Slot>, recordId: string): Promise<void> {
  if (slot.value.state === 'done' && slot.value.recordId === recordId) return;
  await put(world, [{ op: 'put', item: slotItem(connection, { ...slot.value, state: 'done', recordId }, world.clock.now()), when: { version: slot.version } }]);
}

/** The intent of a slot that a found record looks like: exact by name, else at least half of what was sent agrees tolerantly (the vendor may have cut, rounded or reformatted). */
export function fittingIntent(slot: Slot, record: JsonObject, mapping: StreamMapping): Intent | undefined {
  const fields = fieldsOf(record, {}, mapping).fields;
  return [slot.intent, ...slot.past].find((intent) => {
    const names = Object.keys(intent.fields);
    const agree = names.filter((f) => tolerantlyEqual(mapping, f, fields[f] ?? null, intent.fields[f]?.raw ?? null)).length;
    return names.length > 0 && agree * 2 >= names.length;
  });
}

function tolerantlyEqual(mapping: StreamMapping, field: string, a: Raw, b: Raw): boolean {
  if (a === null || b === null) return a === b;
  if (mapping.equal(field, a, b)) return true;
  const [x, y] = [textOf(mapping.canon(field, a)), textOf(mapping.canon(field, b))];
  if (x === '' || y === '') return false;
  const [nx, ny] = [Number(x), Number(y)];
  if (Number.isFinite(nx) && Number.isFinite(ny)) return Math.abs(nx - ny) <= 1;
  return x.startsWith(y) || y.startsWith(x);
}

function textOf(value: Canon): string {
  return value === null || typeof value === 'object' ? '' : String(value).trim().toLowerCase();
}

/** A slot counts for a record when it is not yet known to be another one's. */
export function isFree(slot: Slot, recordId: string): boolean {
  return slot.state !== 'void' && (slot.recordId === undefined || slot.recordId === recordId);
}

/** The record as it must be observed when it is our own creation: with the slot's intent as acknowledged. */
export function asOurs(blank: SourceRecord, intent: Intent): SourceRecord {
  return { ...blank, origin: 'ours', intent: { ...intent, outcome: 'acked' } };
}

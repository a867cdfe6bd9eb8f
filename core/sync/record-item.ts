import type { EntityId, Ref } from '../model/ids.ts';
import { partsOf } from '../model/ids.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { keyPart, shardOf } from '../model/keys.ts';
import { named } from '../model/named.ts';
import type { Canon, Raw } from '../ports/mapping.ts';
import type { Item, ItemInput, Key } from '../ports/table.ts';
import type { Assertion, Cell, Intent, IntentField, Lost, RecordState, Seen, SourceRecord } from './record.ts';
import { loadStamp, type StoredStamp, storeStamp } from './stamp.ts';

/** Schema number of record items; readers upcast older ones. */
export const recordSchema = 1;

/** Where a record lies. */
export function recordKey(ref: string): Key {
  const { connection, stream, id } = partsOf(ref);
  return { pk: `SRC#${keyPart(connection)}#${keyPart(stream)}#${keyPart(id)}`, sk: '@' };
}

/** Index partition that lists the records of a stream. */
export function recordListKey(connection: string, stream: string, shard: string): string {
  return `SRC#${keyPart(connection)}#${keyPart(stream)}#${shard}`;
}

type StoredAssertion = readonly [stamp: StoredStamp, raw: Raw, prev?: Canon, synced?: StoredStamp, to?: string];
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Assertions as stored, in records and in entities' members. */
export function storeAssertions(assertions: Readonly<Record<string, Assertion>>, ref: string): JsonObject {
  const stored = named<Json>();
  for (const field in assertions) {
    const a = assertions[field] as Assertion;
    const row: Json[] = [storeStamp(a.stamp, ref) as Json, a.raw];
    if (a.prev !== null || a.synced.at !== 0 || a.to !== undefined) row.push(a.prev);
    if (a.synced.at !== 0 || a.to !== undefined) row.push(storeStamp(a.synced, ref) as Json);
    if (a.to !== undefined) row.push(a.to);
    stored[field] = row;
  }
  return stored;
}

/** The inverse of {@link storeAssertions}. */
export function loadAssertions(stored: JsonObject, ref: string): Record<string, Assertion> {
  const assertions = named<Assertion>();
  for (const field in stored) {
    const [stamp, raw, prev, synced, to] = stored[field] as unknown as StoredAssertion;
    const assertion: Writable<Assertion> = { raw, stamp: loadStamp(stamp, ref), prev: prev ?? null, synced: loadStamp(synced, ref) };
    if (to !== undefined) assertion.to = to as EntityId;
    assertions[field] = assertion;
  }
  return assertions;
}

function storeCell(cell: Cell, ref: string): Json {
  const stamp = storeStamp(cell.stamp, ref) as Json;
  const bare = cell.stored === undefined && cell.sent === undefined && cell.doubt === undefined && cell.park === undefined && cell.tries === undefined;
  if (bare) return cell.synced.at === 0 ? [stamp] : [stamp, storeStamp(cell.synced, ref) as Json];
  const more: Writable<Partial<Cell>> = {};
  if (cell.sent !== undefined) more.sent = cell.sent;
  if (cell.stored !== undefined) more.stored = cell.stored;
  if (cell.doubt !== undefined) more.doubt = cell.doubt;
  if (cell.park !== undefined) more.park = cell.park;
  if (cell.tries !== undefined) more.tries = cell.tries;
  return [stamp, storeStamp(cell.synced, ref) as Json, more as unknown as JsonObject];
}

function loadCell(stored: Json, ref: string): Cell {
  const [stamp, synced, more] = stored as readonly [StoredStamp, StoredStamp | undefined, Partial<Cell> | undefined];
  const stamps = { stamp: loadStamp(stamp, ref), synced: loadStamp(synced, ref) };
  return more === undefined ? stamps : { ...more, ...stamps };
}

interface StoredIntent extends Omit<Intent, 'fields'> {
  readonly fields: Readonly<Record<string, readonly [raw: Raw, stamp: StoredStamp, probe?: 1]>>;
}

/** An intent as stored. */
export function storeIntent(intent: Intent, ref: string): JsonObject {
  const fields = named<Json>();
  for (const name in intent.fields) {
    const f = intent.fields[name] as IntentField;
    fields[name] = f.probe ? [f.raw, storeStamp(f.stamp, ref) as Json, 1] : [f.raw, storeStamp(f.stamp, ref) as Json];
  }
  return { ...(intent as unknown as JsonObject), fields };
}

/** The inverse of {@link storeIntent}. */
export function loadIntent(stored: JsonObject, ref: string): Intent {
  const raw = stored as unknown as StoredIntent;
  const fields = named<IntentField>();
  for (const name in raw.fields) {
    const [value, stamp, probe] = raw.fields[name] as StoredIntent['fields'][string];
    const field: IntentField = { raw: value, stamp: loadStamp(stamp, ref) };
    fields[name] = probe === 1 ? { ...field, probe: true } : field;
  }
  return { ...raw, fields };
}

/** Bodies are never changed once written or read, so a store that hands out the same body again need not be read twice. */
const decoded = new WeakMap<JsonObject, SourceRecord>();

/** What a page is compared by: a record with this mark is there, nothing of ours is open on it, and it has this very content and revision. */
export function contentMark(seen: { readonly hash: string; readonly revision?: string }): string {
  return `${seen.hash}@${seen.revision ?? ''}`;
}

/** The record as an item. One at rest carries its {@link contentMark}. */
export function recordItem(rec: SourceRecord): ItemInput {
  const { connection, stream, id } = partsOf(rec.ref);
  const { ref, state, cells, assertions, intent, held, limbo, failing, ...rest } = rec;
  const storedCells = named<Json>();
  for (const field in cells) storedCells[field] = storeCell(cells[field] as Cell, ref);
  const body: Record<string, unknown> = { v: recordSchema, ref, ...rest, cells: storedCells, assertions: storeAssertions(assertions, ref) };
  if (intent !== undefined) body['intent'] = storeIntent(intent, ref);
  if (Object.keys(held).length > 0) body['held'] = held;
  if (limbo.length > 0) body['limbo'] = limbo;
  if (failing.length > 0) body['failing'] = failing;
  decoded.set(body as JsonObject, rec);
  const index = { lpk: recordListKey(connection, stream, shardOf(id)), lsk: keyPart(id), state };
  const mark = state === 'live' && intent === undefined ? { token: contentMark(rec) } : {};
  return { ...recordKey(ref), kind: 'record', body: body as JsonObject, index, ...mark };
}

/** A record from its item; throws `TypeError` on a schema newer than this program. */
export function recordOf(item: Item): SourceRecord {
  const known = decoded.get(item.body);
  if (known !== undefined) return known;
  const record = decode(item);
  decoded.set(item.body, record);
  return record;
}

/** The entity that a record's item names, without decoding the rest of it. */
export function entityNamedIn(item: Item): EntityId {
  return item.body['entity'] as EntityId;
}

function decode(item: Item): SourceRecord {
  const body = item.body as unknown as Record<string, unknown> & { v: number; ref: Ref };
  if (body.v > recordSchema) throw new TypeError(`record item of schema ${body.v}; this program reads up to ${recordSchema}`);
  const { v: _, ref, cells, assertions, intent, held, limbo, failing, ...rest } = body;
  const loaded = named<Cell>();
  const stored = cells as JsonObject;
  for (const field in stored) loaded[field] = loadCell(stored[field] as Json, ref);
  return {
    ...(rest as unknown as Omit<SourceRecord, 'cells'>),
    ref,
    seen: rest['seen'] as Seen,
    state: (item.index?.state ?? 'live') as RecordState,
    cells: loaded,
    assertions: loadAssertions(assertions as JsonObject, ref),
    held: (held ?? {}) as Record<string, Raw>,
    limbo: (limbo ?? []) as Lost[],
    failing: (failing ?? []) as string[],
    ...(intent === undefined ? {} : { intent: loadIntent(intent as JsonObject, ref) }),
  };
}

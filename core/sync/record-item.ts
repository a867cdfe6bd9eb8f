import type { EntityId, Ref } from '../model/ids.ts';
import { partsOf } from '../model/ids.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { keyPart, shardOf } from '../model/keys.ts';
import type { Raw } from '../ports/mapping.ts';
import type { Item, ItemInput, Key } from '../ports/table.ts';
import type { Lost, RecordState, Seen, SourceRecord } from './record.ts';
import { cellsOf, loadAssertions, loadCells, loadIntent, storeAssertions, storeCells, storeIntent, toldByAssertions } from './stored-fields.ts';

/** Schema number of record items; readers upcast older ones. */
export const recordSchema = 2;

/** Where a record lies. */
export function recordKey(ref: string): Key {
  const { connection, stream, id } = partsOf(ref);
  return { pk: `SRC#${keyPart(connection)}#${keyPart(stream)}#${keyPart(id)}`, sk: '@' };
}

/** Index partition that lists the records of a stream. */
export function recordListKey(connection: string, stream: string, shard: string): string {
  return `SRC#${keyPart(connection)}#${keyPart(stream)}#${shard}`;
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
  const body: Record<string, unknown> = { v: recordSchema, ref, ...rest, assertions: storeAssertions(assertions, ref) };
  if (!toldByAssertions(cells, assertions)) body['cells'] = storeCells(cells, ref);
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
  const { v: _, ref, cells, assertions: said, intent, held, limbo, failing, ...rest } = body;
  const assertions = loadAssertions(said as Json, ref);
  return {
    ...(rest as unknown as Omit<SourceRecord, 'cells'>),
    ref,
    seen: rest['seen'] as Seen,
    state: (item.index?.state ?? 'live') as RecordState,
    cells: cells === undefined ? cellsOf(assertions) : loadCells(cells as Json, ref),
    assertions,
    held: (held ?? {}) as Record<string, Raw>,
    limbo: (limbo ?? []) as Lost[],
    failing: (failing ?? []) as string[],
    ...(intent === undefined ? {} : { intent: loadIntent(intent as JsonObject, ref) }),
  };
}

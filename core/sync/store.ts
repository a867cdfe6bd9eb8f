import type { EntityId } from '../model/ids.ts';
import { keyPart } from '../model/keys.ts';
import { type Item, type Key, type Op, type QueryOptions, tableLimits, type WriteResult } from '../ports/table.ts';
import type { Entity } from './entity.ts';
import { entityItem, entityKey, entityOf } from './entity-item.ts';
import type { SourceRecord } from './record.ts';
import { entityNamedIn, recordItem, recordKey, recordOf } from './record-item.ts';
import { throttled, type World } from './world.ts';

/** Something read, with the version that a conditional write rests on (0 = there was nothing). */
export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}

/** Redirects are followed at most this far; longer chains are shortened by merge. */
const redirectsMax = 8;

/** A write whose guard failed: read again and decide again. */
export type Written = 'ok' | 'conflict';

/** Writes; throws when the table is throttled, so that the message comes back. */
export async function put(world: World, ops: readonly Op[]): Promise<Written> {
  const result: WriteResult = await world.table.write(ops, { writeId: world.ids.fresh('w') });
  if (result.state === 'throttled') throw throttled();
  return result.state;
}

/** Items by key, any number of them, in the order asked. */
export async function readItems(world: Pick<World, 'table'>, keys: readonly Key[], consistent: boolean): Promise<(Item | undefined)[]> {
  const found: (Item | undefined)[] = [];
  for (let from = 0; from < keys.length; from += tableLimits.getKeys) {
    for (const item of await world.table.get(keys.slice(from, from + tableLimits.getKeys), { consistent })) found.push(item);
  }
  return found;
}

/** Everything in one partition, or a slice of it, in order, as of now: page by page, since it may be more than fits. */
export async function* partitionPages(
  world: Pick<World, 'table'>,
  pk: string,
  slice: Pick<QueryOptions, 'prefix' | 'from' | 'to' | 'limit'> = {},
): AsyncGenerator<readonly Item[]> {
  let after: string | undefined;
  do {
    const page = await world.table.query(pk, { ...slice, consistent: true, ...(after === undefined ? {} : { after }) });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

/** Reads records by name, in the order asked. */
export async function readRecords(world: World, refs: readonly string[], consistent: boolean): Promise<(Versioned<SourceRecord> | undefined)[]> {
  const items = await readItems(world, refs.map(recordKey), consistent);
  return items.map((item) => (item === undefined ? undefined : { value: recordOf(item), version: item.version }));
}

/** Reads one record. */
export async function readRecord(world: World, ref: string): Promise<Versioned<SourceRecord> | undefined> {
  return (await readRecords(world, [ref], true))[0];
}

/** The entity that a record belongs to; undefined when there is no such record. */
export async function readEntityOf(world: World, ref: string): Promise<EntityId | undefined> {
  const [item] = await world.table.get([recordKey(ref)], { consistent: true });
  return item === undefined ? undefined : entityNamedIn(item);
}

/** Writes a record if it still has the version it was read at. Record first, then entity. */
export async function writeRecord(world: World, rec: SourceRecord, version: number): Promise<Written> {
  return put(world, [{ op: 'put', item: recordItem(rec), when: version === 0 ? 'absent' : { version } }]);
}

/** Reads an entity, following redirects to the one that stands. */
export async function readEntity(world: World, id: string): Promise<Versioned<Entity> | undefined> {
  let next = id;
  for (let i = 0; i < redirectsMax; i += 1) {
    const [item] = await world.table.get([entityKey(next)], { consistent: true });
    if (item === undefined) return undefined;
    const entity = entityOf(item);
    if (entity.mergedInto === undefined) return { value: entity, version: item.version };
    next = entity.mergedInto;
  }
  throw new RangeError(`entity ${id} is redirected more than ${redirectsMax} times`);
}

/** Reads many entities at once, following redirects; by the id asked. */
export async function readEntities(world: World, ids: readonly string[]): Promise<Map<string, Versioned<Entity>>> {
  const found = new Map<string, Versioned<Entity>>();
  const unique = [...new Set(ids)];
  const items = await readItems(world, unique.map(entityKey), true);
  for (const [at, id] of unique.entries()) await resolve(world, id, items[at], found);
  return found;
}

async function resolve(world: World, id: string, item: Item | undefined, found: Map<string, Versioned<Entity>>): Promise<void> {
  if (item === undefined) return;
  const entity = entityOf(item);
  if (entity.mergedInto === undefined) {
    found.set(id, { value: entity, version: item.version });
    return;
  }
  const survivor = await readEntity(world, entity.mergedInto);
  if (survivor !== undefined) found.set(id, survivor);
}

/** The operation that writes an entity if it still has the version it was read at. */
export function entityOp(entity: Entity, version: number): Op {
  return { op: 'put', item: entityItem(entity), when: version === 0 ? 'absent' : { version } };
}

/** Writes an entity conditionally. */
export async function writeEntity(world: World, entity: Entity, version: number): Promise<Written> {
  return put(world, [entityOp(entity, version)]);
}

/** How long conflicts and history are kept, seconds. */
export const historySeconds = 400 * 86_400;

/** Where the set of entities with a blocking key lies. */
export function blockingKey(type: string, key: string): { pk: string; sk: string } {
  return { pk: `KEY#${keyPart(type)}#${keyPart(key)}`, sk: '@' };
}

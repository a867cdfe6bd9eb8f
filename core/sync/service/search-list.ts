import { isoOf } from '../../model/time.ts';
import { type Entity, goldenValues } from '../entity.ts';
import { entityListKey, entityOf, foldName } from '../entity-item.ts';
import { recordListKey, recordOf } from '../record-item.ts';
import { readEntities } from '../store.ts';
import { type RecordLineView, type RecordsQuery, recordsReadMax } from '../views/records.ts';
import type { World } from '../world.ts';
import { changedAt, labelView } from './record-view.ts';
import { type Entry, inBatches, mergedEntries, readItems } from './scan-list.ts';

/** A page of entities; `next` is where the following one begins. */
export interface Listed {
  readonly entities: readonly Entity[];
  readonly next?: string;
  /** Index entries read. */
  readonly read: number;
  /** False when reading stopped at {@link recordsReadMax}. */
  readonly complete: boolean;
}

type Named = { readonly mode: 'prefix' | 'words'; readonly text: string };

/** Entities by the beginning of their name (an index range) or by words of it (a filter over the list). */
export async function listByName(world: World, query: RecordsQuery, { mode, text }: Named): Promise<Listed> {
  const folded = foldName(text);
  const words = folded.split(' ').filter((word) => word !== '');
  const wanted = (entry: Entry): boolean => mode === 'prefix' || words.every((word) => entry.lsk.includes(word));
  return filtered(world, query, mode === 'prefix' ? folded : '', wanted, (entity) => inConnection(entity, query.connection));
}

/** Entities that changed at or after a time. */
export async function listChanged(world: World, query: RecordsQuery): Promise<Listed> {
  const since = Date.parse(query.changedSince as string);
  const keep = async (entities: readonly Entity[]): Promise<readonly Entity[]> => {
    const changed = await changedAt(world, entities);
    return entities.filter((_, i) => (changed[i] as number) >= since);
  };
  return filtered(
    world,
    query,
    '',
    () => true,
    (entity) => inConnection(entity, query.connection),
    keep,
  );
}

async function filtered(
  world: World,
  query: RecordsQuery,
  prefix: string,
  wanted: (entry: Entry) => boolean,
  keep: (entity: Entity) => boolean,
  keepAll: (entities: readonly Entity[]) => Promise<readonly Entity[]> = async (entities) => entities,
): Promise<Listed> {
  const found: Entity[] = [];
  let [read, last] = [0, ''];
  const entries = mergedEntries(world, (shard) => entityListKey(query.type, shard), {
    ...(prefix === '' ? {} : { prefix }),
    ...(query.after === undefined ? {} : { after: query.after }),
  });
  for await (const batch of inBatches(entries, Math.min(query.limit, 100))) {
    read += batch.length;
    const items = await readItems(world, batch.filter(wanted));
    const entities = items.flatMap((item) => (item === undefined ? [] : [entityOf(item)])).filter((entity) => entity.mergedInto === undefined && keep(entity));
    found.push(...(await keepAll(entities)));
    last = batch.at(-1)?.lsk ?? last;
    if (found.length >= query.limit)
      return { entities: found.slice(0, query.limit), next: nextOf(found.slice(0, query.limit), found.length > query.limit, last), read, complete: true };
    if (read >= recordsReadMax) return { entities: found, next: last, read, complete: false };
  }
  return { entities: found, read, complete: true };
}

/** The page ends at its last entity, or, when all that was read fits, at the last entry read. */
function nextOf(page: readonly Entity[], cut: boolean, last: string): string {
  const entity = page.at(-1) as Entity;
  return cut ? `${foldName(labelOf(entity))}#${entity.id}` : last;
}

function labelOf(entity: Entity): string {
  const label = labelView(entity);
  return label === entity.id ? '' : label;
}

/** Entities with a record in a connection, by record id. */
export async function listOfConnection(world: World, query: RecordsQuery): Promise<Listed> {
  const connection = query.connection as string;
  const streams = world.config.connections.find((c) => c.name === connection)?.streams.filter((s) => world.mapping(connection, s.name)?.type === query.type) ?? [];
  const [from, after] = query.after === undefined ? [0, undefined] : [Number(query.after.split(':', 1)[0]), query.after.slice(query.after.indexOf(':') + 1)];
  const found = new Map<string, Entity>();
  let read = 0;
  for (const [at, stream] of streams.entries()) {
    if (at < from) continue;
    const entries = mergedEntries(world, (shard) => recordListKey(connection, stream.name, shard), at === from && after !== undefined && after !== '' ? { after } : {});
    for await (const batch of inBatches(entries, query.limit)) {
      read += batch.length;
      const records = (await readItems(world, batch)).flatMap((item) => (item === undefined ? [] : [recordOf(item)])).filter((record) => record.state !== 'gone');
      const entities = await readEntities(
        world,
        records.map((record) => record.entity),
      );
      for (const { value } of entities.values()) found.set(value.id, value);
      if (found.size >= query.limit) return { entities: [...found.values()], next: `${at}:${batch.at(-1)?.lsk ?? ''}`, read, complete: true };
      if (read >= recordsReadMax) return { entities: [...found.values()], next: `${at}:${batch.at(-1)?.lsk ?? ''}`, read, complete: false };
    }
  }
  return { entities: [...found.values()], read, complete: true };
}

/** Entities as lines of a list. */
export async function linesOf(world: World, entities: readonly Entity[]): Promise<RecordLineView[]> {
  const changed = await changedAt(world, entities);
  return entities.map((entity, i) => {
    const live = Object.entries(entity.members).filter(([, member]) => member.dead !== true);
    const hint = hintOf(entity);
    return {
      id: entity.id,
      type: entity.type,
      label: labelView(entity),
      systems: [...new Set(live.map(([ref]) => ref.slice(0, ref.indexOf('/'))))].sort(),
      changedAt: isoOf(changed[i] as number),
      state: live.length > 0 ? 'live' : 'gone',
      ...(hint === undefined ? {} : { hint }),
    };
  });
}

/** What tells two of the same name apart. */
function hintOf(entity: Entity): string | undefined {
  const values = goldenValues(entity);
  const email = Object.keys(values).find((field) => field.startsWith('emails:'));
  for (const field of ['city', 'reference', 'subject', 'title']) if (typeof values[field] === 'string') return values[field];
  return email?.slice('emails:'.length);
}

/** Whether an entity has a live record in the connection; always when none is named. */
export function inConnection(entity: Entity, connection: string | undefined): boolean {
  return connection === undefined || Object.entries(entity.members).some(([ref, member]) => member.dead !== true && ref.startsWith(`${connection}/`));
}

import { isEntityId } from '../../model/ids.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Entity } from '../entity.ts';
import type { Refusal } from '../service.ts';
import { readEntities } from '../store.ts';
import { type RecordsQuery, type RecordsView, recordsReadMax } from '../views/records.ts';
import type { World } from '../world.ts';
import { changedAt } from './changed-at.ts';
import { type Finder, type Found, fromList, inBatches } from './find.ts';
import { findByConnection } from './find-by-connection.ts';
import { findByIdentifier, findByNameKeys } from './find-by-key.ts';
import { findAll, findByPrefix, findByWords } from './find-by-name.ts';
import { recordLines, systemsOf } from './record-line.ts';
import { entityBy } from './record-view.ts';
import { namedConnection, namedType, refuse } from './refuse.ts';

/** Candidates whose entities are read at once. */
const batchMax = 100;

/** Finds entities: one part of the query finds, the others filter; the answer says which way it took. Reads at most `readMax` index entries. */
export async function findRecords(world: World, query: RecordsQuery, readMax = recordsReadMax): Promise<Result<RecordsView, Refusal>> {
  const type = namedType(query.type);
  if (!type.ok) return type;
  const connection = query.connection === undefined ? ok(undefined) : namedConnection(world, query.connection);
  if (!connection.ok) return connection;
  const since = query.changedSince === undefined ? undefined : Date.parse(query.changedSince);
  if (since !== undefined && Number.isNaN(since)) {
    return refuse('invalid', 'DATE_INVALID', {
      en: `${query.changedSince} is no date. Write 2026-11-01 or 2026-11-01T08:00:00Z.`,
      zh: `${query.changedSince} 不是有效日期，请写成 2026-11-01 或 2026-11-01T08:00:00Z。`,
    });
  }
  return ok(await page(world, query, await finderFor(world, query), since, readMax));
}

/** The most exact way that the query allows. A page after the first takes the way of the first: its cursor names it. */
async function finderFor(world: World, query: RecordsQuery): Promise<Finder> {
  const { type, connection, changedSince } = query;
  const text = query.query?.trim() ?? '';
  if (text !== '') return (await textFinders(world, type, text)) ?? findByWords(world, type, text);
  if (changedSince !== undefined)
    return {
      ...findAll(world, type),
      used: 'changed',
      how: { en: `Changed since ${changedSince}, found by reading the list.`, zh: `自 ${changedSince} 起有变更（逐条查找列表）。` },
    };
  return connection === undefined ? findAll(world, type) : findByConnection(world, type, connection);
}

async function textFinders(world: World, type: string, text: string): Promise<Finder | undefined> {
  if (isEntityId(text) || /^[^/\s]+\/[^/\s]+\/./.test(text)) {
    const entity = await entityBy(world, text);
    const used = isEntityId(text) ? 'id' : 'record';
    if (entity !== undefined)
      return { used, how: used === 'id' ? { en: 'By id.', zh: '按 ID。' } : { en: 'By record name.', zh: '按记录名。' }, candidates: (after) => fromList([entity.id], after) };
  }
  const identifier = await findByIdentifier(world, type, text);
  if (identifier !== undefined) return identifier;
  const prefix = findByPrefix(world, type, text);
  for await (const _ of prefix.candidates(undefined)) return prefix;
  return findByNameKeys(world, type, text);
}

/** Reads candidates until the page is full, there are no more, or too many were read. */
async function page(world: World, query: RecordsQuery, finder: Finder, since: number | undefined, readMax: number): Promise<RecordsView> {
  const found = new Map<string, Entity>();
  let [read, next, isFull, complete] = [0, undefined as string | undefined, false, true];
  for await (const batch of inBatches(finder.candidates(query.after), Math.min(batchMax, query.limit + 1, readMax))) {
    read += batch.length;
    for (const { entity, cursor } of await fitting(world, query, finder, batch, since)) {
      if (entity === undefined || found.has(entity.id)) continue;
      // One more than asked for tells that there is a next page.
      isFull = found.size === query.limit;
      if (isFull) break;
      found.set(entity.id, entity);
      next = cursor;
    }
    if (isFull) break;
    complete = read < readMax;
    if (complete) continue;
    next = batch.at(-1)?.cursor;
    break;
  }
  const goesOn = (isFull || !complete) && next !== undefined;
  return { used: finder.used, how: finder.how, records: await recordLines(world, [...found.values()]), ...(goesOn ? { next } : {}), read, complete };
}

async function fitting(
  world: World,
  query: RecordsQuery,
  finder: Finder,
  batch: readonly Found[],
  since: number | undefined,
): Promise<{ readonly entity: Entity | undefined; readonly cursor: string }[]> {
  const entities = await readEntities(
    world,
    batch.filter((b) => b.skip !== true).map((b) => b.id),
  );
  const changed =
    since === undefined
      ? undefined
      : await changedAt(
          world,
          [...entities.values()].map((v) => v.value),
        );
  return batch.map(({ id, cursor, skip }) => {
    const entity = skip === true ? undefined : entities.get(id)?.value;
    const fits =
      entity !== undefined &&
      entity.type === query.type &&
      (query.connection === undefined || systemsOf(entity).includes(query.connection)) &&
      (since === undefined || (changed?.get(entity.id) ?? 0) >= since) &&
      finder.keeps?.(entity) !== false;
    return { entity: fits ? entity : undefined, cursor };
  });
}

import type { Ref } from '../../model/ids.ts';
import type { Item } from '../../ports/table.ts';
import { entityKey, entityOf } from '../entity-item.ts';
import { recordKey } from '../record-item.ts';
import { slotName } from '../slot-item.ts';
import { partitionPages, put, readItems } from '../store.ts';
import type { World } from '../world.ts';
import { counted } from './erasure.ts';
import { slotTombs, storeTombs } from './tombstone.ts';

/** What {@link eraseEntity} would take away, by what it is. */
export async function countEntity(world: World, id: string): Promise<Record<string, number>> {
  const [item] = await world.table.get([entityKey(id)], { consistent: true });
  if (item === undefined) return {};
  const refs = Object.keys(entityOf(item).members);
  let counts: Record<string, number> = {};
  for (const record of await readItems(world, refs.map(recordKey), true)) if (record !== undefined) counts = counted(counts, 'record');
  for (const ref of refs) {
    const files = (await filesOf(world, ref)).length;
    if (files > 0) counts = counted(counts, 'file', files);
  }
  for await (const items of partitionPages(world, entityKey(id).pk)) for (const { kind } of items) counts = counted(counts, kind);
  return counts;
}

/**
 * Takes one entity away with its records: tombstones first, so that nobody takes the records in again; the entity last, so that a worker that dies does it again.
 *   tombstones → records, their files → history, evidence, conflicts → entity
 * `changed` = somebody has merged it with another, or a record has joined, since its records were `known`.
 */
export async function eraseEntity(world: World, id: string, erasure: string, known?: readonly string[]): Promise<'gone' | 'changed'> {
  const [item] = await world.table.get([entityKey(id)], { consistent: true });
  if (item === undefined) return 'gone';
  const { members, type, mergedInto } = entityOf(item);
  const refs = Object.keys(members);
  if (known !== undefined && (mergedInto !== undefined || !refs.every((ref) => known.includes(ref)))) return 'changed';
  await storeTombs(world, [id], erasure);
  for (const ref of refs) await eraseRecord(world, ref, type, erasure);
  await eraseRows(world, id);
  return (await put(world, [{ op: 'delete', key: entityKey(id), when: { version: item.version } }])) === 'ok' ? 'gone' : 'changed';
}

/** Takes one record away with its files. Its tombstones first: of its name, and of the names under which we made records for it elsewhere, of which some may become known only later. */
export async function eraseRecord(world: World, ref: string, type: string, erasure: string): Promise<void> {
  const made = world.config.routes
    .filter((route) => route.type === type)
    .flatMap(({ to: { connection, stream } }) => slotTombs(connection, [slotName(world.table.workspace, connection, stream, ref as Ref)]));
  await storeTombs(world, [ref, ...made], erasure);
  await put(world, [{ op: 'delete', key: recordKey(ref), when: 'any' }]);
  for (const path of await filesOf(world, ref)) await world.blobs.delete(world.table.workspace, path);
}

/** Everything that lies beside the entity goes: history, conflicts, evidence. */
async function eraseRows(world: World, id: string): Promise<void> {
  for (;;) {
    const page = await world.table.query(entityKey(id).pk, { consistent: true });
    const others = page.items.filter(({ sk }: Item) => sk !== entityKey(id).sk);
    for (const { pk, sk } of others) await put(world, [{ op: 'delete', key: { pk, sk }, when: 'any' }]);
    if (others.length === 0) return;
  }
}

/** Files of a record lie below its name, each named by its hash: what lies deeper belongs to a record whose id begins like this one's. */
async function filesOf(world: World, ref: string): Promise<readonly string[]> {
  return (await world.blobs.list(world.table.workspace, `${ref}/`)).filter((path) => !path.slice(ref.length + 1).includes('/'));
}

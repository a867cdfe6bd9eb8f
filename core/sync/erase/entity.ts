import type { Op } from '../../ports/table.ts';
import { entityKey, entityOf } from '../entity-item.ts';
import { recordKey } from '../record-item.ts';
import { put } from '../store.ts';
import type { World } from '../world.ts';
import { counted } from './erasure.ts';
import { storeTombs } from './tombstone.ts';

/**
 * Takes one entity away with its records: tombstones first, so that nobody takes the records in again; the entity last, so that a worker that dies does it again.
 *   tombstones → records, their files → history, evidence, conflicts → entity
 */
export async function eraseEntity(world: World, id: string, erasure: string, erased: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const [item] = await world.table.get([entityKey(id)], { consistent: true });
  let counts = { ...erased };
  if (item === undefined) return counts;
  const refs = Object.keys(entityOf(item).members);
  await storeTombs(world, [id, ...refs], erasure);
  for (const ref of refs) {
    const [record] = await world.table.get([recordKey(ref)], { consistent: true });
    if (record !== undefined) counts = counted(counts, 'record');
    await remove(world, [{ op: 'delete', key: recordKey(ref), when: 'any' }]);
    const files = await removeFiles(world, ref);
    if (files > 0) counts = counted(counts, 'file', files);
  }
  for (;;) {
    const page = await world.table.query(entityKey(id).pk, { consistent: true });
    const others = page.items.filter(({ sk }) => sk !== entityKey(id).sk);
    for (const { pk, sk, kind } of others) {
      await remove(world, [{ op: 'delete', key: { pk, sk }, when: 'any' }]);
      counts = counted(counts, kind);
    }
    if (others.length === 0) break;
  }
  await remove(world, [{ op: 'delete', key: entityKey(id), when: 'any' }]);
  return counted(counts, 'entity');
}

async function remove(world: World, ops: readonly Op[]): Promise<void> {
  await put(world, ops);
}

/** Files of a record lie below its name, each named by its hash: what lies deeper belongs to a record whose id begins like this one's. */
async function removeFiles(world: World, ref: string): Promise<number> {
  const { workspace } = world.table;
  const paths = (await world.blobs.list(workspace, `${ref}/`)).filter((path) => !path.slice(ref.length + 1).includes('/'));
  for (const path of paths) await world.blobs.delete(workspace, path);
  return paths.length;
}

import { createHmac } from 'node:crypto';
import { type Key, tableLimits } from '../../ports/table.ts';
import { put } from '../store.ts';
import type { World } from '../world.ts';

const hash = (secret: string, name: string): string => createHmac('sha256', secret).update(name).digest('base64url');
const tombKey = (hashed: string): Key => ({ pk: `ERASED#${hashed}`, sk: '@' });

/** A name as a keyed hash. */
export async function hashedName(world: World, name: string): Promise<string> {
  if (world.erasures === undefined) throw new Error('this world erases nobody');
  return hash(await world.erasures.make(), name);
}

/** Stores for ever that names (of records, of an entity) were erased: from now on nobody takes the records in again. Comes before anything of them is deleted. */
export async function storeTombs(world: World, names: readonly string[], erasure: string): Promise<void> {
  for (const name of names) {
    await put(world, [{ op: 'put', item: { ...tombKey(await hashedName(world, name)), kind: 'erased', body: { erasure, at: world.clock.now() } }, when: 'any' }]);
  }
}

/** Those of these names that were erased. Costs nothing while nothing ever was. */
export async function erasedAmong(world: World, names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const secret = names.length === 0 ? undefined : await world.erasures?.read();
  if (secret === undefined) return found;
  for (let i = 0; i < names.length; i += tableLimits.getKeys) {
    const slice = names.slice(i, i + tableLimits.getKeys);
    const items = await world.table.get(
      slice.map((name) => tombKey(hash(secret, name))),
      { consistent: true },
    );
    for (const [at, item] of items.entries()) if (item !== undefined) found.add(slice[at] as string);
  }
  return found;
}

import { createHmac } from 'node:crypto';
import { type Key, tableLimits } from '../../ports/table.ts';
import { isSlotName, slotNameChars } from '../slot-item.ts';
import { put } from '../store.ts';
import type { World } from '../world.ts';

const hash = (secret: string, name: string): string => createHmac('sha256', secret).update(name).digest('base64url');
const tombKey = (hashed: string): Key => ({ pk: `ERASED#${hashed}`, sk: '@' });

/** A record by whose name, or by something else that it is known by, somebody was erased: its own name is that of an erased record from now on, so that no pass hands it over again. */
export async function bury(world: World, ref: string, erased: ReadonlyMap<string, string>): Promise<'skipped'> {
  const [erasure] = erased.values();
  if (erasure !== undefined && !erased.has(ref)) await storeTombs(world, [ref], erasure);
  return 'skipped';
}

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

/** Under which it is remembered that what we made at a connection under these names of ours was an erased person's; names that are not ours are left out. */
export function slotTombs(connection: string, names: readonly (string | undefined)[]): string[] {
  return names.flatMap((name) => (name !== undefined && isSlotName(name) ? [`slot ${connection} ${name.slice(0, slotNameChars)}`] : []));
}

/** Those of these names that were erased, with the erasure. Costs nothing while nothing ever was. */
export async function erasedAmong(world: World, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const secret = names.length === 0 ? undefined : await world.erasures?.read();
  if (secret === undefined) return found;
  for (let i = 0; i < names.length; i += tableLimits.getKeys) {
    const slice = names.slice(i, i + tableLimits.getKeys);
    const items = await world.table.get(
      slice.map((name) => tombKey(hash(secret, name))),
      { consistent: true },
    );
    for (const [at, item] of items.entries()) if (item !== undefined) found.set(slice[at] as string, String(item.body['erasure']));
  }
  return found;
}

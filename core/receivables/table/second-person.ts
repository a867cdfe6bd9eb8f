import { contentHash } from '../../model/hash.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';

/** What a second person said: `first` is noted, `same` was the first already, else who was the first. */
export type SecondPerson = 'first' | 'same' | { readonly first: string };

const keyOf = (what: readonly string[]) => ({ pk: `TWO#${contentHash([...what])}`, sk: '@' });

/** Asks whether somebody else has agreed to exactly this before; the first who asks is noted and waits. Kept until {@link forget}. */
export async function secondPerson(world: World, what: readonly string[], by: string): Promise<SecondPerson> {
  const key = keyOf(what);
  for (;;) {
    const [item] = await world.table.get([key], { consistent: true });
    if (item !== undefined) return item.body['by'] === by ? 'same' : { first: item.body['by'] as string };
    const row = { ...key, kind: 'two', body: { by, what: [...what], at: world.clock.now() } };
    if ((await put(world, [{ op: 'put', item: row, when: 'absent' }])) === 'ok') return 'first';
  }
}

/** Forgets who was the first: it was done, or it is off. */
export async function forget(world: World, what: readonly string[]): Promise<void> {
  await put(world, [{ op: 'delete', key: keyOf(what), when: 'any' }]);
}

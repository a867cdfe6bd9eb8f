import { expect, it } from 'vitest';
import { blank, intending, known, look } from '../../tests/factories/sync.ts';
import { entityItem, entityOf } from './entity-item.ts';
import { foldInto, foundEntity } from './recompute.ts';
import { recordItem, recordOf } from './record-item.ts';

/** As a store gives it back: other objects, same content. */
const stored = <T>(item: T): T => ({ ...(JSON.parse(JSON.stringify(item)) as T & object), version: 1, writeId: undefined });

it('a record comes back from its item as it was', () => {
  const edited = look(known({ name: 'A', city: 'B', tags: 'x' }), { name: 'C', city: '', tags: 'x;y' }, 20).record;
  const gone = { ...edited, state: 'gone' as const, goneBy: 'human' as const, deletedAt: { at: 7, ref: edited.ref } };
  const limbo = { ...edited, limbo: [{ field: 'name', raw: 'L', stamp: { at: 3, ref: 'x/y/z' }, why: 'doubt' as const, seq: 2 }], failing: ['write.x'], held: { city: 'Q' } };
  for (const rec of [blank(), edited, gone, limbo, intending(edited, { name: 'D' }, { baseRevision: '4', outcome: 'acked', stored: { name: 'd' } })])
    expect(recordOf(stored(recordItem(rec)) as never)).toEqual(rec);
});

it('an entity comes back from its item as it was, and folding the same record twice changes nothing', () => {
  const world = { mapping: () => undefined, config: { policies: {} } } as never;
  const rec = known({ name: 'A', city: 'B' });
  const folded = foldInto(world, foundEntity(rec.entity, rec, 5), rec, { k: 'o' });
  const entity = {
    ...(folded?.entity as NonNullable<typeof folded>['entity']),
    suppress: ['b'],
    cannotLink: [['a/s/1', 'b/s/1'] as const],
    pins: { name: { value: 'P', by: 'p', at: 1 } },
  };
  expect(entityOf(stored(entityItem(entity)) as never)).toEqual(entity);
  expect(foldInto(world, entity, rec, undefined)).toBeUndefined();
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { known } from '../../tests/factories/sync.ts';
import { openWorld, type TestWorld } from '../../tests/factories/world.ts';
import { entityKey, entityOf } from './entity-item.ts';
import { fold } from './fold.ts';
import { mergeEntities, splitEntity } from './merge.ts';
import type { SourceRecord } from './record.ts';
import { writeRecord } from './store.ts';

let w: TestWorld;
beforeEach(() => {
  w = openWorld();
});
afterEach(() => w.store.close());

/** An entity founded in that second, whose golden has come to that version. */
async function founded(ref: string, second: number, versions: number): Promise<SourceRecord> {
  w.setNow(second);
  const named = (version: number): SourceRecord => ({ ...known({ name: `${ref} ${version}` }, ref), seq: version });
  for (let version = 1; version <= versions; version += 1) {
    expect(await writeRecord(w.world, named(version), version - 1)).toBe('ok');
    await fold(w.world, { value: named(version), version });
  }
  return named(versions);
}

/** The item under the entity's own id, a redirect or not. */
async function stored({ entity }: SourceRecord): ReturnType<typeof read> {
  return read(entity);
}
async function read(id: string): Promise<{ version: number; mergedInto: string | undefined; members: string[] }> {
  const [item] = await w.world.table.get([entityKey(id)], { consistent: true });
  if (item === undefined) throw new Error(`there is no ${id}`);
  const { goldenVersion, mergedInto, members } = entityOf(item);
  return { version: goldenVersion, mergedInto, members: Object.keys(members) };
}

describe.each([
  { of: 'fewer', versions: 1, between: 3 },
  { of: 'more', versions: 4, between: 1 },
])('an entity of $of versions than the one it was merged with', ({ versions, between }) => {
  it('keeps its own version when that one is merged in turn, and goes on from it when a split gives it back', async () => {
    const [first, second, third] = [await founded('crm/customers/1', 0, 1), await founded('crm/customers/2', 1, between), await founded('erp/customers/3', 2, versions)];
    await mergeEntities(w.world, second.entity, third.entity);
    await mergeEntities(w.world, first.entity, second.entity);
    expect(await stored(third)).toEqual({ version: versions, mergedInto: first.entity, members: [] });
    expect(await splitEntity(w.world, first.entity, [third.ref])).toMatchObject({ state: 'split', moved: third.entity });
    expect(await stored(third)).toEqual({ version: versions + 1, mergedInto: undefined, members: [third.ref] });
  });

  it('keeps it also when a split takes both out together', async () => {
    const [first, second, third] = [await founded('crm/customers/1', 0, 1), await founded('crm/customers/2', 1, between), await founded('erp/customers/3', 2, versions)];
    await mergeEntities(w.world, first.entity, second.entity);
    await mergeEntities(w.world, first.entity, third.entity);
    expect(await splitEntity(w.world, first.entity, [second.ref, third.ref])).toMatchObject({ state: 'split', moved: second.entity });
    expect(await stored(third)).toEqual({ version: versions, mergedInto: second.entity, members: [] });
  });
});

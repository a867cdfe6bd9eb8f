import { afterEach, expect, test } from 'vitest';
import { canonicalTypes } from '../../core/model/types.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import { itemsOf } from '../aws/snapshot.ts';
import { openTestWorkspace, type TestWorkspace } from './harness.ts';
import { sampleFolder } from './sample-folder.ts';

let open: TestWorkspace | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

test('the exports of all types together hold every live entity of the table once, with every value and link', { timeout: 60_000 }, async () => {
  open = await openTestWorkspace(sampleFolder());
  const { service, sync, store, world } = open;
  await sync();
  await sync();

  const exported = new Map<string, string>();
  for (const type of canonicalTypes.keys()) {
    const all = service.exportAll(type);
    if (!all.ok) throw new Error(all.error.message.en);
    for await (const { id, golden, links } of all.value) {
      expect(exported.has(id)).toBe(false);
      exported.set(id, `${JSON.stringify(golden)} ${links.map(({ record }) => record).join()}`);
    }
  }

  const stored = (await itemsOf(store.tables, world.config.workspace)).filter(({ kind }) => kind === 'entity').map(entityOf);
  const live = stored.filter(({ mergedInto, deleted }) => mergedInto === undefined && deleted === undefined);
  expect([...exported.keys()].sort()).toEqual(live.map(({ id }) => id as string).sort());
  for (const { id, members, golden } of live) {
    for (const ref of Object.keys(members)) expect(exported.get(id)).toContain(ref);
    for (const { value } of Object.values(golden)) if (typeof value === 'string') expect(exported.get(id)).toContain(JSON.stringify(value));
  }
});

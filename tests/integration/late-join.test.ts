import { afterEach, expect, it, vi } from 'vitest';
import type { EntityId } from '../../core/model/ids.ts';
import { observationOf } from '../../core/sync/look.ts';
import { readEntity, readRecord } from '../../core/sync/store.ts';
import { unifyRecord } from '../../core/sync/unify-record.ts';
import { mappingOf } from '../../core/sync/world.ts';
import type { TestWorkspace } from './harness.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await w.close();
});

/** A page that was read before a person deleted its only record is taken in now. */
async function takeInOldPage(): Promise<void> {
  const stream = await w.world.stream('erp', 'customers');
  const record = { Nr: '77', Firma: 'Alpha GmbH', Mail: 'a@alpha.example', Tel: '', Ort: 'BERLIN', Gruppen: '', Notiz: 'one' };
  const look = { seen: observationOf(stream, record), readAt: w.world.clock.now() };
  const work = { world: w.world, connection: 'erp', stream, mapping: mappingOf(w.world, 'erp', 'customers') };
  expect(await unifyRecord(work, { id: '77', prior: undefined, look, seen: [0, 0], absence: 'sweep' })).not.toBe('again');
}

/**
 *   person:            deletes 77
 *   maker:                         entity · search (nothing) · slot · brake ·                        entity · not sent
 *   intake:   page                                                            record 77 · entity
 */
it('a record that joins its customer while a create waits for its call stops that, though the search shows it no longer: a person has deleted it', async () => {
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'] });
  const write = w.world.table.write.bind(w.world.table);
  let joins = 0;
  vi.spyOn(w.world.table, 'write').mockImplementation(async (ops, options) => {
    const result = await write(ops, options);
    if (ops.some((op) => op.op === 'put' && op.item.kind === 'window') && joins++ === 0) await takeInOldPage();
    return result;
  });
  await w.sync();
  expect(joins).toBe(1);
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([]);
  const record = (await readRecord(w.world, 'erp/customers/77'))?.value;
  const entity = (await readEntity(w.world, record?.entity as EntityId))?.value;
  expect(Object.keys(entity?.members ?? {}).sort()).toEqual(['crm/customers/1', 'erp/customers/77']);
});

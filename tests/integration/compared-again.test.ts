import { afterEach, expect, it, vi } from 'vitest';
import type { WriteResult } from '../../core/ports/table.ts';
import type { TestWorkspace } from './harness.ts';
import { twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await w.close();
});

/** Our own table takes no merge, so many times. */
function refuseMerges(times: number): { left: number } {
  const write = w.world.table.write.bind(w.world.table);
  const refused = { left: times };
  vi.spyOn(w.world.table, 'write').mockImplementation(async (ops, options) => {
    const isMerge = ops.some((op) => op.op === 'put' && op.item.kind === 'entity' && op.item.body['mergedInto'] !== undefined);
    if (!isMerge || refused.left === 0) return write(ops, options);
    refused.left -= 1;
    return { state: 'throttled' } as WriteResult;
  });
  return refused;
}

const entityOf = async (ref: string): Promise<unknown> => (await w.service.record(ref))?.id;

/**
 *   crm 1: name corrected      erp 7: mailbox corrected      delivery: each shows both, as crm 9 does · record · entity · refused
 *   again:                                                                                                                 nothing is left to write
 */
it('whom a delivery has made the same as another is found to be one with that, though our table was busy just then', async () => {
  w = await twoSystems({
    crm: ['1,Acme GmbH,info@acme.example,+49 30 1111111,Berlin,,one', '9,Bolt GmbH,info@bolt.example,,,,two'],
    erp: ['7;Acme GmbH;info@acme.example;+49 30 1111111;BERLIN;;one'],
    faults: [],
  });
  await w.sync();
  expect(await entityOf('crm/customers/1')).toBe(await entityOf('erp/customers/7'));
  expect(await entityOf('crm/customers/1')).not.toBe(await entityOf('crm/customers/9'));
  const refused = refuseMerges(2);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace('1,Acme GmbH', '1,Bolt GmbH'));
  w.write('erp/customers.csv', w.read('erp/customers.csv').replace('7;Acme GmbH;info@acme.example', '7;Acme GmbH;info@bolt.example'));
  await w.sync();
  expect(refused.left).toBe(0);
  expect(await entityOf('crm/customers/1')).toBe(await entityOf('crm/customers/9'));
});

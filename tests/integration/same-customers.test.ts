import { expect, it } from 'vitest';
import { customers } from './customers.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

it('creates nothing when two systems with the same 1,000 customers meet, spelled and formatted differently', async () => {
  const all = customers(1_000);
  const w = await twoSystems({ crm: all.map((c) => c.crm), erp: all.map((c) => c.erp), policy: 'default: latest, fields: { name: { rank: [crm, erp] } }' });
  try {
    await w.sync();
    expect(rowsOf(w.read('crm/customers.csv'))).toHaveLength(1_000);
    expect(rowsOf(w.read('erp/customers.csv'))).toHaveLength(1_000);
    const status = await w.service.status();
    expect(status.types).toMatchObject([{ entities: 1_000, records: 2_000, shared: 1_000, duplicates: 0 }]);
    expect(status.failures.open).toBe(0);
    const files = [w.read('crm/customers.csv'), w.read('erp/customers.csv')];
    await w.sync();
    expect([w.read('crm/customers.csv'), w.read('erp/customers.csv')]).toEqual(files);
  } finally {
    await w.close();
  }
}, 60_000);

import { afterEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../core/reactions/alert.ts';
import { customers } from './customers.ts';
import { type TestWorkspace, tester } from './harness.ts';
import { crmHeader, csv, rowsOf, twoSystems } from './two-systems.ts';

const count = 300;
const all = customers(count);
const crmFile = 'crm/customers.csv';
const erpFile = 'erp/customers.csv';
let w: TestWorkspace;

async function start(): Promise<string> {
  w = await twoSystems({ crm: all.map((c) => c.crm) });
  await w.sync();
  expect(rowsOf(w.read(erpFile))).toHaveLength(count);
  return w.read(erpFile);
}
afterEach(() => w.close());

const crmRows = (change: (row: string, at: number) => string | undefined): void => {
  const rows = rowsOf(w.read(crmFile)).map(change);
  w.write(
    crmFile,
    csv(
      crmHeader,
      rows.filter((row) => row !== undefined),
    ),
  );
};
const route = async (name = 'to-erp') => (await w.service.status()).routes.find((r) => r.name === name);
/** Rows of the target that do not say what they said before. */
const changedAtTarget = (before: string): number => {
  const known = new Set(rowsOf(before));
  return rowsOf(w.read(erpFile)).filter((row) => !known.has(row)).length;
};

async function alerts(): Promise<Alert[]> {
  await w.quiet();
  const page = await w.world.table.scan(0, 1);
  return page.items.filter((item) => item.kind === 'alert').map((item) => item.body as unknown as Alert);
}

async function release(): Promise<void> {
  expect(await w.service.release('to-erp', tester)).toMatchObject({ ok: true });
  await w.quiet();
  await w.sync();
}

describe('a brake', () => {
  it('pauses the route when a source suddenly returns half its records, tells it once with ten samples, and goes on when released', async () => {
    const before = await start();
    crmRows((row, at) => (at % 2 === 0 ? row : undefined));
    await w.sync();
    await w.sync();
    expect(w.read(erpFile)).toBe(before);
    expect(await route()).toMatchObject({ state: 'paused', brake: { kind: 'missing', count: count / 2, limit: 15, of: count } });
    expect((await route())?.brake?.samples).toHaveLength(10);
    const told = await alerts();
    expect(told.map((a) => a.state)).toEqual(['open']);
    await release();
    expect([await route('to-erp'), await route('to-crm')]).toMatchObject([{ state: 'live' }, { state: 'live' }]);
    expect((await alerts()).map((a) => a.state)).toEqual(['resolved']);
    expect(w.read(erpFile)).toBe(before);
  });

  it('takes nothing in when the other half comes back before anybody released', async () => {
    const before = await start();
    const full = w.read(crmFile);
    crmRows((row, at) => (at % 2 === 0 ? row : undefined));
    await w.sync();
    w.write(crmFile, full);
    await release();
    expect(await route()).toMatchObject({ state: 'live' });
    expect(w.read(erpFile)).toBe(before);
    expect((await w.service.status()).types).toMatchObject([{ entities: count, records: 2 * count }]);
  });

  it('pauses the route when a source blanks a column, before anything of it is delivered', async () => {
    const before = await start();
    crmRows((row) => row.replace(/[^,]*$/, ''));
    await w.sync();
    expect(w.read(erpFile)).toBe(before);
    expect(await route()).toMatchObject({ state: 'paused', brake: { kind: 'blank', field: 'note', limit: 50, of: count } });
    expect((await route())?.brake?.samples).toHaveLength(10);
    expect(await alerts()).toHaveLength(1);
    await release();
    expect(rowsOf(w.read(erpFile)).filter((row) => !row.endsWith(';'))).toEqual([]);
  });

  it('pauses the route when more than a fifth of the records change in one pass', async () => {
    const before = await start();
    crmRows((row, at) => (at < 250 ? row.replace('note', 'remark') : row));
    await w.sync();
    expect(changedAtTarget(before)).toBeLessThanOrEqual(200);
    expect(await route()).toMatchObject({ state: 'paused', brake: { kind: 'change', limit: 200 } });
    await release();
    expect(changedAtTarget(before)).toBe(250);
  });

  it('adds up what is delivered in a window, so that many small passes are one big change', async () => {
    const before = await start();
    crmRows((row, at) => (at < 150 ? row.replace('note', 'remark') : row));
    await w.sync();
    expect(changedAtTarget(before)).toBe(150);
    crmRows((row, at) => (at >= 150 ? row.replace('note', 'remark') : row));
    await w.sync();
    expect(changedAtTarget(before)).toBeLessThanOrEqual(200);
    expect(await route()).toMatchObject({ state: 'paused', brake: { kind: 'change', limit: 200 } });
    expect(await alerts()).toHaveLength(1);
    await release();
    expect(changedAtTarget(before)).toBe(count);
  });

  it('is left by release alone: resume says what to do', async () => {
    await start();
    crmRows((row, at) => (at % 2 === 0 ? row : undefined));
    await w.sync();
    const resumed = await w.service.resume({ kind: 'route', route: 'to-erp' }, tester);
    expect(resumed).toMatchObject({ ok: false, error: { code: 'ROUTE_BRAKED', message: { en: expect.stringContaining('release to-erp') } } });
  });
});

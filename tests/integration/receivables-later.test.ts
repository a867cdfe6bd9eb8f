import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFinance } from '../../core/receivables/create-service.ts';
import { askForImport } from '../../core/receivables/table/tick.ts';
import { openTestWorkspace, type TestWorkspace, testClock, tester, workspaceFolder } from './harness.ts';
import { erpFiles, mt940, receivablesMappings, receivablesYaml } from './receivables-workspace.ts';

const on = receivablesYaml();
const off = on.slice(0, on.indexOf('receivables:'));

const openOf = async (w: TestWorkspace): Promise<unknown> => {
  const found = await createFinance(w.world).receivables({});
  return found.ok ? found.value.rows.map((row) => [row.invoice, row.open]) : found.error.code;
};

it('receivables that are switched on later take in what is there, also what changed while they were off again', async () => {
  const clock = testClock();
  const folder = workspaceFolder({
    'syncline.yaml': off,
    ...receivablesMappings,
    ...erpFiles,
    'bank/1.sta': mt940(1, '0.00', [['2026-11-03', '1250.40', 'Harbor Foods Ltd', 'INV-1001']]),
  });
  const reopened = async (w: TestWorkspace | undefined, yaml: string): Promise<TestWorkspace> => {
    await w?.close('keep');
    writeFileSync(join(folder, 'syncline.yaml'), yaml);
    clock.move(61_000);
    return openTestWorkspace(folder, { clock });
  };
  const tick = async (w: TestWorkspace): Promise<void> => {
    await w.runner.tick();
    await w.quiet();
  };
  let w = await reopened(undefined, off);
  await w.sync();
  expect(await openOf(w)).toBe('RECEIVABLES_OFF');

  w = await reopened(w, on);
  expect(await openOf(w)).toEqual([]);
  await tick(w);
  await askForImport(w.world);
  await w.quiet();
  const rest = [
    ['INV-1002', '310.00'],
    ['INV-1003', '2000.00'],
    ['INV-1004', '8800.00'],
  ];
  expect(await openOf(w)).toEqual(rest);
  const told = async (): Promise<unknown> => createFinance(w.world).changes({});
  const before = await told();
  await tick(w);
  expect(await told()).toMatchObject({ value: { counts: (before as { value: { counts: object } }).value.counts } });

  w = await reopened(w, off);
  w.write('erp/invoices.csv', erpFiles['erp/invoices.csv'].replace('310.00,310.00', '311.00,311.00'));
  await w.sync();
  w = await reopened(w, on);
  expect(await openOf(w)).toEqual(rest);
  expect(await createFinance(w.world).close({ through: '2026-10' }, tester)).toMatchObject({ error: { code: 'RECEIVABLES_FILLING' } });
  await tick(w);
  expect(await openOf(w)).toEqual([['INV-1002', '311.00'], ...rest.slice(1)]);
  expect(await createFinance(w.world).close({ through: '2026-10' }, tester)).toMatchObject({ ok: true });
  await w.close();
});

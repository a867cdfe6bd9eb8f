import { afterEach, expect, it } from 'vitest';
import { exceptions } from '../../core/receivables/answers/exceptions.ts';
import { createFinance } from '../../core/receivables/create-service.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock, workspaceFolder } from './harness.ts';
import { receivablesMappings, receivablesYaml } from './receivables-workspace.ts';
import { csv } from './trading.ts';

let w: TestWorkspace;
let clock: TestClock;
afterEach(() => w?.close());

const yaml = `${receivablesYaml().replace(
  'receivables:',
  `  crm:
    connector: file
    config:
      folder: crm
      streams:
        customers: { files: customers.csv, key: Id }
        contracts: { files: contracts.csv, key: Id }
    streams: { customers: { mapping: crm/customers }, contracts: { mapping: crm/contracts } }
receivables:
  formerOwners: [Zhao Min]`,
)}`;
/** Both systems know the tax number: that is how the customers are found to be the same. */
const customers = (system: string): string =>
  `name: ${system}/customers\ntype: organization\nconnector: file\nstream: customers\nfields:\n  name: Company\n  legalName: Legal name\n  taxId: Tax id\n`;
const mappings = {
  ...receivablesMappings,
  'mappings/erp/invoices.yaml': `${receivablesMappings['mappings/erp/invoices.yaml']}  contractNumber: Contract\n`,
  'mappings/crm/customers.yaml': customers('crm'),
  'mappings/erp/customers.yaml': customers('erp'),
  'mappings/crm/contracts.yaml': `
name: crm/contracts
type: contract
connector: file
stream: contracts
fields:
  number: Number
  customer: { path: Customer, reference: customers }
  currency: { path: Currency, direction: in }
  amount: { path: [Amount, Currency] }
  signed: { path: Signed, as: date }
  ends: { path: Ends, as: date }
  owner: Owner
  schedule: Schedule
  status: Status
`,
};
const customerHead = 'Id,Company,Legal name,Tax id';
const contractHead = 'Id,Number,Customer,Currency,Amount,Ends,Owner,Schedule,Status,Signed';
const contracts = [
  'k1,HT-2026-01,c1,EUR,9000.00,,Wang Lei,"2026-01-10 3000.00 first; 2026-03-10 3000.00 second; 2026-05-10 3000.00 final",active,',
  'k2,HT-2026-02,c2,EUR,,2030-01-01,Zhao Min,2024-02-01 1200.00/12m service,active,',
  'k3,HT-2026-03,c2,EUR,500.00,,Wang Lei,2026-01-10 500.00,active,',
];
const invoiceHead = 'Id,Number,Customer,Currency,Issued,Due,Total,Open,Status,Contract';
const invoices = [
  '11,INV-1,1,EUR,2026-01-12,2026-02-11,3000.00,0.00,paid,HT-2026-01',
  '12,INV-2,1,EUR,2026-03-12,2026-04-11,3000.00,3000.00,open,HT 2026-01',
  '13,INV-3,2,EUR,2026-02-02,2026-03-02,1200.00,1200.00,open,HT-2026-02',
  '14,INV-4,2,EUR,2025-02-02,2026-03-02,1200.00,0.00,paid,HT-2026-02',
  '15,INV-5,1,EUR,2026-01-12,2026-02-11,500.00,500.00,open,HT-2026-03',
  '16,INV-6,1,EUR,2026-01-12,2026-02-11,70.00,70.00,open,HT-1999-77',
];

async function open(): Promise<void> {
  clock = testClock();
  w = await openTestWorkspace(
    workspaceFolder({
      'syncline.yaml': yaml,
      ...mappings,
      'erp/customers.csv': csv(customerHead, '1,Harbor Foods,Harbor Foods GmbH,DE136695976', '2,Mountain Tools,Mountain Tools GmbH,DE811569869'),
      'erp/invoices.csv': csv(invoiceHead, ...invoices),
      'crm/customers.csv': csv(customerHead, 'c1,Harbor Foods,Harbor Foods GmbH,DE136695976', 'c2,Mountain Tools,Mountain Tools GmbH,DE811569869'),
      'crm/contracts.csv': csv(contractHead, ...contracts),
      'bank/.keep': '',
    }),
    { clock },
  );
  await w.sync();
}

/** What is told, by contract: kind and amount. */
const told = async (): Promise<string[]> =>
  (await exceptions(w.world)).exceptions
    .filter((e) => !['erp_disagrees', 'disputed'].includes(e.kind))
    .map((e) => `${e.document} ${e.kind} ${e.amount.amount}`)
    .sort();

it('tells what of the contracts was not invoiced, and invoices that fit no contract, in plain words', async () => {
  await open();
  expect(await told()).toEqual([
    'HT-1999-77 billed_without_contract -70.00',
    'HT-2026-01 final_instalment_forgotten 3000.00',
    'HT-2026-02 owner_left 1200.00',
    'HT-2026-02 yearly_fee_forgotten 1200.00',
    'HT-2026-03 not_billed 500.00',
    'HT-2026-03 wrong_customer -500.00',
  ]);
  const final = (await exceptions(w.world)).exceptions.find((e) => e.kind === 'final_instalment_forgotten');
  expect(final?.sentence.en).toBe('Contract HT-2026-01: the final instalment of 3000.00 EUR, due 2026-05-10, was never invoiced; 6000.00 EUR was');
  expect(final?.sentence.zh).toContain('尾款');
  expect(final?.customer?.name).toBe('Harbor Foods');
});

it('what is put right goes away by itself, whichever side puts it right', async () => {
  await open();
  w.write(
    'erp/invoices.csv',
    csv(invoiceHead, ...invoices.map((row) => row.replace('15,INV-5,1,', '15,INV-5,2,')), '17,INV-7,1,EUR,2026-05-12,2026-06-11,3000.00,3000.00,open,HT-2026-01'),
  );
  w.write('crm/contracts.csv', csv(contractHead, ...contracts.map((row) => row.replace('Zhao Min', 'Wang Lei')), 'k4,HT-1999-77,c1,EUR,70.00,,Wang Lei,2026-01-10 70.00,active,'));
  await w.sync();
  expect(await told()).toEqual(['HT-2026-02 yearly_fee_forgotten 1200.00']);
});

it('an invoice that names another contract now is counted there and no longer here', async () => {
  await open();
  w.write('erp/invoices.csv', csv(invoiceHead, ...invoices.map((row) => row.replace('open,HT-1999-77', 'open,HT-2026-01'))));
  await w.sync();
  expect((await told()).filter((line) => /HT-1999-77|HT-2026-01/.test(line))).toEqual(['HT-2026-01 final_instalment_forgotten 2930.00']);
});

it('a day that comes is noticed without any change in a system', async () => {
  await open();
  w.write(
    'crm/contracts.csv',
    csv(contractHead, ...contracts, `k5,HT-2027-09,c1,EUR,80.00,,Wang Lei,${new Date(clock.now() + 20 * 86_400_000).toISOString().slice(0, 10)} 80.00,active,`),
  );
  await w.sync();
  expect((await told()).some((line) => line.startsWith('HT-2027-09'))).toBe(false);
  clock.move(31 * 86_400_000);
  await w.runner.tick();
  await w.quiet();
  expect(await told()).toContain('HT-2027-09 not_billed 80.00');
});

it('a schedule that cannot be read is told with how to write it, and taken once it is right', async () => {
  await open();
  w.write('crm/contracts.csv', csv(contractHead, ...contracts, 'k6,HT-2026-06,c1,EUR,80.00,,Wang Lei,soon 80.00,active,'));
  await w.sync();
  const { groups } = await w.service.failures({});
  expect(groups.map((g) => [g.cause, g.reason.en.includes('2026-03-31 12000.00')])).toEqual([['receivables.incomplete', true]]);
  w.write('crm/contracts.csv', csv(contractHead, ...contracts, 'k6,HT-2026-06,c1,EUR,80.00,,Wang Lei,2026-01-10 80.00,active,'));
  await w.sync();
  expect((await w.service.failures({})).open).toBe(0);
  expect(await told()).toContain('HT-2026-06 not_billed 80.00');
});

const finance = () => createFinance(w.world);
const amounts = async (query: { settled?: boolean; customer?: string }): Promise<unknown> => {
  const found = await finance().contracts(query);
  if (!found.ok) throw new Error(found.error.message.en);
  return found.value.rows.map((r) => [r.contract, r.customer.name, r.agreed, r.invoiced, r.settled, r.open, r.toBill]);
};

it('per contract: agreed, invoiced, settled, open and to bill, and the sums are those of the invoices', async () => {
  await open();
  expect(await amounts({})).toEqual([
    ['HT-2026-01', 'Harbor Foods', '9000.00', '6000.00', '3000.00', '3000.00', '3000.00'],
    ['HT-2026-02', 'Mountain Tools', '3600.00', '2400.00', '1200.00', '1200.00', '1200.00'],
    ['HT-2026-03', 'Harbor Foods', undefined, '500.00', '0.00', '500.00', undefined],
    ['HT-1999-77', 'Harbor Foods', undefined, '70.00', '0.00', '70.00', undefined],
    ['HT-2026-03', 'Mountain Tools', '500.00', '0.00', '0.00', '0.00', '500.00'],
  ]);
  expect(await amounts({ customer: 'Mountain Tools' })).toHaveLength(2);
  const [all, list] = [await finance().contracts({ settled: true }), await finance().receivables({ settled: true })];
  if (!all.ok || !list.ok) throw new Error('refused');
  expect(all.value.totals).toMatchObject([
    { agreed: '13100.00', invoiced: '8970.00', open: list.value.totals[0]?.open, settled: list.value.totals[0]?.settled, contracts: 5, count: 6 },
  ]);
  const file = await finance().exportContracts({ settled: true }, 'csv');
  const lines = file.ok ? new TextDecoder().decode(file.value).trim().split('\r\n') : [];
  expect(lines.at(-1)).toBe('total,,,,EUR,13100.00,8970.00,0.00,4700.00,0.00,0.00,0.00,4200.00,4770.00,4770.00');
});

it('a contract whose amount or lines change after it was signed is told until it is signed anew or put back', async () => {
  const signed = (amount: string, schedule: string, day: string): string =>
    csv(contractHead, ...contracts, `k7,HT-2026-07,c1,EUR,${amount},2031-01-01,Wang Lei,${schedule},active,${day}`);
  await open();
  w.write('crm/contracts.csv', signed('800.00', '2030-01-10 800.00', '2026-02-01'));
  await w.sync();
  expect((await told()).filter((line) => line.startsWith('HT-2026-07'))).toEqual([]);
  w.write('crm/contracts.csv', signed('950.00', '2030-01-10 950.00', '2026-02-01'));
  await w.sync();
  expect((await told()).filter((line) => line.startsWith('HT-2026-07'))).toEqual(['HT-2026-07 changed_after_signing 150.00']);
  const changed = (await exceptions(w.world)).exceptions.find((e) => e.kind === 'changed_after_signing');
  expect(changed?.sentence.en).toBe('Contract HT-2026-07 says something else than on 2026-02-01, when it was signed: the amount differs by 150.00 EUR');
  w.write('crm/contracts.csv', signed('800.00', '2030-03-10 800.00', '2026-02-01'));
  await w.sync();
  expect((await told()).filter((line) => line.startsWith('HT-2026-07'))).toEqual(['HT-2026-07 changed_after_signing 0.00']);
  w.write('crm/contracts.csv', signed('800.00', '2030-03-10 800.00', '2026-03-01'));
  await w.sync();
  expect((await told()).filter((line) => line.startsWith('HT-2026-07'))).toEqual([]);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approve } from '../../core/receivables/answers/decide.ts';
import { proposals } from '../../core/receivables/answers/proposals.ts';
import type { ReceivablesConfig } from '../../core/receivables/table/config.ts';
import { recountAll } from '../../core/receivables/table/recount.ts';
import { askForImport } from '../../core/receivables/table/tick.ts';
import { writeBackListKey } from '../../core/receivables/table/written.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock, tester, workspaceFolder } from '../integration/harness.ts';
import { type BankRow, mt940 } from '../integration/receivables-workspace.ts';
import { rowsOf } from '../integration/two-systems.ts';
import { addCustomer, bookReceipt, type PostedInvoice, postInvoice, whilePeriodIsClosed } from './trytonPeople.ts';
import { startTryton, type TrytonServer, whyNoTryton } from './trytonServer.ts';
import { run, trytonTestPort } from './trytonWorld.ts';

const why = whyNoTryton();
if (why !== undefined) console.log(`SKIPPED tests/peers/tryton-receivables: ${why}`);

/** Kills at random moments, besides the two that are aimed. */
const kills = Math.min(4, Number(process.env['SYNCLINE_KILLS'] ?? 2));
/** A request of a killed process may land this much later; then it is looked for. */
const inFlightMs = 160_000;
const pay = 'wizard.account.invoice.pay.execute';
const crmInvoices = 'crm/invoices.csv';

const yaml = (tryton: TrytonServer): string => `
workspace: books-${run}
zone: Europe/Berlin
country: DE
connections:
  erp:
    connector: tryton
    reach: inside
    config: { url: '${tryton.url}', database: ${tryton.database}, user: ${tryton.user}, paymentMethod: Bank transfer }
    secrets: { password: TRYTON_PASSWORD }
    streams: { parties: { mapping: tryton/parties }, invoices: { mapping: tryton/invoices }, payments: { mapping: tryton/payments } }
  crm:
    connector: file
    config:
      folder: crm
      streams:
        customers: { files: customers.csv, key: Id, writable: true, columns: [Id, Company] }
        invoices: { files: invoices.csv, key: Id, writable: true, columns: [Id, Number, Customer, Outstanding, Currency, Settlement] }
    streams: { customers: { mapping: crm/customers }, invoices: { mapping: crm/invoices } }
routes:
  customers-to-crm: { type: organization, from: [erp], to: crm.customers, golive: automatic }
  invoices-to-crm: { type: invoice, from: [erp], to: crm.invoices, golive: automatic, patience: 2d }
receivables:
  company: Our Company
  statements: [{ folder: bank }]
  payTo: erp.payments
`;
const mapping = (name: string, type: string, fields: string): string => `name: crm/${name}\ntype: ${type}\nconnector: file\nstream: ${name}\nfields:\n${fields}`;
const mappings = {
  'mappings/customers.yaml': mapping('customers', 'organization', '  name: Company\n'),
  'mappings/invoices.yaml': mapping(
    'invoices',
    'invoice',
    '  number: Number\n  customer: { path: Customer, reference: customers }\n  outstanding: { path: [Outstanding, Currency] }\n  settlement: Settlement\n',
  ),
};

describe.skipIf(why !== undefined)('invoices of a real Tryton and a bank statement', () => {
  let tryton: TrytonServer;
  let w: TestWorkspace;
  let clock: TestClock;
  let env: Record<string, string>;
  let customer: number;
  let made: Record<'whole' | 'part' | 'byHand' | 'open', PostedInvoice>;
  const name = `Hafen ${run} GmbH`;
  let statements = 0;
  let balance = 100;

  beforeAll(async () => {
    tryton = await startTryton({ port: trytonTestPort });
    customer = await addCustomer(tryton, name);
    const post = (amount: string, which: string) => postInvoice(tryton, customer, amount, `${which}-${run}`);
    made = { whole: await post('1250.40', 'whole'), part: await post('2000.00', 'part'), byHand: await post('310.15', 'byHand'), open: await post('77.77', 'open') };
    env = { TRYTON_PASSWORD: tryton.password };
    clock = testClock();
    w = await open();
  }, 300_000);
  afterAll(async () => {
    await w?.close();
    await tryton?.stop();
  });

  const open = (folder = workspaceFolder({ 'syncline.yaml': yaml(tryton), ...mappings, 'bank/.keep': '', 'crm/.keep': '' })) => openTestWorkspace(folder, { env, clock });
  const config = (): ReceivablesConfig => w.world.config.receivables as ReceivablesConfig;
  const today = (): string => new Date(clock.now()).toISOString().slice(0, 10);
  /** The bank's next statement, as a file in the folder. */
  const bank = (...rows: readonly (readonly [amount: string, text: string])[]): void => {
    statements += 1;
    const lines = rows.map(([amount, text]): BankRow => [today(), amount, name, text]);
    w.write(`bank/${statements}.sta`, mt940(statements, balance.toFixed(2), lines));
    balance += rows.reduce((sum, [amount]) => sum + Number(amount), 0);
  };
  const takeBank = async (): Promise<void> => {
    await askForImport(w.world);
    await w.quiet();
  };
  /** An invoice as Tryton itself has it, and the entries on it: the sum and how many of them are ours. */
  const inTryton = async ({ id }: PostedInvoice): Promise<unknown> => {
    const [row] = (await tryton.rpc('account.invoice', 'search_read', [['id', '=', id]], 0, 1, null, [
      ...['state', 'amount_to_pay', 'payment_lines.credit', 'payment_lines.reconciliation', 'payment_lines.move.description'],
    ])) as [{ state: string; amount_to_pay: { decimal: string }; 'payment_lines.': readonly Entry[] }];
    const entries = row['payment_lines.'].map(
      (e) => `${e.credit.decimal}${e.reconciliation === null ? '' : ' reconciled'}${/^SL-/.test(e['move.'].description ?? '') ? ' ours' : ''}`,
    );
    return { state: row.state, open: row.amount_to_pay.decimal, entries };
  };
  const onItsWay = async (): Promise<readonly string[]> => (await w.world.table.list(writeBackListKey)).entries.map((e) => e.state ?? '');
  const crm = (invoice: PostedInvoice): string | undefined => rowsOf(w.read(crmInvoices)).find((row) => row.split(',')[1] === invoice.number);
  const marks = (): unknown => [tryton.tables(), tryton.proxy.writes(), w.read(crmInvoices), w.read('crm/customers.csv')];
  const nothingMoves = async (): Promise<void> => {
    tryton.proxy.reset();
    const before = marks();
    await w.sync();
    await takeBank();
    await w.runner.tick();
    await w.quiet();
    await w.sync();
    expect(marks()).toEqual(before);
    expect(tryton.proxy.writes()).toBe(0);
  };

  test('what was booked by hand in Tryton is a fact, and a sure match is allocated and paid in Tryton', async () => {
    await bookReceipt(tryton, `byHand-${run}`, '310.15', `Bank ${run}`);
    await w.sync();
    bank(['1250.40', `Invoice ${made.whole.number}`], ['500.00', `part of ${made.part.number}`], ['310.15', `Invoice ${made.byHand.number}`]);
    await takeBank();
    expect(await inTryton(made.whole)).toEqual({ state: 'paid', open: '0', entries: ['1250.40 reconciled ours'] });
    expect(await inTryton(made.byHand)).toEqual({ state: 'paid', open: '0', entries: ['310.15 reconciled'] });
    expect(await inTryton(made.part)).toEqual({ state: 'posted', open: '2000.00', entries: [] });
    expect(await onItsWay()).toEqual(['applied']);
  });

  test('the part payment waits as a proposal with its reason, and is booked once a person approves it', async () => {
    const { receipts } = await proposals(w.world, config());
    expect(receipts.map((r) => [r.amount.amount, r.proposals.map((p) => p.applies.map((a) => a.invoice))])).toEqual([['500.00', [[made.part.number]]]]);
    expect(receipts[0]?.proposals[0]?.evidence.length).toBeGreaterThan(0);
    const approved = await approve(w.world, config(), { receipt: receipts[0]?.receipt ?? '', remember: false }, tester);
    expect(approved).toMatchObject({ ok: true, value: { state: 'done' } });
    await w.quiet();
    expect(await inTryton(made.part)).toEqual({ state: 'posted', open: '1500.00', entries: ['500.00 ours'] });
  });

  test('the next pull confirms both, and the CRM shows what is open', async () => {
    await w.sync();
    await w.sync();
    expect(await onItsWay()).toEqual([]);
    expect(await proposals(w.world, config())).toMatchObject({ receipts: [] });
    expect([made.whole, made.part, made.byHand, made.open].map((invoice) => crm(invoice)?.split(',').slice(3))).toEqual([
      ['0.00', 'EUR', 'paid'],
      ['1500.00', 'EUR', 'partly_paid'],
      ['0.00', 'EUR', 'paid'],
      ['77.77', 'EUR', 'open'],
    ]);
    expect((await recountAll(w.world)).leaks).toEqual([]);
  });

  test('a second run changes nothing, counted in Tryton’s tables, its request log and the CRM’s bytes', nothingMoves);

  test('what Tryton refuses is told with its reason, and goes through once the reason is gone', async () => {
    await whilePeriodIsClosed(tryton, today(), async () => {
      bank(['77.77', `Invoice ${made.open.number}`]);
      await takeBank();
      expect(await inTryton(made.open)).toEqual({ state: 'posted', open: '77.77', entries: [] });
      expect(await onItsWay()).toEqual(['rejected']);
      expect((await w.service.failures({})).groups.map((g) => g.cause)).toEqual(['receivables.payment']);
    });
    clock.move(61 * 60_000);
    await w.runner.tick();
    await w.quiet();
    await w.sync();
    expect(await inTryton(made.open)).toEqual({ state: 'paid', open: '0', entries: ['77.77 reconciled ours'] });
    expect(await onItsWay()).toEqual([]);
    expect((await w.service.failures({})).open).toBe(0);
  });

  test('killed while it books, it books once: before Tryton hears of it, after it booked and before the answer, and at random moments', async () => {
    const moments = ['before', 'answered', ...Array.from({ length: kills }, () => Math.round(Math.random() * 1_200))] as const;
    const invoices: PostedInvoice[] = [];
    for (const [i] of moments.entries()) invoices.push(await postInvoice(tryton, customer, `${i + 10}.0${i}`, `kill-${i}-${run}`));
    await w.sync();
    let movedMs = clock.now() - Date.now();
    for (const [i, moment] of moments.entries()) {
      bank([`${i + 10}.0${i}`, `Invoice ${invoices[i]?.number}`]);
      await w.close('keep');
      await killedWhile(w.folder, movedMs, env, (kill) => {
        if (typeof moment === 'number') setTimeout(kill, moment);
        else tryton.proxy.at(pay, moment, async () => kill());
      });
      clock.move(inFlightMs);
      movedMs += inFlightMs;
      w = await open(w.folder);
      await takeBank();
      await w.runner.tick();
      await w.quiet();
    }
    const diagnosis = JSON.stringify([await proposals(w.world, config()), await onItsWay(), (await w.service.failures({})).groups]);
    console.log(`killed at: ${moments.join(', ')} (ms)`);
    await w.sync();
    for (const [i, invoice] of invoices.entries())
      expect(await inTryton(invoice), `${moments[i]} ${diagnosis}`).toEqual({ state: 'paid', open: '0', entries: [`${i + 10}.0${i} reconciled ours`] });
    await w.sync();
    expect(await onItsWay()).toEqual([]);
    expect((await recountAll(w.world)).leaks).toEqual([]);
    await nothingMoves();
  }, 120_000);
});

interface Entry {
  readonly credit: { readonly decimal: string };
  readonly reconciliation: number | null;
  readonly 'move.': { readonly description: string | null };
}

/** Runs everything on a folder in a process of its own until `kill` is called, or it has ended. */
async function killedWhile(folder: string, movedMs: number, env: Readonly<Record<string, string>>, aim: (kill: () => void) => void): Promise<void> {
  const script = fileURLToPath(new URL('./pay-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, String(movedMs)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  aim(() => void child.kill('SIGKILL'));
  await exited;
}

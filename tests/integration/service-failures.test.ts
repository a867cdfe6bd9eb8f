import { afterEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../core/model/time.ts';
import { readLog } from '../../core/sync/answers/log.ts';
import { testClock, tester } from './harness.ts';
import { type Mood, withMoodyErp } from './moody-erp.ts';
import { csv, customerHead, invoiceHead, openTrading, reopenTrading, type Trading } from './trading.ts';

let open: Trading | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function trading(options: Parameters<typeof openTrading>[0] = {}): Promise<Trading> {
  open = await openTrading(options);
  return open;
}

const alpine = (city: string): string => `C-2,Alpine Tools AG,,info@alpine.example,+41 44 668 18 00,,${city},CH,active,`;
const noAtlantis = {
  kind: 'invalid',
  code: 'city.unknown',
  field: 'City',
  message: { en: 'City Atlantis does not exist.', zh: '城市 Atlantis 不存在。' },
} as const;

describe('failures', () => {
  it('are grouped by cause with what to do, samples and the money of their records', async () => {
    const w = await trading({
      files: {
        'crm/invoices.csv': csv(
          invoiceHead,
          'I-1,2026-001,C-2,CHF,31.02.2026,1200.50',
          'I-2,2026-002,C-2,CHF,soon,0.55',
          'I-3,2026-003,C-2,EUR,soon,10.00',
          'I-4,2026-004,C-2,EUR,2026-01-02,7.00',
        ),
      },
    });
    await w.run();
    const view = await w.service.failures({});
    expect(view.open).toBe(3);
    expect(view.groups).toHaveLength(1);
    expect(view.groups[0]).toMatchObject({ cause: 'read.date.format.issued', kind: 'parked', connection: 'crm', stream: 'invoices', count: 3 });
    expect(view.groups[0]?.atRisk).toEqual([
      { amount: '1201.05', currency: 'CHF' },
      { amount: '10.00', currency: 'EUR' },
    ]);
    expect(view.groups[0]?.samples.map((s) => s.record).sort()).toEqual(['crm/invoices/I-1', 'crm/invoices/I-2', 'crm/invoices/I-3']);
    expect(view.groups[0]?.samples.map((s) => s.label).sort()).toEqual(['2026-001', '2026-002', '2026-003']);
    expect(view.groups[0]?.todo.en).toContain('Correct the value in crm');
    expect((await w.service.status()).failures).toEqual({ open: 3, causes: 1, atRisk: view.groups[0]?.atRisk });
    expect((await w.service.failures({ record: 'crm/invoices/I-3' })).open).toBe(1);
    expect((await w.service.failures({ connection: 'erp' })).open).toBe(0);
    w.write('crm/invoices.csv', csv(invoiceHead, 'I-1,2026-001,C-2,CHF,2026-02-28,1200.50'));
    await w.run({ connection: 'crm' });
    expect((await w.service.failures({ record: 'crm/invoices/I-1' })).open).toBe(0);
  });

  it('of a value that the target refuses park that value alone, say why, and go on after a retry', async () => {
    const mood: Mood = { refuses: (fields) => (fields['City'] === 'Atlantis' ? noAtlantis : undefined) };
    const w = await trading({ adapt: withMoodyErp(mood) });
    await w.run();
    w.write('crm/customers.csv', csv(customerHead, alpine('Atlantis').replace('Alpine Tools AG', 'Alpine Tools & Co AG')));
    await w.run({ connection: 'crm', stream: 'customers' });
    expect(w.read('erp/customers.csv')).toContain('Alpine Tools & Co AG');
    expect(w.read('erp/customers.csv')).not.toContain('Atlantis');
    const { groups } = await w.service.failures({});
    expect(groups).toMatchObject([{ cause: 'write.invalid.city.unknown.city', kind: 'refused', connection: 'erp', count: 1, reason: noAtlantis.message }]);
    const target = (await w.service.why('crm/customers/C-2'))?.targets.find((t) => t.route === 'customers-to-erp');
    expect(target).toMatchObject({ state: 'parked', code: 'parked', fields: [{ field: 'city', wanted: 'Atlantis', there: 'Zürich' }] });
    expect(target?.reason.en).toBe('city: Refused: City Atlantis does not exist.');

    mood.refuses = undefined;
    const retried = await w.service.retry({ cause: 'write.invalid.city.unknown.city' }, tester);
    await w.quiet();
    expect(retried).toMatchObject({ ok: true, value: { released: 1, deadLetters: 0 } });
    expect(w.read('erp/customers.csv')).toContain('Atlantis');
    expect((await w.service.failures({})).open).toBe(0);
    expect((await w.service.why('crm/customers/C-2'))?.targets.find((t) => t.route === 'customers-to-erp')?.state).toBe('current');
    const [entry] = await readLog(w.world, w.world.clock.now(), 1);
    expect(entry).toMatchObject({ by: 'p_tester', what: 'retry', about: { released: 1 } });
  });

  it('of a system that does not answer are one group with all that waits, and a retry asks it at once', async () => {
    const mood: Mood = {};
    const w = await trading({ adapt: withMoodyErp(mood) });
    await w.run();
    mood.down = true;
    w.write('crm/customers.csv', csv(customerHead, alpine('Bern'), 'C-3,上海晨光贸易有限公司,,sales@chenguang.example,,,北京,CN,active,'));
    await w.run({ connection: 'crm', stream: 'customers' });
    const status = await w.service.status();
    expect(status.connections.find((c) => c.name === 'erp')).toMatchObject({ state: 'blocked', problem: { en: 'The ERP does not answer.' } });
    expect(status.waiting).toMatchObject([{ count: 2, what: { en: 'to write to erp.customers, which does not answer' } }]);
    await expect.poll(async () => (await w.service.status()).settled).toBe(true);
    expect((await w.service.failures({})).groups).toMatchObject([{ cause: 'connection.transient.outage', kind: 'blocked', connection: 'erp', count: 2 }]);
    expect((await w.service.why('crm/customers/C-2'))?.targets.find((t) => t.route === 'customers-to-erp')).toMatchObject({ state: 'waiting', code: 'connection-blocked' });

    const dry = await w.service.sync({ connection: 'erp', stream: 'customers', dryRun: true, full: false }, tester);
    expect(dry).toMatchObject({ ok: true, value: { state: 'failed', problem: { en: 'The ERP does not answer.' }, dry: [] } });

    mood.down = false;
    await w.service.retry({}, tester);
    await w.quiet();
    expect(w.read('erp/customers.csv')).toMatch(/Bern[\s\S]*北京|北京[\s\S]*Bern/);
    expect((await w.service.failures({})).open).toBe(0);
    expect((await w.service.status()).waiting).toEqual([]);
  });

  it('of a message that fails again and again are kept as dead letters and go through after a retry', async () => {
    const mood: Mood = {};
    const w = await trading({ adapt: withMoodyErp(mood) });
    await w.run();
    mood.broken = 'fetch';
    w.write('crm/customers.csv', csv(customerHead, alpine('Bern')));
    await w.run({ connection: 'crm', stream: 'customers' });
    const { groups } = await w.service.failures({});
    expect(groups).toMatchObject([{ cause: 'dead.bug', kind: 'dead-lettered', connection: 'erp', count: 1 }]);
    expect((await w.service.status()).queues.find((q) => q.name === 'outbound')?.dead).toBe(1);

    mood.broken = undefined;
    expect(await w.service.retry({}, tester)).toMatchObject({ ok: true, value: { deadLetters: 1 } });
    await w.quiet();
    expect(w.read('erp/customers.csv')).toContain('Bern');
    expect((await w.service.failures({})).open).toBe(0);
  });

  it('of a connector with a bug in its write are told at once and closed by the write that works', async () => {
    const mood: Mood = {};
    const clock = testClock();
    const w = await trading({ adapt: withMoodyErp(mood), clock });
    await w.run();
    mood.broken = 'push';
    w.write('crm/customers.csv', csv(customerHead, alpine('Bern')));
    await w.run({ connection: 'crm', stream: 'customers' });
    expect((await w.service.failures({})).groups).toMatchObject([{ cause: 'write.unknown.bug', kind: 'refused', connection: 'erp', count: 1 }]);

    mood.broken = undefined;
    clock.move(hourMs);
    await w.service.retry({}, tester);
    await w.quiet();
    expect(w.read('erp/customers.csv')).toContain('Bern');
    expect((await w.service.failures({})).open).toBe(0);
  });

  it.each([
    ['updated', false],
    ['made', true],
  ])('of a connector that broke after it had %s a record are closed by the look that finds it, and nothing is written again', async (_, fromTheStart) => {
    const mood: Mood = fromTheStart ? { broken: 'pushed' } : {};
    const clock = testClock();
    const w = await trading({ adapt: withMoodyErp(mood), clock });
    await w.run();
    mood.broken = 'pushed';
    if (!fromTheStart) w.write('crm/customers.csv', csv(customerHead, alpine('Bern')));
    await w.run({ connection: 'crm', stream: 'customers' });
    expect(new Set((await w.service.failures({})).groups.map((g) => g.cause))).toEqual(new Set(['write.unknown.bug']));
    const written = w.read('erp/customers.csv');
    expect(written).toContain(fromTheStart ? 'Alpine' : 'Bern');

    mood.broken = 'push';
    clock.move(hourMs);
    await w.service.retry({}, tester);
    await w.quiet();
    expect(w.read('erp/customers.csv')).toBe(written);
    // Its invoice goes to it only now, and meets the bug anew.
    expect((await w.service.failures({})).groups.filter((g) => g.stream === 'customers')).toEqual([]);
  });

  it('of a pull that fails again and again name the queue; a retry pulls again', async () => {
    const mood: Mood = {};
    const w = await trading({ adapt: withMoodyErp(mood) });
    await w.run();
    mood.broken = 'read';
    const run = await w.run({ connection: 'erp', stream: 'customers' });
    expect(run).toMatchObject({ state: 'failed', passes: [{ state: 'red', read: 0 }] });
    expect((await w.service.failures({})).groups).toMatchObject([
      { cause: 'dead.jobs', kind: 'dead-lettered', connection: 'erp', count: 1, samples: [{ record: 'erp/customers' }] },
    ]);
    mood.broken = undefined;
    expect(await w.service.retry({ connection: 'erp' }, tester)).toMatchObject({ ok: true, value: { deadLetters: 1 } });
    await w.quiet();
    expect((await w.service.status()).connections[1]?.streams[0]).toMatchObject({ state: 'idle', lastPass: { state: 'green', read: 3 } });
    expect((await w.service.failures({})).open).toBe(0);
  });

  it('of one row hold up nothing else', async () => {
    const w = await trading({ files: { 'crm/customers.csv': csv(customerHead, alpine('Bern'), 'C-9,Broken AG,,,,,,CH,active,note,one too many') } });
    await w.run();
    expect((await w.service.failures({})).groups).toMatchObject([{ cause: 'row.csv.columns', kind: 'refused', connection: 'crm', count: 1 }]);
    expect(w.read('erp/customers.csv')).toContain('Bern');
    w.write('crm/customers.csv', csv(customerHead, alpine('Bern'), 'C-9,Mended AG,,,,,,CH,active,note'));
    await w.service.retry({ cause: 'row.csv.columns' }, tester);
    await w.quiet();
    expect((await w.service.failures({})).open).toBe(0);
    expect(w.read('erp/customers.csv')).toContain('Mended AG');
  });

  it('of a value that a corrected mapping can read are taken in by a retry', async () => {
    const invoices = csv(invoiceHead, 'I-1,2026-001,C-2,CHF,31.12.2025,1200.50');
    const w = await trading({ files: { 'crm/invoices.csv': invoices } });
    await w.run();
    expect((await w.service.record('crm/invoices/I-1'))?.golden['issued']).toBeUndefined();
    w.write('mappings/crm/invoices.yaml', w.read('mappings/crm/invoices.yaml').replace('as: date', 'as: { date: [yyyy-MM-dd, dd.MM.yyyy] }'));
    await w.close('keep');
    open = await reopenTrading(w.folder);
    await open.run({ connection: 'crm' });
    expect((await open.service.failures({})).open).toBe(1);
    await open.service.retry({ cause: 'read.date.format.issued' }, tester);
    await open.quiet();
    expect((await open.service.failures({})).open).toBe(0);
    expect((await open.service.record('crm/invoices/I-1'))?.golden['issued']).toBe('2025-12-31');
    expect(open.read('erp/invoices.csv')).toContain('2025-12-31');
  });

  it('of a record that its source no longer has are closed', async () => {
    const clock = testClock();
    const w = await trading({ clock, files: { 'crm/invoices.csv': csv(invoiceHead, 'I-1,2026-001,C-2,CHF,soon,1.00', 'I-2,2026-002,C-2,CHF,2026-01-02,2.00') } });
    await w.run();
    expect((await w.service.failures({})).open).toBe(1);
    w.write('crm/invoices.csv', csv(invoiceHead, 'I-2,2026-002,C-2,CHF,2026-01-02,2.00'));
    await w.run({ connection: 'crm', stream: 'invoices' });
    expect((await w.service.failures({})).open).toBe(1);
    clock.move(2 * hourMs);
    await w.run({ connection: 'crm', stream: 'invoices' });
    expect((await w.service.failures({})).open).toBe(0);
  });

  it('refuse a filter for what does not exist', async () => {
    const w = await trading();
    expect(await w.service.retry({ connection: 'sap' }, tester)).toMatchObject({ ok: false, error: { kind: 'missing', code: 'CONNECTION_UNKNOWN' } });
    expect(await w.service.retry({ connection: 'erp', stream: 'orders' }, tester)).toMatchObject({ ok: false, error: { kind: 'missing', code: 'STREAM_UNKNOWN' } });
    expect(await w.service.retry({ record: 'nonsense' }, tester)).toMatchObject({ ok: false, error: { kind: 'invalid', code: 'RECORD_INVALID' } });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connector } from '../../connectors/tryton/index.ts';
import { parties } from '../../connectors/tryton/read.ts';
import type { Invoice, Party, Payment } from '../../connectors/tryton/schema.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { trytonMapping } from './trytonMapping.ts';
import { bookReceipt } from './trytonPeople.ts';
import { startTryton, type TrytonServer, whyNoTryton } from './trytonServer.ts';
import { run, type TrytonWorld, trytonTestPort, trytonWorld } from './trytonWorld.ts';

const why = whyNoTryton();
if (why !== undefined) console.log(`SKIPPED tests/peers/trytonRead: ${why}`);

describe.skipIf(why !== undefined)('reading from a real Tryton', () => {
  let server: TrytonServer;
  let world: TrytonWorld;

  beforeAll(async () => {
    server = await startTryton({ port: trytonTestPort });
    world = trytonWorld(server);
  }, 300_000);
  afterAll(async () => server?.stop());

  test('names the account and what is missing', async () => {
    const { account, notes } = await connector.check(world.ctx);
    expect(account).toBe('admin @ tryton (Our Company)');
    expect(notes.every((n) => /no countries/.test(n.en))).toBe(true);
  });

  test('reads the seeded customers with their addresses and numbers', async () => {
    const { records, rejected, complete } = await world.pass<Party>('parties');
    expect(rejected).toEqual([]);
    expect(complete).toBe(true);
    const chinese = records.find((r) => r.code === 'C003');
    expect(chinese).toMatchObject({ name: '北京天行贸易有限公司', active: true, kind: 'organization', emails: ['zhang.wei@tianxing.example.test'], phones: ['+86 10 5555 0101'] });
    expect(chinese?.address).toMatchObject({ city: 'Berlin', postalCode: '10115' });
    expect(await parties.count?.(world.ctx)).toBe(records.length);
  });

  test('reads draft, open, part-paid and paid invoices with exact amounts', async () => {
    const { records } = await world.pass<Invoice>('invoices');
    const seen = new Map(records.map((r) => [r.reference, r]));
    expect(seen.get('CRM-1001')).toMatchObject({ state: 'draft', number: null, total: '500.00', open: '0', dueDate: null });
    expect(seen.get('CRM-1002')).toMatchObject({ state: 'posted', total: '1200.50', currency: 'EUR', company: 'Our Company', summary: 'CRM-1002' });
    expect(seen.get('CRM-1003')).toMatchObject({ state: 'posted', total: '250.00', open: '150.00' });
    expect(seen.get('CRM-1004')).toMatchObject({ state: 'paid', total: '99.99', open: '0' });
    expect(seen.get('CRM-1002')?.dueDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test('reads receipts, part and full, with what they pay', async () => {
    const { records } = await world.pass<Payment>('payments');
    const seeded = records.slice(0, 2);
    expect(seeded.map((r) => [r.amount, r.currency, r.reconciled, r.description])).toEqual([
      ['100.00', 'EUR', false, 'Bank receipt'],
      ['99.99', 'EUR', true, 'Bank receipt'],
    ]);
    const invoices = await world.pass<Invoice>('invoices');
    expect(seeded.map((r) => invoices.records.find((i) => i.id === r.invoices[0])?.reference)).toEqual(['CRM-1003', 'CRM-1004']);
  });

  test('money on a bank statement arrives as a receipt, and lowers what its invoice has open', async () => {
    const invoices = await world.pass<Invoice>('invoices');
    const payments = await world.pass<Payment>('payments');
    const before = invoices.records.find((r) => r.reference === 'CRM-1002') as Invoice;
    await bookReceipt(server, 'CRM-1002', '0.01', `statement ${run}`);
    const receipt = (await world.pass<Payment>('payments', payments.cursor)).records.find((r) => r.description === `statement ${run}`);
    expect(receipt).toMatchObject({ amount: '0.01', currency: 'EUR', invoices: [before.id], invoiceNumbers: before.number, journal: 'Bank', reconciled: false });
    const after = (await world.pass<Invoice>('invoices', invoices.cursor)).records.find((r) => r.id === before.id);
    const cents = (text: string) => BigInt(text.replace('.', ''));
    expect(cents(after?.open ?? '') - cents(before.open)).toBe(-1n);
  });

  test('sees an edit of a party, of a part, and a new party in the next pass', async () => {
    const before = await world.pass<Party>('parties');
    const known = new Map(before.records.map((r) => [r.code, r]));
    const anna = known.get('C001') as Party;
    const borges = known.get('C002') as Party;
    await server.rpc('party.party', 'write', [Number(anna.id)], { name: `Anna Schmidt GmbH ${run}` });
    const mail = await world.mechanism(borges.id, borges.emails[0]);
    await server.rpc('party.contact_mechanism', 'write', [mail], { value: `office-${run}@borges.example.test` });
    await server.rpc('party.party', 'create', [{ code: `N-${run}`, name: 'Neu AG' }]);
    const after = new Map((await world.pass<Party>('parties', before.cursor)).records.map((r) => [r.code, r]));
    expect(after.get('C001')?.name).toBe(`Anna Schmidt GmbH ${run}`);
    expect(after.get('C002')?.emails).toEqual([`office-${run}@borges.example.test`]);
    expect(after.get('C002')?.meta.revision).not.toBe(borges.meta.revision);
    expect(after.get('C002')?.meta.changedBy).toBe('admin');
    expect(after.has(`N-${run}`)).toBe(true);
  });

  test('shows an archived party and keeps its parts', async () => {
    const party = await world.made('Archiv AG', { emails: ['archiv@example.test'] });
    const before = await world.pass<Party>('parties');
    const [outcome] = await world.push({ key: 'k', action: 'archive', id: party.id, fields: {}, base: { revision: party.meta.revision } });
    expect(outcome).toMatchObject({ state: 'applied', record: { active: false, emails: ['archiv@example.test'] } });
    const after = await world.pass<Party>('parties', before.cursor);
    expect(after.records.find((r) => r.id === party.id)).toMatchObject({ active: false, emails: ['archiv@example.test'] });
  });

  test('sees that a part was deleted although nothing was stamped', async () => {
    const party = await world.made('Teile AG', { emails: ['one@example.test', 'two@example.test'] });
    const before = await world.pass<Party>('parties');
    const mail = await world.mechanism(party.id, 'one@example.test');
    await server.rpc('party.contact_mechanism', 'delete', [mail]);
    const after = await world.pass<Party>('parties', before.cursor);
    expect(after.complete).toBe(true);
    expect(after.records.find((r) => r.id === party.id)?.emails).toEqual(['two@example.test']);
    expect((await world.pass<Party>('parties', after.cursor)).complete).toBe(false);
  });

  test('a deleted party is missing from the sweep and from fetch', async () => {
    const party = await world.made('Weg AG');
    await server.rpc('party.party', 'delete', [Number(party.id)]);
    const live: string[] = [];
    for await (const some of parties.ids?.(world.ctx) ?? []) live.push(...some);
    expect(live).not.toContain(party.id);
    expect(await parties.fetch?.(world.ctx, [party.id])).toEqual([]);
    const [outcome] = await world.push({ key: 'k', action: 'update', id: party.id, fields: { name: 'x' } });
    expect(outcome).toMatchObject({ state: 'rejected', fault: { kind: 'missing' } });
  });

  test.each(['parties', 'invoices', 'payments'])('every seeded record of %s is understood by its mapping document', async (name) => {
    const mapping = trytonMapping(name);
    const { records } = await world.pass<JsonObject>(name);
    expect(records.filter((r) => mapping.accepts(r)).length).toBeGreaterThan(0);
    for (const record of records) expect(mapping.read(record).problems).toEqual([]);
  });

  test('a refused session is renewed without being noticed', async () => {
    world.ctx.memo.set('tryton.session', Promise.resolve({ uid: 1, authorization: `Session ${Buffer.from('admin:1:none').toString('base64')}` }));
    server.proxy.reset();
    expect((await Promise.all([parties.count?.(world.ctx), parties.count?.(world.ctx), parties.count?.(world.ctx)])).every((n) => (n ?? 0) > 0)).toBe(true);
    expect(server.proxy.calls()['common.db.login']).toBe(1);
  });

  test('a second pass without change asks little and shows nothing new', async () => {
    const first = await world.pass<Party>('parties');
    server.proxy.reset();
    const second = await world.pass<Party>('parties', first.cursor);
    const known = new Map(first.records.map((r) => [r.id, r.meta.revision]));
    expect(second.records.every((r) => known.get(r.id) === r.meta.revision)).toBe(true);
    expect(second.cursor).toMatchObject({ since: first.cursor.since, census: first.cursor.census });
    expect(Object.values(server.proxy.calls()).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(7);
  });
});

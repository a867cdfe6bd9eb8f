import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../../connectors/kit/context.ts';
import { connector } from '../../connectors/tryton/index.ts';
import { parties } from '../../connectors/tryton/read.ts';
import type { Cursor, Invoice, Party, Payment } from '../../connectors/tryton/schema.ts';
import type { JsonObject } from '../../core/model/json.ts';
import { Secret } from '../../core/model/secret.ts';
import type { ConnectorContext, Stream, WriteOp, WriteOutcome } from '../../core/ports/connector.ts';
import type { Canon, StreamMapping } from '../../core/ports/mapping.ts';
import { compileMapping } from '../../mappings/engine/compile.ts';
import { fetchHttp } from './fetchHttp.ts';
import { startTryton, type TrytonServer, whyNoTryton } from './trytonServer.ts';

const why = whyNoTryton();
if (why !== undefined) console.log(`SKIPPED tests/peers/tryton: ${why}`);

function mappingOf(name: string): StreamMapping {
  const file = new URL(`../../mappings/tryton/${name}.yaml`, import.meta.url);
  const compiled = compileMapping({ text: readFileSync(file, 'utf8'), file: `${name}.yaml`, country: 'DE' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

/** Not the port of a server that a person may have running. */
const port = 18_169;
const run = Date.now().toString(36);

describe.skipIf(why !== undefined)('the connector against a real Tryton', () => {
  let server: TrytonServer;
  let ctx: ConnectorContext<ReturnType<typeof connector.config.parse>>;

  beforeAll(async () => {
    server = await startTryton({ port });
    ctx = createContext({
      connector,
      connection: 'erp',
      config: connector.config.parse({ url: server.url, database: server.database, user: server.user }),
      secrets: { password: new Secret(server.password) },
      http: fetchHttp,
      clock: { now: () => Date.now() },
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      reach: { plainHttp: 'allow', privateAddresses: 'allow' },
    });
  }, 300_000);
  afterAll(async () => server?.stop());

  const streamOf = <R>(name: string) => connector.streams(ctx.config).find((s) => s.name === name) as Stream<R, Cursor, typeof ctx.config>;
  const pass = async <R>(name: string, from?: Cursor) => {
    const records: R[] = [];
    let cursor = from;
    let complete = false;
    for await (const page of streamOf<R>(name).read(ctx, from)) {
      expect(page.rejected).toEqual([]);
      records.push(...page.records);
      cursor = page.resume;
      complete ||= page.complete === true;
    }
    return { records, cursor: cursor as Cursor, complete };
  };
  const push = (...ops: WriteOp[]) => parties.write?.push(ctx, ops) as Promise<readonly WriteOutcome<Party>[]>;
  const made = async (name: string, more: WriteOp['fields'] = {}) => {
    const [outcome] = await push({ key: `${name}-${run}`, externalId: `${name}-${run}`, action: 'create', fields: { name, ...more } });
    if (outcome?.state !== 'applied' || outcome.record === undefined) throw new Error(JSON.stringify(outcome));
    return outcome.record;
  };
  const one = async (id: string): Promise<Party> => {
    const found = (await parties.fetch?.(ctx, [id])) ?? [];
    if (found[0] === undefined) throw new Error(`party ${id} is not there`);
    return found[0];
  };
  const aSecond = () => new Promise((done) => setTimeout(done, 1_100));

  test('names the account and what is missing', async () => {
    const { account, notes } = await connector.check(ctx);
    expect(account).toBe('admin @ tryton (Our Company)');
    expect(notes.map((n) => n.en).join()).toMatch(/no countries/);
  });

  test('reads the seeded customers with their addresses and numbers', async () => {
    const { records, complete } = await pass<Party>('parties');
    expect(complete).toBe(true);
    const chinese = records.find((r) => r.code === 'C003');
    expect(chinese).toMatchObject({ name: '北京天行贸易有限公司', active: true, kind: 'organization', emails: ['zhang.wei@tianxing.example.test'], phones: ['+86 10 5555 0101'] });
    expect(chinese?.address).toMatchObject({ city: 'Berlin', postalCode: '10115' });
    expect(await parties.count?.(ctx)).toBe(records.length);
  });

  test('reads draft, open, part-paid and paid invoices with exact amounts', async () => {
    const { records } = await pass<Invoice>('invoices');
    const seen = new Map(records.map((r) => [r.reference, r]));
    expect(seen.get('CRM-1001')).toMatchObject({ state: 'draft', number: null, total: '500.00', open: '0', dueDate: null });
    expect(seen.get('CRM-1002')).toMatchObject({ state: 'posted', total: '1200.50', open: '1200.50', currency: 'EUR', company: 'Our Company', summary: 'CRM-1002' });
    expect(seen.get('CRM-1003')).toMatchObject({ state: 'posted', total: '250.00', open: '150.00' });
    expect(seen.get('CRM-1004')).toMatchObject({ state: 'paid', total: '99.99', open: '0' });
    expect(seen.get('CRM-1002')?.dueDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test('reads receipts, part and full, with what they pay', async () => {
    const { records } = await pass<Payment>('payments');
    expect(records.map((r) => [r.amount, r.currency, r.reconciled, r.description])).toEqual([
      ['100.00', 'EUR', false, 'Bank receipt'],
      ['99.99', 'EUR', true, 'Bank receipt'],
    ]);
    const invoices = await pass<Invoice>('invoices');
    expect(records.map((r) => invoices.records.find((i) => i.id === r.invoices[0])?.reference)).toEqual(['CRM-1003', 'CRM-1004']);
  });

  test('sees an edit of a party, of a part, and a new party in the next pass', async () => {
    const before = await pass<Party>('parties');
    const known = new Map(before.records.map((r) => [r.code, r]));
    const anna = known.get('C001') as Party;
    const borges = known.get('C002') as Party;
    await server.rpc('party.party', 'write', [Number(anna.id)], { name: `Anna Schmidt GmbH ${run}` });
    const [mail] = (await server.rpc(
      'party.contact_mechanism',
      'search',
      [
        ['party', '=', Number(borges.id)],
        ['type', '=', 'email'],
      ],
      0,
      1,
      null,
    )) as [number];
    await server.rpc('party.contact_mechanism', 'write', [mail], { value: `office-${run}@borges.example.test` });
    await server.rpc('party.party', 'create', [{ code: `N-${run}`, name: 'Neu AG' }]);
    const after = new Map((await pass<Party>('parties', before.cursor)).records.map((r) => [r.code, r]));
    expect(after.get('C001')?.name).toBe(`Anna Schmidt GmbH ${run}`);
    expect(after.get('C002')?.emails).toEqual([`office-${run}@borges.example.test`]);
    expect(after.get('C002')?.meta.revision).not.toBe(borges.meta.revision);
    expect(after.get('C002')?.meta.changedBy).toBe('admin');
    expect(after.has(`N-${run}`)).toBe(true);
  });

  test('shows an archived party and keeps its parts', async () => {
    const party = await made('Archiv AG', { emails: ['archiv@example.test'] });
    const before = await pass<Party>('parties');
    const [outcome] = await push({ key: 'k', action: 'archive', id: party.id, fields: {}, base: { revision: party.meta.revision } });
    expect(outcome).toMatchObject({ state: 'applied', record: { active: false, emails: ['archiv@example.test'] } });
    const after = await pass<Party>('parties', before.cursor);
    expect(after.records.find((r) => r.id === party.id)).toMatchObject({ active: false, emails: ['archiv@example.test'] });
  });

  test('sees that a part was deleted although nothing was stamped', async () => {
    const party = await made('Teile AG', { emails: ['one@example.test', 'two@example.test'] });
    const before = await pass<Party>('parties');
    const [mail] = (await server.rpc(
      'party.contact_mechanism',
      'search',
      [
        ['value', '=', 'one@example.test'],
        ['party', '=', Number(party.id)],
      ],
      0,
      1,
      null,
    )) as [number];
    await server.rpc('party.contact_mechanism', 'delete', [mail]);
    const after = await pass<Party>('parties', before.cursor);
    expect(after.complete).toBe(true);
    expect(after.records.find((r) => r.id === party.id)?.emails).toEqual(['two@example.test']);
    expect((await pass<Party>('parties', after.cursor)).complete).toBe(false);
  });

  test('a deleted party is missing from the sweep and from fetch', async () => {
    const party = await made('Weg AG');
    await server.rpc('party.party', 'delete', [Number(party.id)]);
    const live: string[] = [];
    for await (const some of parties.ids?.(ctx) ?? []) live.push(...some);
    expect(live).not.toContain(party.id);
    expect(await parties.fetch?.(ctx, [party.id])).toEqual([]);
    const [outcome] = await push({ key: 'k', action: 'update', id: party.id, fields: { name: 'x' } });
    expect(outcome).toMatchObject({ state: 'rejected', fault: { kind: 'missing' } });
  });

  test('writes a party with parts and reads back what was written', async () => {
    const fields = {
      name: '深圳星河电子有限公司 🚀',
      language: 'zh-CN',
      emails: ['li@xinghe.example.test', 'sales@xinghe.example.test'],
      phones: ['+86 755 8888 0001'],
      website: 'https://xinghe.example.test',
      taxId: '91440300MA5EXAMPLE',
      address: { street: '科技路 1 号', city: '深圳', postalCode: '518000' },
    };
    const party = await made('x', fields);
    expect(party).toMatchObject({ ...fields, code: `x-${run}` });
    expect((await pass<Party>('parties')).records.find((r) => r.id === party.id)).toEqual(party);
    const [changed] = await push({
      key: 'k',
      action: 'update',
      id: party.id,
      fields: { emails: ['li@xinghe.example.test', 'new@xinghe.example.test', 'third@xinghe.example.test'], phones: [], address: { city: '广州' }, taxId: null, website: null },
      base: { revision: party.meta.revision },
    });
    expect(changed).toMatchObject({
      state: 'applied',
      record: {
        name: fields.name,
        emails: ['li@xinghe.example.test', 'new@xinghe.example.test', 'third@xinghe.example.test'],
        phones: [],
        website: null,
        taxId: null,
        address: { ...fields.address, city: '广州' },
      },
    });
  });

  test('a second write of the same content calls nothing that writes, and no stamp moves', async () => {
    const party = await made('Ruhig AG', { emails: ['still@example.test'] });
    const before = server.tables();
    server.proxy.reset();
    const [outcome] = await push({
      key: 'k',
      action: 'update',
      id: party.id,
      fields: { name: 'Ruhig AG', emails: ['still@example.test'] },
      base: { revision: party.meta.revision },
    });
    await pass<Party>('parties');
    expect(outcome?.state).toBe('unchanged');
    expect(server.proxy.writes()).toBe(0);
    expect(server.tables()).toEqual(before);
  });

  test('a write that rests on an older state is a conflict, for the party and for a part', async () => {
    const party = await made('Streit AG', { emails: ['alt@example.test'] });
    await server.rpc('party.party', 'write', [Number(party.id)], { name: 'Streit SE' });
    const [first] = await push({ key: 'k1', action: 'update', id: party.id, fields: { name: 'Streit KG' }, base: { revision: party.meta.revision } });
    expect(first?.state).toBe('conflict');
    const now = await one(party.id);
    expect(now.name).toBe('Streit SE');
    const [mail] = (await server.rpc('party.contact_mechanism', 'search', [['party', '=', Number(party.id)]], 0, 1, null)) as [number];
    await server.rpc('party.contact_mechanism', 'write', [mail], { value: 'mensch@example.test' });
    const [second] = await push({ key: 'k2', action: 'update', id: party.id, fields: { emails: ['wir@example.test'] }, base: { revision: now.meta.revision } });
    expect(second?.state).toBe('conflict');
    expect((await one(party.id)).emails).toEqual(['mensch@example.test']);
  });

  test("the server's own guard refuses a write when somebody was faster than our look", async () => {
    const party = await made('Schnell AG');
    await aSecond();
    const slow = createContext({
      connector,
      connection: 'erp',
      config: ctx.config,
      secrets: ctx.secrets,
      clock: { now: () => Date.now() },
      sleep: async () => undefined,
      reach: { plainHttp: 'allow', privateAddresses: 'allow' },
      http: {
        async request(request) {
          if (String(request.body).includes('party.party.write')) await server.rpc('party.party', 'write', [Number(party.id)], { name: 'Schneller AG' });
          return fetchHttp.request(request);
        },
      },
    });
    const outcomes = await parties.write?.push(slow, [{ key: 'k', action: 'update', id: party.id, fields: { name: 'Wir' }, base: { revision: party.meta.revision } }]);
    expect(outcomes?.[0]).toMatchObject({ state: 'conflict', fault: { code: 'ConcurrencyException' } });
    expect((await one(party.id)).name).toBe('Schneller AG');
  });

  test('the same create twice makes one party; a taken name is found by tax number and by name with e-mail', async () => {
    const op: WriteOp = { key: `twice-${run}`, externalId: `twice-${run}`, action: 'create', fields: { name: `Zwei ${run}`, emails: ['zwei@example.test'], taxId: `TAX${run}` } };
    const [first] = await push(op);
    const [second] = await push(op);
    expect([first?.state, second?.state]).toEqual(['applied', 'applied']);
    expect(first?.state === 'applied' && second?.state === 'applied' && first.id === second.id).toBe(true);
    const found = await parties.write?.find(ctx, [
      op,
      { ...op, externalId: 'other-1', fields: { name: 'x', taxId: `TAX${run}` } },
      { ...op, externalId: 'other-2', fields: { name: `Zwei ${run}`, emails: ['ZWEI@example.test'] } },
      { ...op, externalId: 'other-3', fields: { name: `Zwei ${run}`, emails: ['drei@example.test'] } },
    ]);
    expect(found?.map((list) => list.map((p) => p.code))).toEqual([[`twice-${run}`], [`twice-${run}`], [`twice-${run}`], []]);
  });

  test('one poison row in a batch leaves the others applied', async () => {
    const row = (n: number, name: string): WriteOp => ({ key: `p${n}-${run}`, externalId: `p${n}-${run}`, action: 'create', fields: { name } });
    const states = (await push(row(1, 'Gut 1'), row(2, 'two\nlines'), row(3, 'Gut 3'))).map((o) => o.state);
    expect(states).toEqual(['applied', 'rejected', 'applied']);
  });

  test('an address with a country that Tryton does not know is refused by field', async () => {
    const [outcome] = await push({ key: `land-${run}`, action: 'create', fields: { name: 'Land', address: { city: 'Bern', country: 'CH' } } });
    expect(outcome).toMatchObject({ state: 'rejected', fault: { kind: 'invalid', field: 'address.country' } });
  });

  test('an answer lost after the commit is unsure, and looking finds the one party', async () => {
    const lossy = createContext({
      connector,
      connection: 'erp',
      config: ctx.config,
      secrets: ctx.secrets,
      clock: { now: () => Date.now() },
      sleep: async () => undefined,
      reach: { plainHttp: 'allow', privateAddresses: 'allow' },
      http: {
        async request(request) {
          const response = await fetchHttp.request(request);
          return String(request.body).includes('party.party.create') ? { ...response, status: 504 } : response;
        },
      },
    });
    const op: WriteOp = { key: `lost-${run}`, externalId: `lost-${run}`, action: 'create', fields: { name: 'Verloren' } };
    expect((await parties.write?.push(lossy, [op]))?.[0]?.state).toBe('unsure');
    expect((await parties.write?.find(ctx, [op]))?.[0]).toHaveLength(1);
  });

  test('a change goes out through the mapping document and comes back equal', async () => {
    const mapping = mappingOf('parties');
    const party = await made('Karte AG', { emails: ['Alt@Karte.example.test'], phones: ['+49 30 5550101'] });
    const wanted: Record<string, Canon> = { name: '卡片公司', 'emails:neu@karte.example.test': true, 'emails:alt@karte.example.test': null, city: 'Kiel', status: 'inactive' };
    const changes = Object.entries(wanted).map(([field, canon]) => {
      const out = mapping.raw(field, canon);
      if (!out.ok) throw new Error(out.problem.code);
      return [field, out.raw] as const;
    });
    const fields = mapping.patch(Object.fromEntries(changes), party as unknown as JsonObject);
    const [outcome] = await push({ key: 'k', action: 'update', id: party.id, fields, base: { revision: party.meta.revision } });
    expect(outcome?.state).toBe('applied');
    const seen = mapping.read((await one(party.id)) as unknown as JsonObject);
    expect(seen.problems).toEqual([]);
    for (const [field, canon] of Object.entries(wanted)) expect([field, mapping.canon(field, seen.fields[field] ?? null)]).toEqual([field, canon]);
    expect(mapping.canon('phones:+49305550101', seen.fields['phones:+49305550101'] ?? null)).toBe(true);
  });

  test.each(['parties', 'invoices', 'payments'])('every seeded record of %s is understood by its mapping document', async (name) => {
    const mapping = mappingOf(name);
    const { records } = await pass<JsonObject>(name);
    expect(records.filter((r) => mapping.accepts(r)).length).toBeGreaterThan(0);
    for (const record of records) expect(mapping.read(record).problems).toEqual([]);
  });

  test('a refused session is renewed without being noticed', async () => {
    for (const key of [...ctx.memo.keys()]) if (key === 'tryton.session') ctx.memo.set(key, Promise.resolve({ uid: 1, authorization: 'Session YWRtaW46MTpub25l' }));
    server.proxy.reset();
    expect((await Promise.all([parties.count?.(ctx), parties.count?.(ctx), parties.count?.(ctx)])).every((n) => (n ?? 0) > 0)).toBe(true);
    expect(server.proxy.calls()['common.db.login']).toBe(1);
  });

  test('a second pass without change asks little and shows nothing new', async () => {
    const first = await pass<Party>('parties');
    server.proxy.reset();
    const second = await pass<Party>('parties', first.cursor);
    const known = new Map(first.records.map((r) => [r.id, r.meta.revision]));
    expect(second.records.every((r) => known.get(r.id) === r.meta.revision)).toBe(true);
    expect(second.cursor).toEqual(first.cursor);
    expect(Object.values(server.proxy.calls()).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(7);
  });
});

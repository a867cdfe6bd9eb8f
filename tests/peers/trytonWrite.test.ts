import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parties } from '../../connectors/tryton/read.ts';
import type { Party } from '../../connectors/tryton/schema.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { WriteOp } from '../../core/ports/connector.ts';
import type { Canon } from '../../core/ports/mapping.ts';
import { fetchHttp } from './fetchHttp.ts';
import { trytonMapping } from './trytonMapping.ts';
import { addCountries } from './trytonPeople.ts';
import { startTryton, type TrytonServer, whyNoTryton } from './trytonServer.ts';
import { run, type TrytonWorld, trytonTestPort, trytonWorld } from './trytonWorld.ts';

const why = whyNoTryton();
if (why !== undefined) console.log(`SKIPPED tests/peers/trytonWrite: ${why}`);

describe.skipIf(why !== undefined)('writing to a real Tryton', () => {
  let server: TrytonServer;
  let world: TrytonWorld;

  beforeAll(async () => {
    server = await startTryton({ port: trytonTestPort });
    world = trytonWorld(server);
  }, 300_000);
  afterAll(async () => server?.stop());

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
    const party = await world.made('x', fields);
    expect(party).toMatchObject({ ...fields, code: `x-${run}` });
    expect((await world.pass<Party>('parties')).records.find((r) => r.id === party.id)).toEqual(party);
    const [changed] = await world.push({
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
    const party = await world.made('Ruhig AG', { emails: ['still@example.test'] });
    const before = server.tables();
    server.proxy.reset();
    const [outcome] = await world.push({
      key: 'k',
      action: 'update',
      id: party.id,
      fields: { name: 'Ruhig AG', emails: ['still@example.test'] },
      base: { revision: party.meta.revision },
    });
    await world.pass<Party>('parties');
    expect(outcome?.state).toBe('unchanged');
    expect(server.proxy.writes()).toBe(0);
    expect(server.tables()).toEqual(before);
  });

  test('a write that rests on an older state is a conflict, for the party and for a part', async () => {
    const party = await world.made('Streit AG', { emails: ['alt@example.test'] });
    await server.rpc('party.party', 'write', [Number(party.id)], { name: 'Streit SE' });
    const [first] = await world.push({ key: 'k1', action: 'update', id: party.id, fields: { name: 'Streit KG' }, base: { revision: party.meta.revision } });
    expect(first?.state).toBe('conflict');
    const now = await world.one(party.id);
    expect(now.name).toBe('Streit SE');
    const mail = await world.mechanism(party.id);
    await server.rpc('party.contact_mechanism', 'write', [mail], { value: 'mensch@example.test' });
    const [second] = await world.push({ key: 'k2', action: 'update', id: party.id, fields: { emails: ['wir@example.test'] }, base: { revision: now.meta.revision } });
    expect(second?.state).toBe('conflict');
    expect((await world.one(party.id)).emails).toEqual(['mensch@example.test']);
  });

  test("the server's own guard refuses a write when somebody was faster than our look", async () => {
    const party = await world.made('Schnell AG');
    await new Promise((done) => setTimeout(done, 1_100)); // the guard has whole seconds on SQLite
    const slow = world.context({
      async request(request) {
        if (String(request.body).includes('party.party.write')) await server.rpc('party.party', 'write', [Number(party.id)], { name: 'Schneller AG' });
        return fetchHttp.request(request);
      },
    });
    const outcomes = await parties.write?.push(slow, [{ key: 'k', action: 'update', id: party.id, fields: { name: 'Wir' }, base: { revision: party.meta.revision } }]);
    expect(outcomes?.[0]).toMatchObject({ state: 'conflict', fault: { code: 'ConcurrencyException' } });
    expect((await world.one(party.id)).name).toBe('Schneller AG');
  });

  test('the same create twice makes one party; a taken name is found by tax number and by name with e-mail', async () => {
    const op: WriteOp = { key: `twice-${run}`, externalId: `twice-${run}`, action: 'create', fields: { name: `Zwei ${run}`, emails: ['zwei@example.test'], taxId: `TAX${run}` } };
    const [first] = await world.push(op);
    const [second] = await world.push(op);
    expect([first?.state, second?.state]).toEqual(['applied', 'applied']);
    expect(first?.state === 'applied' && second?.state === 'applied' && first.id === second.id).toBe(true);
    const found = await parties.write?.find(world.ctx, [
      op,
      { ...op, externalId: 'other-1', fields: { name: 'x', taxId: `TAX${run}` } },
      { ...op, externalId: 'other-2', fields: { name: `Zwei ${run}`, emails: ['ZWEI@example.test'] } },
      { ...op, externalId: 'other-3', fields: { name: `Zwei ${run}`, emails: ['drei@example.test'] } },
    ]);
    expect(found?.map((list) => list.map((p) => p.code))).toEqual([[`twice-${run}`], [`twice-${run}`], [`twice-${run}`], []]);
  });

  test('one poison row in a batch leaves the others applied', async () => {
    const row = (n: number, name: string): WriteOp => ({ key: `p${n}-${run}`, externalId: `p${n}-${run}`, action: 'create', fields: { name } });
    const states = (await world.push(row(1, 'Gut 1'), row(2, 'two\nlines'), row(3, 'Gut 3'))).map((o) => o.state);
    expect(states).toEqual(['applied', 'rejected', 'applied']);
  });

  test('an address with a country that Tryton does not know is refused by field', async () => {
    const [outcome] = await world.push({ key: `land-${run}`, action: 'create', fields: { name: 'Land', address: { city: 'Bern', country: 'CH' } } });
    expect(outcome).toMatchObject({ state: 'rejected', fault: { kind: 'invalid', field: 'address.country' } });
  });

  test('a country that Tryton knows is written and read by its code', async () => {
    await addCountries(server, { NZ: 'New Zealand' });
    const party = await world.made('Kiwi Ltd', { address: { city: 'Nelson', country: 'NZ' } });
    expect(party.address).toEqual({ street: null, city: 'Nelson', postalCode: null, region: null, country: 'NZ' });
  });

  test('an answer lost after the commit is unsure, and looking finds the one party', async () => {
    const lossy = world.context({
      async request(request) {
        const response = await fetchHttp.request(request);
        return String(request.body).includes('party.party.create') ? { ...response, status: 504 } : response;
      },
    });
    const op: WriteOp = { key: `lost-${run}`, externalId: `lost-${run}`, action: 'create', fields: { name: 'Verloren' } };
    expect((await parties.write?.push(lossy, [op]))?.[0]?.state).toBe('unsure');
    expect((await parties.write?.find(world.ctx, [op]))?.[0]).toHaveLength(1);
  });

  test('a change goes out through the mapping document and comes back equal', async () => {
    const mapping = trytonMapping('parties');
    const party = await world.made('Karte AG', { emails: ['Alt@Karte.example.test'], phones: ['+49 30 5550101'] });
    const wanted: Record<string, Canon> = { name: '卡片公司', 'emails:neu@karte.example.test': true, 'emails:alt@karte.example.test': null, city: 'Kiel', status: 'inactive' };
    const changes = Object.entries(wanted).map(([field, canon]) => {
      const out = mapping.raw(field, canon);
      if (!out.ok) throw new Error(out.problem.code);
      return [field, out.raw] as const;
    });
    const fields = mapping.patch(Object.fromEntries(changes), party as unknown as JsonObject);
    const [outcome] = await world.push({ key: 'k', action: 'update', id: party.id, fields, base: { revision: party.meta.revision } });
    expect(outcome?.state).toBe('applied');
    const seen = mapping.read((await world.one(party.id)) as unknown as JsonObject);
    expect(seen.problems).toEqual([]);
    for (const [field, canon] of Object.entries(wanted)) expect([field, mapping.canon(field, seen.fields[field] ?? null)]).toEqual([field, canon]);
    expect(mapping.canon('phones:+49305550101', seen.fields['phones:+49305550101'] ?? null)).toBe(true);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { parseJson } from '../../core/model/json.ts';
import { CursorExpired } from '../../core/ports/connector.ts';
import type { Item } from '../../core/ports/table.ts';
import type { InboundMessage } from '../../core/sync/messages.ts';
import { packBytesMax, packMax, send, sendOutbound } from '../../core/sync/messages.ts';
import { pull } from '../../core/sync/pull.ts';
import { foldInto, foundEntity } from '../../core/sync/recompute.ts';
import { readEntity, readRecord, writeRecord } from '../../core/sync/store.ts';
import { changeStreamState, readStreamState } from '../../core/sync/stream-state.ts';
import { customers } from './customers.ts';
import { type TestWorkspace, tester } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { crmHeader, csv, rowsOf, type TwoSystems, twoSystems } from './two-systems.ts';

const [crmFile, erpFile] = ['crm/customers.csv', 'erp/customers.csv'];
const acme = '1,Acme GmbH,info@acme.example,+49 30 1234567,BERLIN,vip,first';
let w: TestWorkspace;
afterEach(() => w?.close());

async function start(set: TwoSystems = {}): Promise<void> {
  w = await twoSystems({ crm: [acme], ...set });
  await w.sync();
}
const erp = (): string[] => rowsOf(w.read(erpFile));

async function items(kind: string): Promise<Item[]> {
  const { items: all } = await w.world.table.scan(0, 1);
  return all.filter((item) => item.kind === kind);
}

describe('rules that hold everywhere', () => {
  it('1: an unchanged record costs one read, no write and no message', async () => {
    await start({ metered: true });
    await w.sync();
    w.store.meter?.reset();
    await send(w.world, 'jobs', 'crm', [{ v: 1, workspace: 'main', job: 'pull', connection: 'crm', stream: 'customers', full: true }]);
    await w.quiet();
    const by = w.store.meter?.report().by ?? {};
    expect(by['- record']).toEqual({ read: 0.5, write: 0 });
    expect([by['- entity'], by['- pack'], by['- history']]).toEqual([undefined, undefined, undefined]);
  });

  it('2: the commit is the announcement, and an audit announces what a lost feed did not', async () => {
    await start();
    const [row] = await items('history');
    await w.world.table.write([{ op: 'delete', key: { pk: row?.pk ?? '', sk: row?.sk ?? '' }, when: 'any' }], { writeId: 'lost' });
    const { id } = await w.service.audit(tester);
    await w.quiet();
    expect(await w.service.audited(id)).toMatchObject({ state: 'done', incidents: 1 });
    expect(await items('history')).toHaveLength(1);
    const again = await w.service.audit(tester);
    await w.quiet();
    expect(await w.service.audited(again.id)).toMatchObject({ incidents: 0 });
  });

  it('3: what will be sent is stored before it is sent, a create as a slot and an update as an intent', async () => {
    const found: string[] = [];
    const adapt = withStreams((stream, connection) => {
      const { write } = stream;
      if (connection !== 'erp' || write === undefined) return stream;
      const push: typeof write.push = async (ctx, ops) => {
        for (const op of ops) {
          if (op.action === 'create') found.push(...(await items('slot')).map((item) => `slot ${item.body['state']}`));
          else found.push(`intent ${Object.keys((await readRecord(w.world, `erp/customers/${op.id}`))?.value.intent?.fields ?? {}).join()}`);
        }
        return write.push(ctx, ops);
      };
      return { ...stream, write: { ...write, push } };
    });
    await start({ adapt });
    w.write(crmFile, w.read(crmFile).replace('BERLIN', 'BREMEN'));
    await w.sync();
    expect(found).toEqual(['slot open', 'intent city']);
  });

  it('4: golden is the same whatever the order in which assertions are folded', async () => {
    await start({ erp: ['7;Acme GmbH;info@acme.example;;HAMBURG;;second', '8;ACME GmbH;info@acme.example;;ULM;;third'] });
    const refs = ['crm/customers/1', 'erp/customers/7', 'erp/customers/8'];
    const records = await Promise.all(refs.map(async (ref) => (await readRecord(w.world, ref))?.value));
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const goldens = orders.map((order) => {
      const [first] = records;
      if (first === undefined) throw new Error('no record');
      let entity = foundEntity(first.entity, first, 0);
      for (const at of order) {
        const rec = records[at];
        if (rec !== undefined) entity = foldInto(w.world, entity, rec, undefined)?.entity ?? entity;
      }
      return JSON.stringify(Object.entries(entity.golden).sort());
    });
    expect(new Set(goldens).size).toBe(1);
  });

  it('5: a record that its writer did not live to fold is folded by somebody', async () => {
    await start();
    const stored = await readRecord(w.world, 'crm/customers/1');
    if (stored === undefined) throw new Error('no record');
    const city = stored.value.assertions['city'];
    if (city === undefined) throw new Error('no city');
    const edited = {
      ...stored.value,
      seq: stored.value.seq + 1,
      assertions: { ...stored.value.assertions, city: { ...city, raw: 'ULM', stamp: { ...city.stamp, at: city.stamp.at + 1 } } },
    };
    expect(await writeRecord(w.world, edited, stored.version)).toBe('ok');
    const { id } = await w.service.audit(tester);
    await w.quiet();
    expect((await w.service.audited(id))?.incidents).toBe(1);
    expect((await readEntity(w.world, stored.value.entity))?.value.golden['city']?.value).toBe('ULM');
    expect(erp()[0]).toContain('ULM');
  });

  it('6: old, repeated and reordered messages hurt nobody', async () => {
    await start();
    const old = await readRecord(w.world, 'crm/customers/1');
    w.write(crmFile, w.read(crmFile).replace('BERLIN', 'BREMEN'));
    await w.sync();
    const before = [w.read(crmFile), w.read(erpFile)];
    const sightings = [{ id: '1', record: old?.value.snapshot ?? {}, hash: old?.value.hash ?? '', revision: old?.value.revision }];
    const stale = { v: 1, workspace: 'main', connection: 'crm', stream: 'customers', seen: [1, 0], readAt: 0, sightings };
    await send(w.world, 'inbound', 'crm', [stale, stale, stale]);
    for (let i = 0; i < 20; i += 1) await sendOutbound(w.world, { connection: 'erp', stream: 'customers' }, [old?.value.entity ?? '']);
    await w.quiet();
    await w.sync();
    expect([w.read(crmFile), w.read(erpFile)]).toEqual(before);
  });

  // 7, money is exact: `values.test.ts` sends 12345678901234567.89 through and refuses 1.005.

  it('8: every input of a pass has exactly one outcome', async () => {
    w = await twoSystems({ crm: [acme, '2,Beta AG', '3,Gamma AG,not-an-address,call Bob,ULM,,', '4,"open', '1,Acme again,,,,,'] });
    await w.sync();
    const pass = (await w.service.status()).connections.find((c) => c.name === 'crm')?.streams[0]?.lastPass;
    const sum = Object.values(pass?.outcomes ?? {}).reduce((a, b) => a + b, 0);
    expect([pass?.state, pass?.read, sum]).toEqual(['green', 5, 5]);
    expect(pass?.outcomes).toMatchObject({ applied: 2, refused: 3 });
  });

  // 9, parking is a row and an ack: `outage.test.ts` (nothing in the queues, nothing dead, one canary).

  it('10: a lost position forbids creates until everything has been read again', async () => {
    let expired = false;
    const creates: boolean[] = [];
    const adapt = withStreams((stream, connection) => {
      const { read, write } = stream;
      if (connection === 'crm') {
        return {
          ...stream,
          async *read(ctx, from) {
            if (expired && from !== undefined) throw new CursorExpired();
            yield* read(ctx, from);
          },
        };
      }
      if (write === undefined) return stream;
      const push: typeof write.push = async (ctx, ops) => {
        creates.push((await readStreamState(w.world, 'crm', 'customers')).state.resync);
        return write.push(ctx, ops);
      };
      return { ...stream, write: { ...write, push } };
    });
    await start({ adapt });
    expired = true;
    w.write(crmFile, `${w.read(crmFile)}2,Beta AG,hello@beta.example,,ULM,,\n`);
    await w.sync();
    expect(erp()).toHaveLength(2);
    expect(creates).toEqual([false, false]);
    expect((await readStreamState(w.world, 'crm', 'customers')).state).toMatchObject({ resync: false, wantFull: false });
  });

  it('11: nothing is written before everything has been read once and a person let it go', async () => {
    await start({ golive: 'manual', erp: ['7;Beta AG;hello@beta.example;;HAMBURG;;'] });
    expect(erp()).toHaveLength(1);
    expect((await w.service.status()).routes.map((r) => r.state)).toEqual(['linked', 'linked']);
    await w.service.release('to-erp', tester);
    await w.quiet();
    expect([erp().length, rowsOf(w.read(crmFile)).length]).toEqual([2, 1]);
  });

  it('12: however often it is asked for, an entity is created once', async () => {
    w = await twoSystems({ crm: [acme], golive: 'manual' });
    await w.sync();
    const entity = (await w.service.record('crm/customers/1'))?.id ?? '';
    await w.service.release('to-erp', tester);
    await Promise.all(Array.from({ length: 30 }, () => sendOutbound(w.world, { connection: 'erp', stream: 'customers' }, [entity])));
    await w.quiet();
    expect(erp()).toHaveLength(1);
  });

  it('13: a worker whose lease was taken over stores nothing more, and the lease of a dead process holds nobody up', async () => {
    await start();
    const both = await Promise.all([pull(w.world, 'crm', 'customers'), pull(w.world, 'crm', 'customers')]);
    expect(both.sort()).toEqual(['busy', 'done']);
    await changeStreamState(w.world, 'crm', 'customers', (state) => ({ ...state, token: state.token + 1, leaseUntil: Date.now() + 300_000, leaseBy: 'an earlier life' }));
    expect(await pull(w.world, 'crm', 'customers')).toBe('done');
    const mine = w.world.incarnation ?? '';
    await changeStreamState(w.world, 'crm', 'customers', (state) => ({ ...state, token: state.token + 1, leaseUntil: Date.now() + 300_000, leaseBy: mine }));
    expect(await pull(w.world, 'crm', 'customers')).toBe('busy');
  });

  it('14: messages are bounded, however large a page is', async () => {
    await start();
    await w.runner.stop();
    const long = 'x'.repeat(20_000);
    w.write(crmFile, csv(crmHeader, [acme, ...customers(100).map((c) => `${c.crm}${long}`)]));
    expect(await pull(w.world, 'crm', 'customers')).toBe('done');
    const received = [];
    for (let more = await w.store.broker.receive('inbound', 10); more.length > 0; more = await w.store.broker.receive('inbound', 10)) received.push(...more);
    const messages = received.map((m) => ({ bytes: Buffer.byteLength(m.body), sightings: (parseJson(m.body) as unknown as InboundMessage).sightings.length }));
    expect(messages.reduce((sum, m) => sum + m.sightings, 0)).toBe(100);
    expect(Math.max(...messages.map((m) => m.sightings))).toBeLessThanOrEqual(packMax);
    expect(Math.max(...messages.map((m) => m.bytes))).toBeLessThanOrEqual(packBytesMax + 2_000);
  });
});

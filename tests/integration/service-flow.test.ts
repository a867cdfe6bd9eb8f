import { afterEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../core/model/time.ts';
import { readLog } from '../../core/sync/answers/log.ts';
import { testClock, tester } from './harness.ts';
import { csv, customerHead, openTrading, type Trading, tradingWorkspace } from './trading.ts';

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
const many = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `N-${from + i},Shop ${from + i} AG,,shop${from + i}@shops.example,,,Bern,CH,active,`);

describe('a person', () => {
  it('pauses a route; what happens meanwhile is delivered when it is resumed', async () => {
    const w = await trading();
    await w.run();
    const route = { kind: 'route', route: 'customers-to-erp' } as const;
    expect(await w.service.pause(route, 'month end', tester)).toMatchObject({ ok: true, value: { changed: ['route:customers-to-erp'] } });
    expect(await w.service.pause(route, 'again', tester)).toMatchObject({ ok: true, value: { changed: [] } });
    w.write('crm/customers.csv', csv(customerHead, alpine('Bern')));
    await w.run({ connection: 'crm', stream: 'customers' });
    expect(w.read('erp/customers.csv')).not.toContain('Bern');
    expect((await w.service.status()).routes.find((r) => r.name === 'customers-to-erp')).toMatchObject({ state: 'paused', reason: { en: 'Paused by tester: month end' } });
    expect((await w.service.why('crm/customers/C-2'))?.targets[0]).toMatchObject({
      state: 'paused',
      code: 'route-paused',
      fields: [{ field: 'city', wanted: 'Bern', there: 'Zürich' }],
    });

    expect(await w.service.resume(route, tester)).toMatchObject({ ok: true, value: { changed: ['route:customers-to-erp'], routes: [{ state: 'live' }] } });
    expect(await w.service.resume(route, tester)).toMatchObject({ ok: true, value: { changed: [] } });
    await w.quiet();
    expect(w.read('erp/customers.csv')).toContain('Bern');
    const log = await readLog(w.world, w.world.clock.now(), 3);
    expect(log.map((e) => [e.what, e.by])).toEqual([
      ['resume', 'p_tester'],
      ['sync', 'p_tester'],
      ['pause', 'p_tester'],
    ]);
  });

  it('pauses a connection: its streams are not read and nothing is written to it', async () => {
    const w = await trading();
    await w.run();
    const crm = { kind: 'connection', connection: 'crm' } as const;
    const paused = await w.service.pause(crm, 'moving house', tester);
    expect(paused).toMatchObject({ ok: true, value: { changed: ['connection:crm', 'stream:crm.customers', 'stream:crm.invoices', 'route:customers-to-crm'] } });
    const view = (await w.service.status()).connections.find((c) => c.name === 'crm');
    expect(view).toMatchObject({ state: 'paused', problem: { en: 'Paused by tester: moving house' } });
    expect(await w.service.sync({ connection: 'crm', dryRun: false, full: false }, tester)).toMatchObject({ ok: false, error: { kind: 'refused', code: 'STREAM_PAUSED' } });
    w.write('crm/customers.csv', csv(customerHead, alpine('Bern')));
    expect((await w.run()).passes.map((p) => p.connection)).toEqual(['erp', 'erp']);

    expect(await w.service.resume(crm, tester)).toMatchObject({
      ok: true,
      value: { changed: ['connection:crm', 'stream:crm.customers', 'stream:crm.invoices', 'route:customers-to-crm'] },
    });
    await w.quiet();
    expect(w.read('erp/customers.csv')).toContain('Bern');
    expect((await w.service.status()).connections.every((c) => c.state === 'ok')).toBe(true);
  });

  it('releases a route that waits for it, not one that still compares', async () => {
    const w = await trading({ golive: 'manual' });
    expect(await w.service.release('customers-to-erp', tester)).toMatchObject({ ok: false, error: { kind: 'refused', code: 'ROUTE_NOT_LINKED' } });
    await w.run();
    expect((await w.service.why('crm/customers/C-2'))?.targets[0]).toMatchObject({ state: 'held', code: 'route-linked' });
    expect(await w.service.release('customers-to-erp', tester)).toMatchObject({ ok: true, value: { changed: ['route:customers-to-erp'], routes: [{ state: 'live' }] } });
    await w.quiet();
    expect(w.read('erp/customers.csv')).toContain('Alpine Tools AG');
    expect(await w.service.release('customers-to-erp', tester)).toMatchObject({ ok: true, value: { changed: [] } });
    expect(await w.service.release('nowhere', tester)).toMatchObject({ ok: false, error: { kind: 'missing', code: 'ROUTE_UNKNOWN' } });
  });

  it('looks at what a brake stopped, and lets it go on', async () => {
    const w = await trading({ files: { 'crm/customers.csv': csv(customerHead, ...many(0, 40)) } });
    await w.run();
    w.write('crm/customers.csv', csv(customerHead, ...many(0, 20)));
    const run = await w.run({ connection: 'crm', stream: 'customers' });
    expect(run).toMatchObject({ state: 'failed', problem: { en: expect.stringContaining('20 of 40 records are suddenly missing') } });
    const status = await w.service.status();
    expect(status.routes.find((r) => r.name === 'customers-to-erp')).toMatchObject({ state: 'paused', brake: { kind: 'missing', count: 20, of: 40 } });
    expect(status.routes.find((r) => r.name === 'customers-to-erp')?.brake?.samples).toHaveLength(10);
    expect(status.connections[0]?.streams[0]).toMatchObject({ state: 'paused', lastPass: { state: 'red' } });
    expect(await w.service.resume({ kind: 'route', route: 'customers-to-erp' }, tester)).toMatchObject({ ok: false, error: { code: 'ROUTE_BRAKED' } });
    expect(await w.service.resume({ kind: 'stream', connection: 'crm', stream: 'customers' }, tester)).toMatchObject({ ok: false, error: { code: 'STREAM_BRAKED' } });

    const released = await w.service.release('customers-to-erp', tester);
    expect(released).toMatchObject({ ok: true, value: { changed: ['route:customers-to-erp', 'route:customers-to-crm', 'stream:crm.customers'] } });
    await w.quiet();
    const after = await w.service.status();
    expect(after.connections[0]?.streams[0]).toMatchObject({ state: 'idle', lastPass: { state: 'green', gone: 20 } });
    expect(after.routes.find((r) => r.name === 'customers-to-erp')?.state).toBe('live');
    expect((await w.service.record('crm/customers/N-39'))?.links.find((l) => l.connection === 'crm')?.state).toBe('missing');
    expect((await w.service.why('crm/customers/N-39'))?.record).toMatchObject({ state: 'missing' });
  });

  it('resumes by its own name a stream that a brake stopped and that no route carries', async () => {
    const alone = tradingWorkspace('automatic').replace(/routes:[\s\S]*?policies:/, 'policies:');
    const w = await trading({ files: { 'syncline.yaml': alone, 'crm/customers.csv': csv(customerHead, ...many(0, 40)) } });
    await w.run();
    w.write('crm/customers.csv', csv(customerHead, ...many(0, 20)));
    await w.run({ connection: 'crm', stream: 'customers' });
    const stream = { kind: 'stream', connection: 'crm', stream: 'customers' } as const;
    expect(await w.service.resume(stream, tester)).toMatchObject({ ok: true, value: { changed: ['stream:crm.customers'], routes: [] } });
    await w.quiet();
    expect((await w.service.status()).connections[0]?.streams[0]).toMatchObject({ state: 'idle', lastPass: { state: 'green', gone: 20 } });
  });

  it('pauses a route that still compares; resumed, it compares on and goes live', async () => {
    const w = await trading();
    const route = { kind: 'route', route: 'customers-to-erp' } as const;
    await w.service.pause(route, '', tester);
    await w.run();
    expect((await w.service.status()).routes[0]).toMatchObject({ state: 'paused', reason: { en: 'Paused by tester' } });
    await w.service.resume(route, tester);
    await w.quiet();
    expect((await w.service.status()).routes[0]).toMatchObject({ state: 'live', delivered: { created: 2 } });
  });

  it('deletes a customer; the route that carries deletes deletes it in the target', async () => {
    const clock = testClock();
    const deleting = tradingWorkspace('automatic').replace('to: erp.customers,', 'to: erp.customers, onSourceDelete: delete,');
    const w = await trading({ clock, files: { 'syncline.yaml': deleting } });
    await w.run();
    await w.service.pause({ kind: 'route', route: 'customers-to-erp' }, '', tester);
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace(/^C-2.*\n/m, ''));
    await w.run({ connection: 'crm', stream: 'customers' });
    clock.move(2 * hourMs);
    await w.run({ connection: 'crm', stream: 'customers' });
    const target = async () => (await w.service.why('crm/customers/C-2'))?.targets[0];
    expect(await target()).toMatchObject({ state: 'paused', code: 'route-paused' });
    await w.service.resume({ kind: 'route', route: 'customers-to-erp' }, tester);
    await w.quiet();
    expect(w.read('erp/customers.csv')).not.toContain('Alpine');
    expect(await target()).toMatchObject({ state: 'not-created', code: 'deleted-at-source' });
  });

  it('removes a record in a target: it is not made again, and why says so', async () => {
    const clock = testClock();
    const w = await trading({ clock });
    await w.run();
    const [made] = (await w.service.record('crm/customers/C-2'))?.links.filter((l) => l.connection === 'erp') ?? [];
    w.write('erp/customers.csv', w.read('erp/customers.csv').replace(/^.*Alpine Tools AG.*\n/m, ''));
    await w.run({ connection: 'erp', stream: 'customers' });
    const target = async () => (await w.service.why('crm/customers/C-2'))?.targets[0];
    expect(await target()).toMatchObject({ record: made?.record, state: 'held', code: 'missing' });
    clock.move(2 * hourMs);
    await w.run({ connection: 'erp', stream: 'customers' });
    expect(await target()).toMatchObject({ state: 'not-created', code: 'suppressed', reason: { en: 'A person removed it in erp. It is not created there again.' } });
    expect((await w.service.why(made?.record ?? ''))?.record).toMatchObject({ state: 'gone', reason: { en: expect.stringMatching(/^Deleted in erp; noticed 20/) } });
    expect(w.read('erp/customers.csv')).not.toContain('Alpine');
  });

  it('is told what does not exist', async () => {
    const w = await trading();
    expect(await w.service.pause({ kind: 'stream', connection: 'crm', stream: 'orders' }, '', tester)).toMatchObject({
      ok: false,
      error: { kind: 'missing', code: 'STREAM_UNKNOWN' },
    });
    expect(await w.service.pause({ kind: 'connection', connection: 'sap' }, '', tester)).toMatchObject({ ok: false, error: { kind: 'missing', code: 'CONNECTION_UNKNOWN' } });
    expect(await w.service.resume({ kind: 'route', route: 'x' }, tester)).toMatchObject({ ok: false, error: { kind: 'missing', code: 'ROUTE_UNKNOWN' } });
  });
});

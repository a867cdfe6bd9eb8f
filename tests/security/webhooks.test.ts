import { afterEach, describe, expect, it, vi } from 'vitest';
import { reference } from '../../connectors/kit/conformance/reference.ts';
import { windowMs } from '../../connectors/kit/webhook.ts';
import type { AnyConnector } from '../../core/ports/connector.ts';
import type { Actor } from '../../core/sync/service.ts';
import { type HookWorkspace, openHooks, signing, vendorHooks } from './hook-workspace.ts';

let w: HookWorkspace;
afterEach(() => w.close());

const tester: Actor = { id: 'p_tester', name: 'tester' };
const changed = (...ids: string[]): string => vendorHooks.event(ids);

/** Everything that a delivery could have changed. */
const state = async (): Promise<unknown> => [await w.items(''), w.vendor.calls(), (await w.service.failures({})).groups.length];

const shown = async (answer: Response): Promise<unknown> => [answer.status, await answer.text(), [...answer.headers].filter(([name]) => name !== 'content-type')];

describe('a genuine webhook', () => {
  it('is taken, and brings the record that it names from the system itself', async () => {
    w = await openHooks();
    const [id] = (await w.vendor.stream('things').add(3)) as [string, string, string];
    const answer = await w.deliver(changed(id));
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    await w.quiet();
    expect((await w.service.record(`shop/things/${id}`))?.label).toBe('thing 0');
    expect(await w.items('SRC#')).toBe(1);
  });

  it('does nothing when it comes again, and is answered 200 so that the vendor stops', async () => {
    w = await openHooks();
    const [id] = (await w.vendor.stream('things').add(1)) as [string];
    const at = Date.now();
    await w.deliver(changed(id), { at });
    await w.quiet();
    const before = await state();
    for (let i = 0; i < 3; i += 1) expect((await w.deliver(changed(id), { at })).status).toBe(200);
    await w.quiet();
    expect(await state()).toEqual(before);
  });

  it('with the same words signed at another time is news', async () => {
    w = await openHooks();
    const [id] = (await w.vendor.stream('things').add(1)) as [string];
    await w.deliver(changed(id), { at: Date.now() - 5_000 });
    await w.quiet();
    await w.vendor.stream('things').edit(id);
    const calls = w.vendor.calls();
    await w.deliver(changed(id));
    await w.quiet();
    expect(w.vendor.calls()).toBeGreaterThan(calls);
  });

  it('may be signed with the old or the new secret while it is rotated, and with the new one alone before the old one is gone', async () => {
    w = await openHooks(['now', 'next']);
    expect((await w.deliver(changed('a'), { secret: signing.now })).status).toBe(200);
    expect((await w.deliver(changed('b'), { secret: signing.next })).status).toBe(200);
    await w.close();
    w = await openHooks(['next']);
    expect((await w.deliver(changed('a'), { secret: signing.now })).status).toBe(401);
    expect((await w.deliver(changed('b'), { secret: signing.next })).status).toBe(200);
  });

  it('about another kind of event, or a stream that nobody reads, is answered and changes nothing', async () => {
    w = await openHooks();
    const before = await state();
    expect((await w.deliver(vendorHooks.unknown)).status).toBe(200);
    await w.quiet();
    expect(await state()).toEqual(before);
  });

  it.each([
    '{"type":"changed","ids":"all"}',
    '{"type":7}',
    'null',
    '{',
    '[]',
    '',
    `{"type":"changed","ids":["${'x'.repeat(500)}"]}`,
    '{"type":"changed","ids":[""]}',
    '[['.repeat(100_000),
  ])('that cannot be read (%#) is answered 200 and parked with a reason; retry reads the stream and closes it', async (body) => {
    w = await openHooks();
    const ids = await w.vendor.stream('things').add(2);
    for (let i = 0; i < 3; i += 1) expect((await w.deliver(body, { at: Date.now() + i * 1_000 })).status).toBe(200);
    await w.quiet();
    const { groups } = await w.service.failures({});
    expect(groups).toMatchObject([{ cause: 'hook.unreadable', connection: 'shop', count: 1 }]);
    await w.service.retry({ cause: 'hook.unreadable' }, tester);
    await w.quiet();
    expect((await w.service.failures({})).groups).toEqual([]);
    expect(await w.service.record(`shop/things/${ids[1]}`)).toBeDefined();
  });

  it('is parked, too, when the connector cannot stand it', async () => {
    const throwing = () => {
      throw new RangeError('the connector is wrong');
    };
    w = await openHooks(['now'], { ...reference, hooks: { ...reference.hooks, hints: throwing } } as unknown as AnyConnector);
    expect((await w.deliver(changed('1'))).status).toBe(200);
    expect((await w.service.failures({})).groups).toMatchObject([{ cause: 'hook.unreadable' }]);
  });

  it('about very many records is one pull and no flood of messages', async () => {
    w = await openHooks();
    const ids = await w.vendor.stream('things').add(2);
    await w.deliver(changed(...Array.from({ length: 5_000 }, (_, i) => `none${i}`), ...ids));
    const { queues } = await w.service.status();
    expect(queues.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0)).toBeLessThanOrEqual(2);
    await vi.waitFor(async () => expect(await w.service.record(`shop/things/${ids[0]}`)).toBeDefined(), 10_000);
  });

  it('that does not say what changed is one pull for all that come before it begins', async () => {
    const silent = { ...reference, hooks: { ...reference.hooks, hints: () => [{ stream: 'things', ids: 'all' }] } } as unknown as AnyConnector;
    w = await openHooks(['now', 'next'], silent);
    const [id] = (await w.vendor.stream('things').add(1)) as [string];
    for (let i = 0; i < 20; i += 1) expect((await w.deliver(changed(`${i}`))).status).toBe(200);
    await vi.waitFor(async () => expect(await w.service.record(`shop/things/${id}`)).toBeDefined(), 10_000);
    await w.quiet();
    expect(w.vendor.calls()).toBeLessThanOrEqual(3); // a login, and pages of one pass
  });
});

describe('a forged webhook', () => {
  const now = (): number => Date.now();

  it.each<[string, () => Response | Promise<Response>]>([
    ['without a signature', () => w.api.request('/hooks/main/shop', { method: 'POST', body: changed('1') })],
    ['with an empty signature', () => w.deliver(changed('1'), { headers: { 'x-signature': '' } })],
    ['with the prefix alone', () => w.deliver(changed('1'), { headers: { 'x-signature': 'v1=' } })],
    ['signed with another secret', () => w.deliver(changed('1'), { secret: 'somebody-elses-key' })],
    ['signed with the empty secret', () => w.deliver(changed('1'), { secret: '' })],
    ['with the signature of another body', () => w.deliver(changed('1'), { headers: vendorHooks.sign(changed('2'), signing.now, now()).headers as Record<string, string> })],
    ['with the signature of another time', () => w.deliver(changed('1'), { headers: { 'x-timestamp': String(Math.trunc(now() / 1_000) + 1) } })],
    ['from too far in the past', () => w.deliver(changed('1'), { at: now() - windowMs - 2_000 })],
    ['from too far in the future', () => w.deliver(changed('1'), { at: now() + windowMs + 5_000 })],
    ['with a time that is none', () => w.deliver(changed('1'), { headers: { 'x-timestamp': '1e9' } })],
    ['without its time', () => w.api.request('/hooks/main/shop', { method: 'POST', body: changed('1'), headers: { 'x-signature': 'v1=00' } })],
    ['for a connection that does not exist', () => w.deliver(changed('1'), { path: '/hooks/main/nobody' })],
    ['for a workspace that does not exist', () => w.deliver(changed('1'), { path: '/hooks/nowhere/shop' })],
    ['for names that are none', () => w.deliver(changed('1'), { path: '/hooks/__proto__/constructor' })],
    [
      'with a token of the API instead',
      () => w.api.request('/hooks/main/shop', { method: 'POST', body: changed('1'), headers: { authorization: `Bearer ${'syn_x'.padEnd(47, 'x')}` } }),
    ],
  ])('%s gets the same empty 401 as every other, and changes nothing', async (_, send) => {
    w = await openHooks();
    await w.vendor.stream('things').add(2);
    const before = await state();
    expect(await shown(await send())).toEqual(await shown(await w.api.request('/hooks/main/shop', { method: 'POST' })));
    expect((await send()).status).toBe(401);
    await w.quiet();
    expect(await state()).toEqual(before);
  });

  it('is refused whatever it says when no secret is set: nothing is open by default', async () => {
    w = await openHooks([]);
    expect((await w.deliver(changed('1'), { secret: '' })).status).toBe(401);
    expect((await w.deliver(changed('1'))).status).toBe(401);
  });

  it('is not verified with the password of the account', async () => {
    w = await openHooks();
    expect((await w.deliver(changed('1'), { secret: w.vendor.secrets['password'] ?? '' })).status).toBe(401);
  });

  it('larger than a hint can be is refused while it comes in', async () => {
    w = await openHooks();
    const chunks = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) });
    const answer = await w.api.request('/hooks/main/shop', { method: 'POST', body: chunks, duplex: 'half' } as RequestInit);
    expect([answer.status, await answer.text()]).toEqual([413, '']);
  });

  it('is counted, and a flood of them is a few lines without a word of what they held', async () => {
    w = await openHooks();
    for (let i = 0; i < 12; i += 1) await w.deliver(changed('canary-4711'), { secret: 'another' });
    expect(w.logged).toEqual(['hook.refused 1 since the start', 'hook.refused 10 since the start']);
  });

  it('takes no less time than one for nobody: no answer comes before the same moment', async () => {
    w = await openHooks();
    for (const path of ['/hooks/main/shop', '/hooks/main/nobody', '/hooks/nowhere/shop']) {
      const began = performance.now();
      await w.deliver(changed('1'), { secret: 'another', path });
      expect(performance.now() - began).toBeGreaterThanOrEqual(24);
    }
  });
});

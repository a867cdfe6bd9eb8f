import { afterEach, describe, expect, it, vi } from 'vitest';
import { secretsOf } from '../../cli/compose/secrets.ts';
import { fakeHooks } from '../../connectors/rest/fake.ts';
import type { ReadyWorkspace } from '../../functions/compose/ready.ts';
import { takeHook } from '../../functions/hooks/take.ts';
import { grantedWorld } from '../factories/granted.ts';
import { type ShopServer, startShop } from '../factories/shop-server.ts';
import { openTestWorkspace, type TestWorkspace, workspaceFolder } from './harness.ts';

let [server, w] = [{} as ShopServer, {} as TestWorkspace];
afterEach(async () => {
  await w.close();
  server.close();
});

/** A workspace that reads the shop once a year, and the shop's way to tell it more. */
async function open() {
  server = await startShop();
  let ready: ReadyWorkspace | undefined;
  w = await openTestWorkspace(workspaceFolder(server.documents), {
    env: server.secrets,
    adapt: (loaded) => {
      ready = loaded;
      return loaded;
    },
  });
  const place = { world: grantedWorld(w.world, 'intake'), ready: ready as ReadyWorkspace, secrets: secretsOf(w.store.secrets, server.secrets) };
  return async (body: string, more: { at?: number; key?: string; headers?: Record<string, string> } = {}) => {
    const { raw, headers } = fakeHooks.sign(body, more.key ?? (server.secrets['SHOP_SIGNING'] as string), more.at ?? Date.now());
    return (await takeHook(place, { connection: 'shop', raw, headers: { ...headers, ...more.headers } })).status;
  };
}

const nameOf = async (id: string) => (await w.service.record(`shop/customers/${id}`))?.label;

describe('a shop with webhooks', () => {
  it('is read by its schedule, and a genuine webhook brings what changed at once', async () => {
    const deliver = await open();
    const [first] = (await server.shop.stream('customers').add(7)) as [string];
    await w.sync();
    expect([await nameOf(first), server.shop.calls]).toEqual([`陈 🙂 ${first}`, 2]);
    server.shop.put('customers', { id: first, name: 'Harbour Goods' });
    expect(await deliver(fakeHooks.event([first]))).toBe(200);
    await w.quiet();
    expect([await nameOf(first), server.shop.calls]).toEqual(['Harbour Goods', 3]);
  });

  it('that says something changed, and not what, is read within seconds', async () => {
    const deliver = await open();
    await w.sync();
    const id = server.shop.put('customers', { name: 'Field & Grove' });
    expect(await deliver('{"type":"customer.imported"}')).toBe(200);
    await vi.waitFor(async () => expect(await nameOf(id)).toBe('Field & Grove'), 10_000);
  });

  it('is not asked again for a delivery that comes again under the same id, however it is signed', async () => {
    const deliver = await open();
    const [id] = (await server.shop.stream('customers').add(1)) as [string];
    await deliver(fakeHooks.event([id]), { at: Date.now() - 60_000 });
    await w.quiet();
    const { calls } = server.shop;
    expect(await deliver(fakeHooks.event([id]))).toBe(200);
    await w.quiet();
    expect(server.shop.calls).toBe(calls);
  });

  it.each<[string, { at?: number; key?: string; headers?: Record<string, string> }]>([
    ['signed with another key', { key: 'another' }],
    ['signed six minutes ago', { at: Date.now() - 360_000 }],
    ['under another id', { headers: { 'webhook-id': 'msg_other' } }],
    ['without a signature', { headers: { 'webhook-signature': '' } }],
  ])('is not asked for a delivery %s', async (_, more) => {
    const deliver = await open();
    expect(await deliver(fakeHooks.event(['1']), more)).toBe(401);
    await w.quiet();
    expect(server.shop.calls).toBe(0);
  });

  it('that deletes a customer is asked for that one before it counts as missing; the others stay', async () => {
    await open();
    const [kept, gone] = (await server.shop.stream('customers').add(3)) as [string, string];
    await w.sync();
    await server.shop.stream('customers').remove(gone);
    const { calls } = server.shop;
    await w.sync();
    expect(server.shop.calls - calls).toBe(2); // the list, and the one that it did not show
    const stateOf = async (id: string) => ((await w.service.why(`shop/customers/${id}`)) as { readonly record?: { readonly state: string } } | undefined)?.record?.state;
    expect([await stateOf(kept), await stateOf(gone)]).toEqual(['live', 'missing']);
  });
});

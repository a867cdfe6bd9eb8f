import { setTimeout as sleep } from 'node:timers/promises';
import { fakeHooks } from '../../connectors/rest/fake.ts';
import { hookBytesMax } from '../../functions/hooks/take.ts';
import { type ShopServer, shopWorkspace } from '../factories/shop-server.ts';

/** How the deployed API is spoken with. */
export interface HookRun {
  readonly server: ShopServer;
  /** A POST without a token. */
  post(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>): Promise<number>;
  /** A GET with the token of an operator. */
  get(path: string): Promise<{ readonly status: number; readonly body: string }>;
  settled(): Promise<void>;
  check(what: string, holds: boolean, more?: string): void;
}

const place = `/hooks/${shopWorkspace}/shop`;
const late = 301_000;

/** Webhooks of a shop at the deployed API: forged ones do nothing, a genuine one brings its record although no schedule is due, the same one again does nothing. */
export async function hookRun(run: HookRun): Promise<void> {
  const { server, post, check } = run;
  const [, key] = [server.secrets['SHOP_TOKEN'], server.secrets['SHOP_SIGNING'] as string];
  const id = server.shop.put('customers', { name: 'Harbour Goods' });
  const body = fakeHooks.event([id]);
  const genuine = fakeHooks.sign(body, key, Date.now());
  const { 'webhook-signature': signature, ...unsigned } = genuine.headers as Record<string, string>;
  const forged: readonly (readonly [string, number, string | Uint8Array, Readonly<Record<string, string>>, string?])[] = [
    ['without a signature', 401, body, unsigned],
    ['signed with another key', 401, body, fakeHooks.sign(body, 'another', Date.now()).headers],
    ['of another body', 401, body.replace(id, `${id}0`), genuine.headers],
    ['under another id', 401, body, { ...genuine.headers, 'webhook-id': 'msg_other' }],
    ['signed six minutes ago', 401, body, fakeHooks.sign(body, key, Date.now() - late).headers],
    ['for a connection that is not there', 401, body, genuine.headers, `/hooks/${shopWorkspace}/nobody`],
    ['for a workspace that is not there', 401, body, genuine.headers, '/hooks/nowhere/shop'],
    ['over a megabyte', 413, new Uint8Array(hookBytesMax + 1).fill(32), genuine.headers],
  ];
  for (const [what, status, sent, headers, path = place] of forged) {
    const answer = await post(path, sent, headers);
    check(`webhook → API → intake: one ${what} is refused`, answer === status, `${answer}`);
  }
  await run.settled();
  check('webhook: refused ones asked the shop nothing', server.shop.calls === 0, `${server.shop.calls} calls`);
  check('webhook → API → intake: a genuine one is taken', (await post(place, genuine.raw, genuine.headers)) === 200);
  check('webhook: its record is there, and no schedule was due', await shows(run, 'Harbour Goods'));
  await run.settled();
  const calls = server.shop.calls;
  check('webhook: the same one again is answered', (await post(place, genuine.raw, genuine.headers)) === 200);
  await run.settled();
  check('webhook: and asks the shop nothing', server.shop.calls === calls, `${server.shop.calls - calls} calls`);
  server.shop.put('customers', { name: 'Field & Grove' });
  const vague = fakeHooks.sign('{"type":"customer.imported"}', key, Date.now());
  check('webhook: one that names no record is taken', (await post(place, vague.raw, vague.headers)) === 200);
  check('webhook → jobs: the stream is read at once', await shows(run, 'Field & Grove'));
}

/** Whether a record comes within a minute; the stream's schedule is once a year. */
async function shows({ get }: HookRun, name: string): Promise<boolean> {
  for (let i = 0; i < 60; i += 1) {
    const { body } = await get(`/records?type=organization&q=${encodeURIComponent(name)}`);
    if (body.includes(JSON.stringify(name).slice(1, -1))) return true;
    await sleep(1_000);
  }
  return false;
}

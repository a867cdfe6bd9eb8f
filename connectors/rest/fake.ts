import { createHmac } from 'node:crypto';
import type { Json, JsonObject } from '../../core/model/json.ts';
import { type Http, HttpError, type HttpRequest, type HttpResponse } from '../../core/ports/world.ts';
import { type FakeFault, type FakeStream, type HookHarness, throttleMs } from '../kit/conformance/harness.ts';

/** Records in a full page of the fake. */
export const fakePage = 5;

/** A shop in memory with an HTTP API of two manners: `customers` go on by the header Link and have addresses of their own, `orders` by a value in the answer and have none. */
export class FakeShop implements Http {
  readonly token = 'shop-token-123';
  readonly lists: Readonly<Record<string, Map<string, JsonObject>>> = { customers: new Map(), orders: new Map() };
  calls = 0;
  #faults: FakeFault[] = [];
  #ids = 0;

  /** A connection's `config:` block that reads it. */
  readonly config: JsonObject = {
    streams: {
      customers: { url: 'https://shop.example/customers', key: 'id', item: 'https://shop.example/customers/{id}', revision: 'version', events: ['customer.*'] },
      orders: { url: 'https://shop.example/orders', list: 'data.orders', next: { path: 'data.cursor', param: 'after' }, key: ['shop', 'number'], money: ['total'] },
    },
  };

  inject(fault: FakeFault, times: number): void {
    this.#faults = Array.from({ length: times }, () => fault);
  }

  put(list: string, change: JsonObject): string {
    const id = String(change['id'] ?? ++this.#ids);
    const old = this.lists[list]?.get(id);
    const version = Number(old?.['version'] ?? 0) + 1;
    this.lists[list]?.set(id, { id, shop: 'zürich', number: Number(id), name: `陈 🙂 ${id}`, total: 12.5, ...old, ...change, version });
    return id;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    this.calls += 1;
    const fault = this.#faults.shift();
    if (fault === 'reset') throw new HttpError('reset', false);
    if (fault !== undefined) return faulty(fault, this.token);
    if (request.headers?.['authorization'] !== `Bearer ${this.token}`) return reply(401, {});
    const url = new URL(request.url);
    const [, list = '', id] = url.pathname.split('/');
    if (id !== undefined) return one(this.lists[list]?.get(decodeURIComponent(id)));
    const all = [...(this.lists[list]?.values() ?? [])];
    const from = Number(url.searchParams.get('after') ?? 0);
    const [page, next] = [all.slice(from, from + fakePage), from + fakePage < all.length ? from + fakePage : undefined];
    if (list === 'orders') return reply(200, { data: { orders: page, cursor: next ?? null } });
    return reply(200, page, next === undefined ? {} : { link: `<https://shop.example/customers>; rel="first", </customers?after=${next}>; rel="next"` });
  }

  /** One of its lists, from the shop's side. */
  stream(list: string): FakeStream {
    const rows = this.lists[list] as Map<string, JsonObject>;
    const keyOf = (id: string): string => (list === 'orders' ? `zürich|${id}` : id);
    const idOf = (key: string): string => key.split('|').at(-1) ?? '';
    return {
      add: async (n) => Array.from({ length: n }, () => keyOf(this.put(list, {}))),
      edit: async (key) => void this.put(list, { id: idOf(key), note: `edited ${rows.get(idOf(key))?.['version']}` }),
      remove: async (key) => void rows.delete(idOf(key)),
      poison: async () => void this.put(list, { name: 'a\u0007b' }),
      size: async () => rows.size,
    };
  }
}

function one(record: JsonObject | undefined): HttpResponse {
  return record === undefined ? reply(404, {}) : reply(200, record);
}

function reply(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers, body: Buffer.from(JSON.stringify(body).replaceAll('12.5', '12.50')) };
}

function faulty(fault: FakeFault, token: string): HttpResponse {
  const date = new Date(Date.UTC(2026, 0, 5, 8) + throttleMs).toUTCString(); // the suite's clock stands at 2026-01-05 08:00
  if (fault === 'throttle-seconds') return reply(429, {}, { 'retry-after': String(throttleMs / 1_000) });
  if (fault === 'throttle-date') return reply(429, {}, { 'retry-after': date });
  if (fault === 'unauthorized') return reply(401, { error: `unknown token ${token}` });
  if (fault === 'garbled') return { status: 200, headers: {}, body: Buffer.from('<html>a proxy says hello</html>') };
  return reply(503, {});
}

/** How its webhooks are signed: https://www.standardwebhooks.com. */
export const fakeHooks: HookHarness = {
  signature: 'webhook-signature',
  dated: true,
  event: (ids) => JSON.stringify({ type: 'customer.updated', data: { id: ids } }),
  unknown: '{"type":"weather.changed","data":{"id":"9"}}',
  sign(body, secret, at) {
    const [id, stamp] = [`msg_${createHmac('sha256', 'name').update(body).digest('hex').slice(0, 24)}`, String(Math.trunc(at / 1_000))];
    return { raw: Buffer.from(body), headers: { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signed(secret, `${id}.${stamp}.${body}`) } };
  },
};

function signed(secret: string, text: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

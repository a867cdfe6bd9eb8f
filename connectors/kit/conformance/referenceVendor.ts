import { createHmac } from 'node:crypto';
import { type Json, type JsonObject, parseJson } from '../../../core/model/json.ts';
import { type Http, HttpError, type HttpRequest, type HttpResponse } from '../../../core/ports/world.ts';
import { type Fake, type FakeFault, type Harness, throttleMs } from './harness.ts';

/** One thing as the vendor keeps it. */
interface Thing {
  readonly id: string;
  readonly seq: number;
  readonly version: number;
  readonly external: string | null;
  readonly name: string;
  readonly price: string | null;
  readonly note: string | null;
  readonly gone: boolean;
}

/** The vendor's largest page. */
export const vendorPage = 5;
const password = 'correct-horse-battery';

/**
 * A vendor as one would wish for: a change feed with tokens and deletes, sessions, versions with If-Match, external ids.
 * It exists to prove the conformance suite itself: the reference connector keeps every rule against it.
 */
class Vendor implements Http {
  readonly things = new Map<string, Thing>();
  calls = 0;
  effects = 0;
  logins = 0;
  #seq = 0;
  #ids = 0;
  #epoch = 1;
  #faults: FakeFault[] = [];

  inject(fault: FakeFault, times: number): void {
    this.#faults = Array.from({ length: times }, () => fault);
  }

  expire(): void {
    this.#epoch += 1;
  }

  put(change: Partial<Thing>): Thing {
    this.#seq += 1;
    const id = change.id ?? `t${++this.#ids}`;
    const old = this.things.get(id) ?? { external: null, name: '', price: null, note: null, gone: false, version: 0 };
    const thing = { ...old, ...change, id, seq: this.#seq, version: old.version + 1 };
    this.things.set(id, thing);
    return thing;
  }

  live(): Thing[] {
    return [...this.things.values()].filter((t) => !t.gone);
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    this.calls += 1;
    await Promise.resolve();
    const fault = this.#faults.shift();
    if (fault === 'reset') throw new HttpError('reset', false);
    if (fault === 'lost-answer') {
      this.#answer(request);
      throw new HttpError('reset', true);
    }
    if (fault !== undefined) return faulty(fault);
    return this.#answer(request);
  }

  #answer(request: HttpRequest): HttpResponse {
    const url = new URL(request.url);
    const body = request.body === undefined ? {} : (parseJson(String(request.body)) as JsonObject);
    if (url.pathname === '/login') return this.#login(body);
    if (request.headers?.['x-session'] !== 'session-1') return reply(401, { error: 'no session' });
    if (url.pathname === '/changes') return this.#changes(url);
    const id = url.pathname.split('/')[2] ?? '';
    const thing = this.things.get(id);
    if (request.method === 'GET' && id !== '') return thing === undefined || thing.gone ? reply(404, {}) : reply(200, shown(thing));
    if (request.method === 'GET')
      return reply(200, {
        things: this.live()
          .filter((t) => t.external === url.searchParams.get('external'))
          .map(shown),
      });
    if (request.method === 'POST') return this.#create(body);
    if (thing === undefined || thing.gone) return reply(404, {});
    const ifMatch = request.headers?.['if-match'];
    if (ifMatch !== undefined && ifMatch !== String(thing.version)) return reply(412, {});
    this.effects += 1;
    return reply(200, shown(this.put(request.method === 'DELETE' ? { id, gone: true } : { ...body, id })));
  }

  #login(body: JsonObject): HttpResponse {
    if (body['password'] !== password) return reply(401, { error: 'wrong password' });
    this.logins += 1;
    return reply(200, { session: 'session-1' });
  }

  #changes(url: URL): HttpResponse {
    const [epoch, after] = (url.searchParams.get('token') ?? `${this.#epoch}.0`).split('.').map(Number) as [number, number];
    if (epoch !== this.#epoch) return reply(410, {});
    const all = [...this.things.values()].filter((t) => t.seq > after).sort((a, b) => a.seq - b.seq);
    const page = all.slice(0, vendorPage);
    return reply(200, { things: page.map(shown), token: `${this.#epoch}.${page.at(-1)?.seq ?? after}`, more: all.length > page.length });
  }

  #create(body: JsonObject): HttpResponse {
    if (typeof body['name'] !== 'string' || body['name'] === '') return reply(422, { field: 'name' });
    const known = this.live().find((t) => t.external !== null && t.external === body['external']);
    if (known !== undefined) return reply(200, shown(known));
    this.effects += 1;
    return reply(201, shown(this.put(body as Partial<Thing>)));
  }
}

function shown({ seq: _, ...thing }: Thing): JsonObject {
  return { ...thing };
}

function reply(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

function faulty(fault: FakeFault): HttpResponse {
  const at = new Date(Date.UTC(2026, 0, 5, 8, 0, 0) + throttleMs).toUTCString();
  if (fault === 'throttle-seconds') return reply(429, {}, { 'retry-after': String(throttleMs / 1_000) });
  if (fault === 'throttle-date') return reply(429, {}, { 'retry-after': at });
  if (fault === 'unauthorized') return reply(401, { error: `refused ${password}` });
  if (fault === 'garbled') return { status: 200, headers: {}, body: Buffer.from('<html>a proxy says hello</html>') };
  return reply(503, {});
}

/** What the reference connector brings to the suite. */
export const referenceHarness: Harness = {
  pageSize: vendorPage,
  streams: ['things', 'all'],
  async fake(): Promise<Fake> {
    const vendor = new Vendor();
    return {
      config: { host: 'vendor.example' },
      secrets: { password },
      http: vendor,
      calls: () => vendor.calls,
      effects: () => vendor.effects,
      logins: () => vendor.logins,
      inject: (fault, times) => vendor.inject(fault, times),
      stream: () => ({
        add: async (n) => Array.from({ length: n }, (_, i) => vendor.put({ name: `thing ${i}` }).id),
        edit: async (id) => void vendor.put({ id, note: `edited ${vendor.things.get(id)?.version}` }),
        remove: async (id) => void vendor.put({ id, gone: true }),
        poison: async () => void vendor.put({ name: 7 as unknown as string }),
        size: async () => vendor.live().length,
        create: (n) => ({ externalId: `x${n}`, fields: { name: `陈 🙂 ${n}`, price: '660508.40' } }),
        change: (n) => ({ note: `注 ${n}` }),
        refused: () => ({ externalId: 'bad', fields: { name: '' } }),
        stamps: ['version'],
        expire: async () => vendor.expire(),
      }),
    };
  },
  hooks: {
    signature: 'x-signature',
    dated: true,
    event: (ids) => JSON.stringify({ type: 'changed', ids }),
    unknown: '{"type":"weather","ids":["9"]}',
    sign(body, secret, at) {
      const stamp = String(Math.trunc(at / 1_000));
      const signature = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
      return { raw: Buffer.from(body), headers: { 'x-signature': `v1=${signature}`, 'x-timestamp': stamp } };
    },
  },
};

import { isObject, type Json, type JsonObject, parseJson } from '../../core/model/json.ts';
import { type Http, HttpError, type HttpRequest, type HttpResponse } from '../../core/ports/world.ts';
import { type FakeFault, throttleMs } from '../kit/conformance/harness.ts';
import { PayDialogs } from './fakePay.ts';
import { read, search, UnknownName } from './fakeQuery.ts';
import { defaults, type Row, Tables } from './fakeTables.ts';
import { Refusal, Writes } from './fakeWrites.ts';

/** The fake's only login. */
export const fakeLogin = { database: 'fake', user: 'sync', password: 'fake-tryton-password', uid: 2 } as const;

const payDialog = 'wizard.account.invoice.pay.';

/** Tryton's JSON-RPC over the Http port, on rows in memory. */
export class FakeServer implements Http {
  readonly tables: Tables;
  readonly #dialogs: PayDialogs;
  calls = 0;
  effects = 0;
  logins = 0;
  readonly #now: () => number;
  readonly #sessions = new Set<string>();
  #faults: FakeFault[] = [];

  /** `now` (ms) is when stamps begin and what throttles count from. */
  constructor(now: () => number) {
    this.#now = now;
    this.tables = new Tables(now() * 1_000);
    this.#dialogs = new PayDialogs(this.tables);
  }

  /** The next `times` calls meet this. `lost-answer` waits for a call that writes. */
  inject(fault: FakeFault, times: number): void {
    for (let i = 0; i < times; i += 1) this.#faults.push(fault);
  }

  /** Makes every session invalid, as a restart or a long pause does. */
  expireSessions(): void {
    this.#sessions.clear();
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    this.calls += 1;
    const { method, params } = parseJson(String(request.body)) as { method: string; params: readonly Json[] };
    const fault = this.#nextFault(/^model\..+\.(create|write|delete)$|\.execute$/.test(method));
    if (fault !== undefined && fault !== 'lost-answer') return this.#trouble(fault);
    const answer = this.#answer(request, method, params);
    const response = { ...answer, headers: { ...answer.headers, date: new Date(this.tables.now / 1_000).toUTCString() } };
    if (fault === 'lost-answer') throw new HttpError('reset', true);
    return response;
  }

  #nextFault(writing: boolean): FakeFault | undefined {
    if (this.#faults[0] === 'lost-answer' && !writing) return undefined;
    return this.#faults.shift();
  }

  #trouble(fault: Exclude<FakeFault, 'lost-answer'>): HttpResponse {
    if (fault === 'reset') throw new HttpError('reset', false);
    if (fault === 'unavailable') return plain(503, '');
    if (fault === 'unauthorized') return plain(401, '');
    if (fault === 'garbled') return plain(200, '<!doctype html><title>Gateway</title>');
    const wait = fault === 'throttle-seconds' ? String(throttleMs / 1_000) : new Date(this.#now() + throttleMs).toUTCString();
    return plain(429, '', { 'retry-after': wait });
  }

  #answer(request: HttpRequest, method: string, params: readonly Json[]): HttpResponse {
    if (new URL(request.url).pathname !== `/${fakeLogin.database}/`) return error("Database 'none' doesn't exist!", '');
    if (method === 'common.db.login') return this.#login(params);
    const authorization = request.headers?.['authorization'] ?? '';
    if (!this.#sessions.has(authorization)) return plain(401, '');
    try {
      return json({ id: 1, result: this.#call(method, params) });
    } catch (thrown) {
      if (thrown instanceof Refusal) return json({ id: 1, error: thrown.answer });
      if (thrown instanceof UnknownName) return error(`'${thrown.message}'`, '');
      throw thrown;
    }
  }

  #login([user, secrets]: readonly Json[]): HttpResponse {
    if (user !== fakeLogin.user || !isObject(secrets) || secrets['password'] !== fakeLogin.password) return plain(401, '');
    this.logins += 1;
    const key = `key${this.logins}`;
    this.#sessions.add(`Session ${Buffer.from(`${user}:${fakeLogin.uid}:${key}`).toString('base64')}`);
    return json({ id: 1, result: [fakeLogin.uid, key] });
  }

  #call(method: string, params: readonly Json[]): Json {
    if (method.startsWith(payDialog)) return this.#dialog(method.slice(payDialog.length), params);
    const [, model = '', verb = ''] = /^model\.(.+)\.(\w+)$/.exec(method) ?? [];
    const context = params.at(-1);
    if (!isObject(context)) throw new UnknownName('Missing context argument');
    if (defaults[model] === undefined) throw new UnknownName(model);
    const args = params.slice(0, -1);
    if (verb === 'create' || verb === 'write' || verb === 'delete') return this.#write(model, verb, args, context);
    return this.#read(model, verb, args, context);
  }

  #dialog(verb: string, params: readonly Json[]): Json {
    const context = params.at(-1);
    if (!isObject(context)) throw new UnknownName('Missing context argument');
    const id = Number(params[0]);
    if (verb === 'create') return this.#dialogs.create();
    if (verb === 'delete') return this.#dialogs.delete(id);
    const result = this.tables.transaction(() => this.#dialogs.execute(id, params[1] as JsonObject, String(params[2]), Number(context['active_id']), fakeLogin.uid));
    this.effects += 1;
    return result;
  }

  #read(model: string, verb: string, args: readonly Json[], context: JsonObject): Json {
    const archivedToo = context['active_test'] === false;
    if (verb === 'read') {
      const rows = (args[0] as number[]).map((id) => this.tables.of(model).get(id));
      if (rows.includes(undefined)) throw new Refusal('UserError', `You are trying to read records of "${model}" that don't exist anymore.`);
      return rows.map((row) => read(this.tables, model, row ?? {}, args[1] as string[]));
    }
    const found = search(this.tables, model, args[0] ?? [], args[3] ?? null, archivedToo);
    if (verb === 'search_count') return found.length;
    const offset = Number(args[1] ?? 0);
    const page = found.slice(offset, typeof args[2] === 'number' ? offset + args[2] : undefined);
    if (verb === 'search') return page.map((row) => row['id'] ?? null);
    if (verb !== 'search_read') throw new UnknownName(verb);
    return page.map((row) => read(this.tables, model, row, args[4] as string[]));
  }

  #write(model: string, verb: 'create' | 'write' | 'delete', args: readonly Json[], context: JsonObject): Json {
    const stamps = isObject(context['_timestamp']) ? context['_timestamp'] : {};
    const result = this.tables.transaction(() => {
      const writes = new Writes(this.tables, fakeLogin.uid, stamps);
      if (verb === 'create') return writes.create(model, args[0] as Row[]);
      if (verb === 'write') writes.write(model, args[0] as number[], args[1] as Row);
      else writes.delete(model, args[0] as number[]);
      return null;
    });
    this.effects += 1;
    return result;
  }
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'text/html', ...headers }, body: new TextEncoder().encode(text) };
}

function json(value: JsonObject): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(JSON.stringify(value)) };
}

function error(name: string, detail: string): HttpResponse {
  return json({ id: 1, error: [name, detail] });
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import type { Role } from '../../core/access/permissions.ts';
import { addPrincipal, newPrincipal } from '../../core/access/principals.ts';
import { tokenBytes, tokenFrom, tokenHash } from '../../core/access/token.ts';
import { workspace } from '../../core/model/ids.ts';
import type { FinanceService } from '../../core/receivables/service.ts';
import { refusedHook } from '../../core/sync/intake.ts';
import type { SyncService } from '../../core/sync/service.ts';
import { createApi } from './app.ts';
import { bodyBytesMax, parseBody } from './body.ts';
import { openApiDocument } from './openapi.ts';
import { ApiProblem } from './problem.ts';
import type { Api } from './router.ts';

let store: EmbeddedStore;
let folder: string;
let api: Api;
const tokens = new Map<string, string>();
const logged: unknown[] = [];
const session = tokenFrom(randomBytes(tokenBytes));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-'));
  store = openEmbedded({ file: join(folder, 'store.db') });
  for (const name of ['main', 'other']) {
    const token = tokenFrom(randomBytes(tokenBytes));
    await addPrincipal(store.tables.in(workspace(name)), newPrincipal(`u_${name}`, name, 'owner', 1, 'system'), token);
    tokens.set(name, token);
  }
  // these tests end before the use cases: whatever reaches them is a fault, and answered as one
  const service = {} as SyncService;
  const finance = {} as FinanceService;
  api = createApi({
    version: '1.2.3',
    open: async (name = 'main') => (tokens.has(name) ? { name, service, finance, table: store.tables.in(workspace(name)) } : undefined),
    session: { hash: tokenHash(session) as string, principal: newPrincipal('local:me', 'me', 'owner', 0, 'system') },
    takeHook: async () => refusedHook,
    now: () => 1_750_000_000_000,
    fresh: (label) => store.ids.fresh(label),
    random: (bytes) => randomBytes(bytes),
    description: async (app) => openApiDocument(app, '1.2.3'),
    log: (_, error) => void logged.push(error),
  });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const as = (token: string | undefined, more: Record<string, string> = {}) => ({ headers: { ...(token && { authorization: `Bearer ${token}` }), ...more } });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  api.request(path, { method: 'POST', body, headers: { authorization: `Bearer ${tokens.get('main')}`, 'content-type': 'application/json', ...headers } });
const tokenFor = async (role: Role): Promise<string> => {
  const made = await post('/tokens', JSON.stringify({ name: role, role }));
  return ((await made.json()) as { token: string }).token;
};

describe('the door', () => {
  it('answers health to everybody and nothing else', async () => {
    expect(await (await api.request('/health')).json()).toEqual({ status: 'ok', version: '1.2.3' });
    for (const path of ['/status', '/openapi.json', '/tokens', '/nothing', '/records/x']) expect((await api.request(path)).status, path).toBe(401);
  });

  it('gives the very same answer to no token, a wrong one, one of another workspace and a workspace that does not exist', async () => {
    const tries = [
      as(undefined),
      as('syn_wrong'),
      as(tokenFrom(randomBytes(tokenBytes))),
      as(tokens.get('main'), { 'x-syncline-workspace': 'other' }),
      as(tokens.get('main'), { 'x-syncline-workspace': 'nowhere' }),
      { headers: { authorization: `Basic ${tokens.get('main')}` } },
    ];
    const answers = await Promise.all(tries.map(async (init) => [(await api.request('/tokens', init)).status, await (await api.request('/tokens', init)).text()]));
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(answers[0]?.[0]).toBe(401);
  });

  it('opens for the token of the running process', async () => {
    expect((await api.request('/tokens', as(session))).status).toBe(200);
  });

  it('lets nobody do what the role does not allow, and says so', async () => {
    const viewer = await tokenFor('viewer');
    for (const [method, path] of [
      ['GET', '/tokens'],
      ['POST', '/retry'],
      ['POST', '/pause'],
      ['POST', '/release'],
      ['POST', '/syncs'],
      ['POST', '/audits'],
      ['GET', '/export/person'],
      ['GET', '/failures'],
      ['GET', '/secrets'],
      ['PUT', '/secrets/ERP_PASSWORD'],
      ['POST', '/merge'],
      ['POST', '/split'],
      ['POST', '/pin'],
      ['POST', '/unpin'],
    ]) {
      const answer = await api.request(path as string, { method: method as string, ...as(viewer) });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    expect(await (await api.request('/tokens', as(viewer))).json()).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: { en: expect.stringContaining('viewer'), zh: expect.any(String) },
    });
  });

  it('shuts for a revoked token', async () => {
    const made = (await (await post('/tokens', '{"name":"temp","role":"owner"}')).json()) as { token: string; principal: { id: string } };
    expect((await api.request('/tokens', as(made.token))).status).toBe(200);
    await api.request(`/tokens/${made.principal.id}`, { method: 'DELETE', ...as(tokens.get('main')) });
    expect((await api.request('/tokens', as(made.token))).status).toBe(401);
    expect((await api.request('/tokens/u_nobody', { method: 'DELETE', ...as(tokens.get('main')) })).status).toBe(404);
  });
});

describe('a body', () => {
  const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;
  const keys = (n: number) => `{${Array.from({ length: n }, (_, i) => `"k${i}":1`).join(',')}}`;

  it.each<[string, string, Record<string, string>, number, string]>([
    ['over 1 MB', `{"name":"${'x'.repeat(bodyBytesMax)}"}`, {}, 413, 'BODY_TOO_LARGE'],
    ['of another type', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'BODY_TYPE'],
    ['that is no JSON', '{"name":', {}, 400, 'BODY_JSON'],
    ['nested too deep', deep(65), {}, 400, 'BODY_DEPTH'],
    ['with too many keys', keys(10_001), {}, 400, 'BODY_KEYS'],
    ['with an unknown key', '{"name":"a","role":"it","admin":true}', {}, 400, 'REQUEST_INVALID'],
    ['with a role that is none', '{"name":"a","role":"root"}', {}, 400, 'REQUEST_INVALID'],
    ['that is empty', '', {}, 400, 'REQUEST_INVALID'],
  ])('%s is refused', async (_, body, headers, status, code) => {
    const answer = await post('/tokens', body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, message: { en: expect.any(String), zh: expect.any(String) } });
  });

  it('over 1 MB is refused while it comes in, whatever it says of its length', async () => {
    const chunks = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536).fill(0x20)) });
    const headers = { authorization: `Bearer ${tokens.get('main')}`, 'content-type': 'application/json' };
    const answer = await api.request('/tokens', { method: 'POST', body: chunks, headers, duplex: 'half' } as RequestInit);
    expect(answer.status).toBe(413);
  });

  it('loses keys that could reach a prototype', () => {
    expect(JSON.stringify(parseBody('{"a":{"__proto__":{"admin":true},"constructor":1,"b":2}}'))).toBe('{"a":{"b":2}}');
  });

  it('either parses or is a problem, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          parseBody(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiProblem);
        }
      }),
    );
  });
});

describe('a request', () => {
  it('with an unknown or wrong parameter is told which', async () => {
    for (const [path, field] of [
      ['/records?type=person&limit=0', 'limit'],
      ['/records?type=person&limit=x', 'limit'],
      ['/records', 'type'],
      ['/records?type=person&changedSince=soon', 'changedSince'],
    ]) {
      const answer = await api.request(path as string, as(tokens.get('main')));
      expect([path, answer.status, ((await answer.json()) as { where: { field: string } }).where.field]).toEqual([path, 400, field]);
    }
    const unknown = await api.request('/failures?conection=erp', as(tokens.get('main')));
    expect(await unknown.json()).toMatchObject({ code: 'REQUEST_INVALID', message: { en: 'Unknown: conection.' } });
  });

  it('that fails inside is told nothing of the inside', async () => {
    const answer = await api.request('/status', as(tokens.get('main')));
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ code: 'SERVER_FAULT', message: { en: 'The server failed. Its log says more.', zh: '服务器出错，详情见其日志。' }, where: {} });
    expect(logged.at(-1)).toBeInstanceOf(TypeError);
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 and names every path with its answers', async () => {
    const document = (await (await api.request('/openapi.json', as(tokens.get('main')))).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string; security?: unknown[]; responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, object> };
    };
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })));
    expect(operations.length).toBeGreaterThanOrEqual(18);
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toBeTruthy();
      if (operation.security?.length !== 0) expect(Object.keys(operation.responses), name).toEqual(expect.arrayContaining(['401', '403', '500']));
    }
    const ajv = new Ajv2020({ strict: false, schemas: [{ $id: 'api', components: document.components }] });
    for (const name of Object.keys(document.components.schemas)) expect(() => ajv.getSchema(`api#/components/schemas/${name}`), name).not.toThrow();
  });

  it('is published in docs/openapi.json as it is', () => {
    const published = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as { info: { version: string } };
    expect(published, 'run: node cli/write-docs.ts').toEqual(JSON.parse(JSON.stringify(openApiDocument(api, published.info.version))));
  });
});

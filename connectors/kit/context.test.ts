import { describe, expect, test } from 'vitest';
import { Secret } from '../../core/model/secret.ts';
import type { AnyConnector, ConnectorContext } from '../../core/ports/connector.ts';
import { type Http, HttpError, type HttpResponse } from '../../core/ports/world.ts';
import { reference } from './conformance/reference.ts';
import { type ContextOptions, createContext } from './context.ts';
import { FaultError } from './fault.ts';
import { mayHaveLanded } from './landed.ts';

type Step = HttpResponse | HttpError;

const answer = (status: number, headers: Record<string, string> = {}): HttpResponse => ({ status, headers, body: Buffer.from('{}') });
const url = 'https://vendor.example/things';

/** A context whose vendor gives these answers in turn; the last one for ever. */
function made(steps: readonly Step[], more: Partial<ContextOptions> = {}): { ctx: ConnectorContext; calls: () => number; slept: number[]; traces: string[] } {
  let calls = 0;
  let now = 1_000_000;
  const slept: number[] = [];
  const traces: string[] = [];
  const http: Http = {
    async request() {
      const step = steps[Math.min(calls, steps.length - 1)] as Step;
      calls += 1;
      if (step instanceof Error) throw step;
      return step;
    },
  };
  const ctx = createContext({
    connector: reference as AnyConnector,
    connection: 'crm',
    config: { host: 'vendor.example' },
    secrets: { password: new Secret('s3cret-värde') },
    http,
    clock: { now: () => now },
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    log: (event, data) => traces.push(`${event} ${JSON.stringify(data)}`),
    record: (exchange) => traces.push(JSON.stringify(exchange)),
    ...more,
  });
  return { ctx, calls: () => calls, slept, traces };
}

async function faultOf(run: Promise<unknown>): Promise<FaultError> {
  const error = await run.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(FaultError);
  return error as FaultError;
}

describe('ctx.http repeats only what is safe to repeat', () => {
  const lost = new HttpError('timeout', true);
  const unsent = new HttpError('refused', false);
  test.each([
    ['a GET after a lost answer', { method: 'GET' as const }, lost, 2],
    ['a POST after a lost answer', { method: 'POST' as const }, lost, 1],
    ['a POST that the connector calls repeatable', { method: 'POST' as const, repeatable: true }, lost, 2],
    ['a POST that never left', { method: 'POST' as const }, unsent, 2],
    ['a plain PUT', { method: 'PUT' as const }, lost, 2],
    ['a conditional PUT, whose repeat would meet its own effect', { method: 'PUT' as const, headers: { 'If-Match': '1' } }, lost, 1],
    ['a GET that the connector calls not repeatable', { method: 'GET' as const, repeatable: false }, lost, 1],
    ['a GET after 503', { method: 'GET' as const }, answer(503), 2],
    ['a POST after 503', { method: 'POST' as const }, answer(503), 1],
  ])('%s', async (_, request, failure, wanted) => {
    const { ctx, calls } = made([failure, answer(200)]);
    await ctx.http({ url, ...request }).catch(() => undefined);
    expect(calls()).toBe(wanted);
  });

  test('gives up after three tries and tells whether the request may have landed', async () => {
    const { ctx, calls, slept } = made([lost]);
    const error = await faultOf(ctx.http({ method: 'GET', url }));
    expect([calls(), slept, error.fault.kind, mayHaveLanded(error)]).toEqual([3, [500, 1_000], 'transient', true]);
    expect(mayHaveLanded(await faultOf(made([unsent]).ctx.http({ method: 'POST', url })))).toBe(false);
  });

  test.each([400, 401, 404, 409, 412, 422])('%i comes back to the connector', async (status) => {
    expect((await made([answer(status)]).ctx.http({ method: 'GET', url })).status).toBe(status);
  });
});

describe('ctx.http waits when it is told to', () => {
  test.each([
    ['seconds', { 'retry-after': '2' }, 2_000],
    ['a date', { 'retry-after': new Date(1_004_000).toUTCString() }, 4_000],
    ['a vendor header', { 'x-ogw-ratelimit-reset': '3' }, 3_000],
  ])('%s, in place when it is short', async (_, headers, ms) => {
    const { ctx, slept } = made([answer(429, headers), answer(200)]);
    expect((await ctx.http({ method: 'GET', url })).status).toBe(200);
    expect(slept).toContain(ms);
  });

  test('a long wait goes back to the queue', async () => {
    const { ctx, calls, slept } = made([answer(429, { 'retry-after': '600' })]);
    const { fault } = await faultOf(ctx.http({ method: 'GET', url }));
    expect([fault.kind, fault.retryAfterMs, calls(), slept]).toEqual(['quota', 600_000, 1, []]);
    expect((await faultOf(ctx.http({ method: 'GET', url }))).fault.kind).toBe('quota');
    expect(calls()).toBe(1); // the account is blocked: nobody calls
  });

  test('a throttle in the vendor’s own words counts as one', async () => {
    const connector = { ...(reference as AnyConnector), throttled: (r: HttpResponse) => (r.status === 403 ? { retryAfterMs: 90_000 } : undefined) };
    const { ctx } = made([answer(403)], { connector });
    expect((await faultOf(ctx.http({ method: 'GET', url }))).fault).toMatchObject({ kind: 'quota', retryAfterMs: 90_000 });
  });
});

describe('ctx.http keeps within its limits', () => {
  test.each([
    'https://elsewhere.example/',
    'https://vendor.example:8443/',
    'http://vendor.example/',
    'https://user:pw@vendor.example/',
    'https://127.0.0.1/',
    'https://169.254.169.254/latest/',
    'file:///etc/passwd',
    'no address',
  ])('%s is blocked before anything is sent', async (bad) => {
    const { ctx, calls } = made([answer(200)]);
    expect((await faultOf(ctx.http({ method: 'GET', url: bad }))).fault.code).toBe('egress.blocked');
    expect(calls()).toBe(0);
  });

  test('metadata addresses are refused even where private ones are allowed', async () => {
    const connector = {
      ...(reference as AnyConnector),
      egress: () => ['169.254.169.254', '10.0.0.5', '::ffff:169.254.169.254', '100.100.100.200'].map((host) => ({ host, port: 443 })),
    };
    const { ctx } = made([], { connector, reach: { plainHttp: 'allow', privateAddresses: 'allow' } });
    expect(await ctx.allow('10.0.0.5', 443)).toBe('10.0.0.5');
    for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '100.100.100.200']) await expect(ctx.allow(host, 443)).rejects.toThrow(FaultError);
  });

  test('no call starts that could outlive the lease, or after the stop', async () => {
    const short = made([answer(200)], { leaseUntil: () => 1_000_000 + 20_000 });
    expect((await faultOf(short.ctx.http({ method: 'GET', url }))).fault.code).toBe('lease.short');
    expect((await short.ctx.http({ method: 'GET', url, timeoutMs: 10_000 })).status).toBe(200);
    const controller = new AbortController();
    controller.abort();
    const stopped = made([answer(200)], { signal: controller.signal });
    expect((await faultOf(stopped.ctx.http({ method: 'GET', url }))).fault.code).toBe('http.aborted');
    expect(stopped.calls()).toBe(0);
  });

  test('secrets are taken out of logs and recordings in every form they travel in', async () => {
    const { ctx, traces } = made([answer(200)]);
    const secret = 's3cret-värde';
    const body = JSON.stringify({ a: secret, b: Buffer.from(secret).toString('base64'), c: encodeURIComponent(secret) });
    await ctx.http({ method: 'POST', url: `${url}?token=${encodeURIComponent(secret)}`, body, headers: { Authorization: 'Basic Zm9v', cookie: 'x' } });
    ctx.log(`login ${secret}`, { [secret]: [secret, { deep: Buffer.from(secret).toString('hex') }] });
    expect(traces.join('\n')).not.toMatch(/s3cret|czNjcmV0|Zm9v|733363726574/);
    expect(traces).toHaveLength(2);
  });
});

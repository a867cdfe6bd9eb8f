import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkedAddress, checkedLookup } from '../../adapters/embedded/addresses.ts';
import { systemHttp } from '../../adapters/embedded/http.ts';
import { insideToo, publicOnly } from '../../connectors/kit/egress.ts';
import { connectorOf } from '../../connectors/registry.ts';
import { Secret } from '../../core/model/secret.ts';
import { FaultError } from '../../core/ports/connector.ts';
import type { HttpError } from '../../core/ports/world.ts';
import type { ConnectionConfig } from '../../core/sync/config.ts';
import { connectorContext } from '../../functions/compose/connector-context.ts';

let server: Server;
let port: number;
const asked: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    if (request.url === '/moved') response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end();
    else response.end('the inside');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

const reasonOf = async (request: Promise<unknown>): Promise<unknown> =>
  request.then(
    () => 'reached',
    (error: HttpError) => error.reason,
  );

/** A name server that answers what it is told, one list after the other. */
function names(...answers: readonly (readonly string[])[]): { lookup: typeof lookup; asked: () => number } {
  let count = 0;
  const answer = (_: string, __: unknown, done: (error: null, addresses: { address: string; family: number }[]) => void): void => {
    const list = answers[Math.min(count, answers.length - 1)] ?? [];
    count += 1;
    done(
      null,
      list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { lookup: answer as unknown as typeof lookup, asked: () => count };
}

/** Ways to write this machine and its surroundings. */
const inside = [
  '127.0.0.1',
  'localhost',
  '[::1]',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '10.0.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '[fd12::1]',
  '[64:ff9b::7f00:1]',
];
/** Ways to write what nobody may reach. */
const forbidden = [
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '0.0.0.0',
  '[::]',
  '100.100.100.200',
  '224.0.0.1',
  '255.255.255.255',
];

describe('an address that leads inside', () => {
  it.each(inside)('%s is not connected to', async (host) => {
    expect(await reasonOf(systemHttp().request({ method: 'GET', url: `http://${host}:${port}/`, timeoutMs: 2_000 }))).toBe('blocked');
    expect(asked).toEqual([]);
  });

  it.each(forbidden)('%s is not connected to, even by a connection that may reach inside', async (host) => {
    for (const allowPrivate of [() => false, () => true])
      expect(await reasonOf(systemHttp({ allowPrivate }).request({ method: 'GET', url: `http://${host}:${port}/`, timeoutMs: 2_000 }))).toBe('blocked');
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://127.0.0.1:70/', 'data:text/plain,x'])('%s is no way out', async (url) => {
    expect(await reasonOf(systemHttp({ allowPrivate: () => true }).request({ method: 'GET', url, timeoutMs: 2_000 }))).toBe('blocked');
  });
});

describe('a redirect', () => {
  it('is an answer and never followed: nothing is asked, and no credential is sent, where it leads', async () => {
    const request = { method: 'GET', url: `http://127.0.0.1:${port}/moved`, headers: { authorization: 'Bearer canary' }, timeoutMs: 2_000 } as const;
    const answer = await systemHttp({ allowPrivate: () => true }).request(request);
    expect([answer.status, answer.headers['location']]).toEqual([302, `http://127.0.0.1:${port}/inside`]);
    expect(asked.map(({ url }) => url)).toEqual(['/moved']);
  });
});

describe('a name', () => {
  it('that leads inside, or to metadata, has no address', async () => {
    expect(await reasonOf(checkedAddress('erp.example.com', 'public', names(['127.0.0.1']).lookup))).toBe('blocked');
    expect(await reasonOf(checkedAddress('erp.example.com', 'inside', names(['169.254.169.254', 'fe80::1']).lookup))).toBe('blocked');
    expect(await checkedAddress('erp.example.com', 'inside', names(['10.0.0.8']).lookup)).toBe('10.0.0.8');
    expect(await checkedAddress('erp.example.com', 'public', names(['10.0.0.8', '8.8.8.8']).lookup)).toBe('8.8.8.8');
  });

  it('that is bound anew after the check is not asked again: the checked address is the one connected to', async () => {
    const rebinding = names(['8.8.8.8'], ['127.0.0.1']);
    const addresses = await new Promise((given) => checkedLookup('public', rebinding.lookup)('evil.example', { all: true }, (_, all) => given(all)));
    expect(addresses).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(rebinding.asked()).toBe(1);
  });

  it.each(['imap', 'smtp'] as const)('of a mail server is resolved and checked before %s connects to that very address', async (id) => {
    const connector = await connectorOf(id);
    const context = async (host: string, more: Partial<ConnectionConfig>) =>
      connectorContext({
        connection: {
          name: 'mail',
          connector: id,
          zone: 'UTC',
          config: { host, port, user: 'u@example.com', from: 'u@example.com' },
          secrets: { password: 'P' },
          streams: [],
          ...more,
        },
        connector,
        secrets: { get: async () => new Secret('pw') },
        http: systemHttp(),
        clock: { now: () => 0 },
        memo: new Map(),
        purpose: 'pull',
        files: () => {
          throw new Error('no folder');
        },
      });
    await expect((await context('localhost', {})).allow('localhost', port)).rejects.toThrow(FaultError);
    expect(await (await context('localhost', { reach: 'inside' })).allow('localhost', port)).toMatch(/^(127\.0\.0\.1|::1)$/);
    // the name of this machine leads to a private address, as a name of an attacker's could
    expect(await reasonOf((await context(hostname(), {})).allow(hostname(), port))).toMatch(/blocked|name/);
  });
});

it('what a connection may reach is one of two, and the wider one is asked for by name', () => {
  expect([publicOnly, insideToo]).toEqual([
    { plainHttp: 'refuse', privateAddresses: 'refuse' },
    { plainHttp: 'allow', privateAddresses: 'allow' },
  ]);
});

import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../../core/ports/world.ts';
import { HttpError } from '../../core/ports/world.ts';
import { type HttpOptions, systemHttp } from './http.ts';

const open: HttpOptions = { allowPrivate: () => true };

/** Asks a server of one's own and gives what came back or why not. */
async function ask(listener: RequestListener, request: Partial<HttpRequest> = {}, options = open) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await systemHttp(options).request({ method: 'GET', url: `http://127.0.0.1:${port}/`, timeoutMs: 2_000, ...request });
  } catch (error) {
    return error as HttpError;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const why = (outcome: unknown): unknown => (outcome instanceof HttpError ? [outcome.reason, outcome.sent] : outcome);

test('a server that does not answer in time may have seen the request', async () => {
  expect(why(await ask(() => undefined, { timeoutMs: 50 }))).toEqual(['timeout', true]);
});

test('an answer that does not end in time is a time-out too', async () => {
  expect(why(await ask((_, response) => response.write('half'), { timeoutMs: 80 }))).toEqual(['timeout', true]);
});

test('a connection that breaks after the request was sent is a reset', async () => {
  expect(why(await ask((request) => request.socket.destroy()))).toEqual(['reset', true]);
});

test('an answer cut short is not taken for a whole one', async () => {
  const cut: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.socket?.destroy());
  };
  expect(why(await ask(cut))).toEqual(['reset', true]);
});

test('an answer over the cap is cut off, also when it only grows over it by unpacking', async () => {
  expect(why(await ask((_, response) => response.end('x'.repeat(1_000)), { responseBytesMax: 999 }))).toEqual(['too-large', true]);
  const bomb: RequestListener = (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1_000_000)));
  expect(why(await ask(bomb, { responseBytesMax: 100_000 }))).toEqual(['too-large', true]);
});

test('a packed answer is unpacked and no longer called packed', async () => {
  const outcome = await ask((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('大 text')));
  expect(outcome).toMatchObject({ status: 200, body: Buffer.from('大 text') });
  expect(outcome).not.toHaveProperty('headers.content-encoding');
});

test('a broken packed answer is an error, not half a text', async () => {
  expect(why(await ask((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(9_999)).subarray(0, 20))))).toEqual(['reset', true]);
});

test('an abort ends the request', async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 30);
  expect(why(await ask(() => undefined, { signal: abort.signal }))).toEqual(['aborted', true]);
  expect(why(await ask(() => undefined, { signal: AbortSignal.abort() }))).toEqual(['aborted', false]);
});

test('a port where nobody listens is refused, an unknown name is said, nothing was sent', async () => {
  const http = systemHttp(open);
  const cause = async (url: string): Promise<unknown> => why(await http.request({ method: 'GET', url, timeoutMs: 5_000 }).catch((e: unknown) => e));
  expect(await cause('http://127.0.0.1:1/')).toEqual(['refused', false]);
  expect(await cause('http://nobody.invalid/')).toEqual(['name', false]);
  expect(await cause('ftp://example.com/')).toEqual(['blocked', false]);
});

test('a server that does not speak TLS is told apart, and was sent nothing', async () => {
  const plain = createSocketServer((socket) => socket.write('HTTP/1.1 400 not TLS\r\n\r\n'));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
  expect(
    why(
      await systemHttp(open)
        .request({ method: 'GET', url, timeoutMs: 2_000 })
        .catch((e: unknown) => e),
    ),
  ).toEqual(['tls', false]);
  plain.close();
});

test('private addresses are blocked by literal, by name and in disguise, unless the connection allows its own; metadata always', async () => {
  const closed = systemHttp();
  const blocked = async (url: string): Promise<unknown> => why(await closed.request({ method: 'GET', url, timeoutMs: 2_000 }).catch((e: unknown) => e));
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1', '169.254.169.254', '[::ffff:10.0.0.1]', '[fd00:ec2::254]', '0.0.0.0']) {
    expect([host, await blocked(`http://${host}:9/`)]).toEqual([host, ['blocked', false]]);
  }
  for (const host of ['169.254.169.254', '[::ffff:a9fe:a9fe]', '2852039166', '[fe80::1]', '[64:ff9b::a9fe:a9fe]']) {
    const error = await systemHttp(open)
      .request({ method: 'GET', url: `http://${host}:9/`, timeoutMs: 2_000 })
      .catch((e: unknown) => e);
    expect([host, why(error)]).toEqual([host, ['blocked', false]]);
  }
  const seen: string[] = [];
  const allowPrivate = (host: string, port: number): boolean => seen.push(`${host}:${port}`) > 0;
  expect(await ask((_, response) => response.end('ok'), {}, { allowPrivate })).toMatchObject({ status: 200 });
  expect(seen[0]).toMatch(/^127\.0\.0\.1:\d+$/);
});

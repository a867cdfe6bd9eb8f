import { Agent, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Http, HttpError, type HttpRequest, type HttpResponse } from '../../core/ports/world.ts';
import { blockedCode, checkedLookup, mayReach } from './addresses.ts';

/** What this way out may reach. */
export interface HttpOptions {
  /** May private and loopback addresses be reached at this host and port? No unless said (a connection's `reach: inside`). Link-local and metadata addresses never are. */
  readonly allowPrivate?: (host: string, port: number) => boolean;
}

/** Larger answers are cut off unless the request says otherwise. */
const responseBytesMax = 32 * 1024 * 1024;

/** Idle connections are kept this long for the next request. */
const keepAliveMs = 15_000;

/** Requests over the machine's network. Redirects are answers like others; the address that was checked is the address connected to. */
export function systemHttp(options: HttpOptions = {}): Http {
  const allow = options.allowPrivate ?? (() => false);
  const agents = { 'http:': new Agent({ keepAlive: true, timeout: keepAliveMs }), 'https:': new SecureAgent({ keepAlive: true, timeout: keepAliveMs }) };
  return {
    async request(request) {
      const url = new URL(request.url);
      if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new HttpError('blocked', false);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
      const reach = allow(host, port) ? 'inside' : 'public';
      if (isIP(host) !== 0 && !mayReach(host, reach)) throw new HttpError('blocked', false);
      return exchange(request, url, { agent: agents[url.protocol], lookup: checkedLookup(reach) });
    },
  };
}

/** One request and its answer, within its time and size. */
function exchange(request: HttpRequest, url: URL, way: Pick<RequestOptions, 'agent' | 'lookup'>): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    let over: HttpError['reason'] | undefined;
    const send = url.protocol === 'https:' ? secureRequest : plainRequest;
    const headers = { 'accept-encoding': 'gzip, deflate, br', ...lowerCase(request.headers ?? {}), ...lengthOf(request.body) };
    const req = send(url, { ...way, method: request.method, headers });
    const stop = (reason: HttpError['reason']): void => {
      over ??= reason;
      req.destroy(); // without an error of ours: the socket may be back with its agent, where nobody hears it
    };
    const timer = setTimeout(() => stop('timeout'), request.timeoutMs);
    const abort = (): void => stop('aborted');
    const end = (): void => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
    };
    const fail = (cause: unknown): void => {
      end();
      reject(new HttpError(over ?? reasonOf(cause), sent, { cause }));
    };
    if (request.signal?.aborted === true) abort();
    request.signal?.addEventListener('abort', abort);
    req.on('socket', (socket) => {
      const ready = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      if (req.reusedSocket) sent = true;
      else socket.once(ready, () => (sent = true));
    });
    req.on('error', fail);
    req.on('response', (response) => {
      sent = true;
      response.on('error', () => undefined); // `read` hears of it too, unless it has given up before
      read(response, request, stop).then((answer) => {
        end();
        resolve(answer);
      }, fail);
    });
    req.end(request.body);
  });
}

async function read(response: IncomingMessage, request: HttpRequest, stop: (reason: 'too-large') => void): Promise<HttpResponse> {
  const max = request.responseBytesMax ?? responseBytesMax;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.method === 'HEAD' ? response : decoded(response, headers)) {
    bytes += (chunk as Uint8Array).byteLength;
    if (bytes > max) {
      stop('too-large');
      throw new Error('too-large');
    }
    chunks.push(chunk as Uint8Array);
  }
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}

/** The body unpacked; `content-encoding` and the length of the packed body are taken off the headers. */
function decoded(response: IncomingMessage, headers: Record<string, string>): Readable {
  const make = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }[headers['content-encoding'] ?? ''];
  if (make === undefined || response.statusCode === 204 || response.statusCode === 304) return response;
  delete headers['content-encoding'];
  delete headers['content-length'];
  const unpack = make();
  unpack.on('error', () => undefined);
  response.on('error', (error) => unpack.destroy(error));
  return response.pipe(unpack);
}

function reasonOf(cause: unknown): HttpError['reason'] {
  const code = (cause as { code?: unknown }).code;
  if (typeof code !== 'string') return 'reset';
  if (code === blockedCode) return 'blocked';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name';
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  return /EPROTO|CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code) ? 'tls' : 'reset';
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function lengthOf(body: string | Uint8Array | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

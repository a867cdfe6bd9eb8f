import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../core/ports/world.ts';
import { HttpError } from '../../core/ports/world.ts';
import type { Harness } from './harness.ts';

/** A harness with a server at `base` that answers by {@link answer}. */
export interface HttpHarness extends Harness {
  readonly base: string;
  /** A URL where nobody listens. */
  readonly nowhere: string;
}

const text = (body: Uint8Array): string => new TextDecoder().decode(body);

/** What the server of the contract does: says what it was sent, or points elsewhere. */
export function answer(request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>): HttpResponse {
  const { pathname, search } = new URL(request.url);
  if (pathname === '/moved') return { status: 302, headers: { location: '/echo' }, body: new Uint8Array() };
  if (pathname === '/gone') return { status: 410, headers: { 'x-why': 'deleted' }, body: new TextEncoder().encode('no more') };
  const sent = typeof request.body === 'string' ? request.body : text(request.body ?? new Uint8Array());
  const seen = { method: request.method, path: pathname + search, token: request.headers?.['x-token'] ?? null, body: sent };
  return { status: 200, headers: { 'content-type': 'application/json', 'x-mixed': 'Yes' }, body: new TextEncoder().encode(JSON.stringify(seen)) };
}

/** What every way to other machines must do. */
export function httpContract(name: string, make: () => Promise<HttpHarness>): void {
  const ask = async (path: string, request: Partial<HttpRequest> = {}): Promise<HttpResponse> => {
    const harness = await make();
    try {
      return await harness.use(({ http }) => http.request({ method: 'GET', url: harness.base + path, timeoutMs: 5_000, ...request }));
    } finally {
      await harness.close();
    }
  };

  describe(`${name} http`, () => {
    test.each([
      ['GET', undefined],
      ['POST', 'text 大'],
      ['PUT', new TextEncoder().encode('bytes')],
      ['PATCH', ''],
      ['DELETE', undefined],
      ['REPORT', '<xml/>'],
    ] as const)('%s carries its query, headers and body', async (method, body) => {
      const response = await ask('/echo?q=%C3%A4&x=1', { method, body, headers: { 'x-token': 'abc' } });
      const sent = typeof body === 'string' ? body : body === undefined ? '' : text(body);
      expect(JSON.parse(text(response.body))).toEqual({ method, path: '/echo?q=%C3%A4&x=1', token: 'abc', body: sent });
      expect([response.status, response.headers['content-type'], response.headers['x-mixed']]).toEqual([200, 'application/json', 'Yes']);
    });

    test('an error status is an answer like others', async () => {
      const response = await ask('/gone');
      expect([response.status, response.headers['x-why'], text(response.body)]).toEqual([410, 'deleted', 'no more']);
    });

    test('a redirect is not followed', async () => {
      const response = await ask('/moved');
      expect([response.status, response.headers['location']]).toEqual([302, '/echo']);
    });

    test('where nobody answers, the error says that nothing was sent', async () => {
      const harness = await make();
      const error = await harness.use(({ http }) => http.request({ method: 'POST', url: harness.nowhere, timeoutMs: 5_000 }).catch((e: unknown) => e));
      await harness.close();
      expect(error).toBeInstanceOf(HttpError);
      expect((error as HttpError).sent).toBe(false);
    });
  });
}

import { type Http, HttpError, type HttpResponse } from '../../core/ports/world.ts';

/** The way to a server on this machine, for tests: plain `fetch` behind the port. */
export const fetchHttp: Http = {
  async request({ method, url, headers, body, timeoutMs }): Promise<HttpResponse> {
    try {
      const response = await fetch(url, { method, headers, body: body as string | undefined, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      return { status: response.status, headers: Object.fromEntries(response.headers), body: new Uint8Array(await response.arrayBuffer()) };
    } catch (cause) {
      throw new HttpError(reasonOf(cause), !isRefused(cause), { cause });
    }
  },
};

function isRefused(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNREFUSED';
}

function reasonOf(error: unknown): HttpError['reason'] {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return isRefused(error) ? 'refused' : 'reset';
}

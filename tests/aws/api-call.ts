import { request } from 'node:http';

/** A call of a deployed HTTP API by way of the emulator's only port. */
export interface ApiCall {
  readonly endpoint: string;
  readonly apiId: string;
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  /** Body of a POST, as JSON. */
  readonly body?: string | Uint8Array;
  /** Beside those that every call has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API; `fetch` would not let us name the host. */
export function callApi({ endpoint, apiId, method, path, token, body = '{}', headers: more = {} }: ApiCall): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname, port } = new URL(endpoint);
  const headers = {
    ...more,
    host: `${apiId}.execute-api.${hostname}:${port}`,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(method === 'POST' && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers, timeout: 60_000 }, async (response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of response) chunks.push(chunk as Uint8Array);
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
    });
    call.once('error', reject);
    call.end(method === 'POST' ? body : undefined);
  });
}

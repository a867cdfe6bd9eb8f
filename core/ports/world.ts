import type { Secret } from '../model/secret.ts';

/** The time. The only clock that core sees. */
export interface Clock {
  /** Milliseconds since 1970. May jump, also backwards. */
  now(): number;
  /** Milliseconds since some moment of this process: setting the clock does not move it. Absent where nobody can tell. */
  elapsed?(): number;
}

/** Fresh names for runs, intents and write ids. */
export interface Ids {
  /** A name that has not been given before: `<label>_<22 base64url characters>`. */
  fresh(label: string): string;
}

/** Secrets by reference. */
export interface Secrets {
  /** The secret's value, or undefined when there is none of that name. */
  get(name: string): Promise<Secret | undefined>;
}

/** A request as a connector makes it. Bodies are bytes or text; redirects are never followed by the port. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'REPORT' | 'PROPFIND';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly responseBytesMax?: number;
}

/** What came back. Header names are lower-case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Why there is no response. `sent` tells whether the server may have seen the request. */
export class HttpError extends Error {
  readonly reason: 'refused' | 'reset' | 'timeout' | 'name' | 'tls' | 'too-large' | 'blocked' | 'aborted';
  readonly sent: boolean;

  constructor(reason: HttpError['reason'], sent: boolean, options?: { cause?: unknown }) {
    super(`no HTTP response: ${reason}`, options);
    this.name = 'HttpError';
    this.reason = reason;
    this.sent = sent;
  }
}

/** The way to other machines. Rejects with {@link HttpError}. */
export interface Http {
  request(request: HttpRequest): Promise<HttpResponse>;
}

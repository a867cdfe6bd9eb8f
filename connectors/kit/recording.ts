import type { HttpRequest, HttpResponse } from '../../core/ports/world.ts';
import { type Redactor, secretHeaders } from './redact.ts';

/** One exchange with a vendor, without secrets, for a person to read or a test to replay. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number | undefined;
  readonly answer: string;
}

/** Bodies are recorded up to this many characters: enough to see the form, not a copy of the data. */
const bodyCharsMax = 20_000;

/** Makes the recording of an exchange. Parts of the address that name a password are cut even when the secret is unknown to us. */
export function exchangeOf(request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>, response: HttpResponse | undefined, redact: Redactor): Exchange {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name] = secretHeaders.has(name.toLowerCase()) ? '[redacted]' : redact(value);
  return {
    method: request.method,
    url: redact(request.url.replace(/\/\/[^/@]*@/, '//[redacted]@')),
    headers,
    body: shown(request.body, redact),
    status: response?.status,
    answer: shown(response?.body, redact),
  };
}

/** Redacted first and cut afterwards, so that no half of a secret is left at the cut. */
function shown(body: string | Uint8Array | undefined, redact: Redactor): string {
  if (body === undefined) return '';
  const text = redact(typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, bodyCharsMax * 4)).toString('utf8'));
  return text.length > bodyCharsMax ? `${text.slice(0, bodyCharsMax)}…` : text;
}

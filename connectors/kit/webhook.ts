import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../core/model/secret.ts';

/** What a verification answers: only `ok` may change state; both others are 401 with an empty body. */
export type Verdict = 'ok' | 'bad' | 'stale';

/** A signed time-stamp may be this far from ours, before or after: deliveries are delayed, clocks are wrong. */
export const windowMs = 300_000;

/** How a vendor signs with HMAC. */
export interface HmacScheme {
  readonly algorithm: 'sha256' | 'sha1';
  readonly encoding: 'hex' | 'base64';
  /** Lower-case name of the header that holds the signature. */
  readonly header: string;
  /** Text before the signature in the header, such as `sha256=`. */
  readonly prefix?: string;
  /** Header with the signed time, and how many milliseconds its unit has. */
  readonly timestamp?: { readonly header: string; readonly unitMs: 1 | 1_000 };
  /** What is signed; default: the raw body. `timestamp` is the header as sent. */
  signed?(raw: Uint8Array, timestamp: string, headers: Readonly<Record<string, string>>): Uint8Array;
  /** The key that a secret stands for; default: its text. An empty one verifies nothing. */
  key?(secret: string): Uint8Array;
}

/** Compares two texts in constant time for their length; different lengths are unequal. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Verifies an HMAC over the raw bytes against each active secret (two during a rotation). Never throws; a missing header, no secret, or an unreadable time-stamp is `bad`. All secrets are tried whatever the first says. */
export function verifyHmac(scheme: HmacScheme, raw: Uint8Array, headers: Readonly<Record<string, string>>, secrets: readonly Secret[], now: number): Verdict {
  const given = headerOf(headers, scheme.header);
  const stamp = scheme.timestamp === undefined ? '' : headerOf(headers, scheme.timestamp.header);
  if (given === undefined || stamp === undefined) return 'bad';
  const prefix = scheme.prefix ?? '';
  if (!given.startsWith(prefix)) return 'bad';
  const signed = scheme.signed?.(raw, stamp, headers) ?? raw;
  let matched = false;
  for (const secret of secrets) {
    const key = scheme.key?.(secret.reveal()) ?? secret.reveal();
    if (key.length === 0) continue;
    const expected = createHmac(scheme.algorithm, key).update(signed).digest(scheme.encoding);
    if (sameText(expected, given.slice(prefix.length))) matched = true;
  }
  if (!matched) return 'bad';
  return scheme.timestamp === undefined ? 'ok' : ageOf(stamp, scheme.timestamp.unitMs, now);
}

/** Verifies a token that the vendor echoes (Zoho, Graph `clientState`). */
export function verifyShared(given: string | undefined, secrets: readonly Secret[]): Verdict {
  if (given === undefined || given === '') return 'bad';
  let matched = false;
  for (const secret of secrets) if (secret.reveal() !== '' && sameText(secret.reveal(), given)) matched = true;
  return matched ? 'ok' : 'bad';
}

/** Header by name whatever its case. */
export function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  if (Object.hasOwn(headers, name)) return headers[name];
  const wanted = name.toLowerCase();
  for (const [key, value] of Object.entries(headers)) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

function ageOf(stamp: string, unitMs: number, now: number): Verdict {
  if (!/^\d{1,16}$/.test(stamp)) return 'bad';
  return Math.abs(Number(stamp) * unitMs - now) <= windowMs ? 'ok' : 'stale';
}

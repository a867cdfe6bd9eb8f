import type { HttpResponse } from '../../core/ports/world.ts';

/** A vendor may send us away for at most this long; a longer wish is almost always a unit mistake, and the next try will hear it again. */
export const retryAfterMsMax = 24 * 3_600_000;

/** Vendors' own headers: name → milliseconds per unit of the plain number in it. */
const vendorHeaders: readonly (readonly [string, number])[] = [
  ['retry-after-ms', 1],
  ['x-ms-retry-after-ms', 1],
  ['x-ogw-ratelimit-reset', 1_000],
  ['x-retry-after', 1_000],
  ['x-ratelimit-retry-after', 1_000],
];

/** How long the response asks us to wait, ms from `now`: `Retry-After` as seconds or as a date (RFC 9110 §10.2.3), or a vendor's own form. Undefined when it says nothing that can be understood. */
export function retryAfterMs(response: HttpResponse, now: number): number | undefined {
  const standard = response.headers['retry-after'];
  const ms = (standard === undefined ? undefined : waitOf(standard.trim(), now)) ?? vendorWait(response);
  return ms === undefined ? undefined : Math.min(Math.max(0, Math.ceil(ms)), retryAfterMsMax);
}

function vendorWait(response: HttpResponse): number | undefined {
  for (const [name, unitMs] of vendorHeaders) {
    const text = response.headers[name]?.trim();
    if (text !== undefined && /^\d+(\.\d+)?$/.test(text)) return Number(text) * unitMs;
  }
  return undefined;
}

function waitOf(text: string, now: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at - now;
}

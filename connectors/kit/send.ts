import { FaultError } from '../../core/ports/connector.ts';
import { HttpError, type HttpRequest, type HttpResponse } from '../../core/ports/world.ts';
import { faultOfHttpError } from './explain.ts';
import { fault, faultOfStatus, StatusError, sentenceOf } from './fault.ts';
import { retryAfterMs } from './retryAfter.ts';

/** What a vendor says about being called too often, in its own form; `undefined` = it did not complain. */
export type Throttled = (response: HttpResponse) => { readonly retryAfterMs?: number } | undefined;

/** What one logical call works with. */
export interface Sending {
  /** Whether the request may be sent again after it may have been seen. */
  readonly repeatable: boolean;
  readonly throttled?: Throttled;
  /** Waits for the budget, checks the lease, sends once and records. */
  once(): Promise<HttpResponse>;
  /** Tells the account's other workers. */
  block(ms: number): Promise<void>;
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** Sent at most this often: what three tries a few seconds apart do not heal, the queue heals later. */
const triesMax = 3;
/** First pause between tries; doubles. */
const pauseMs = 500;
/** A wish of the vendor up to this long is waited for in place; longer ones go back to the queue. */
const waitMsMax = 5_000;
/** A throttle that does not say for how long. */
const throttleMsDefault = 30_000;

const safeMethods: ReadonlySet<HttpRequest['method']> = new Set(['GET', 'HEAD', 'OPTIONS', 'REPORT', 'PROPFIND']);
const idempotentMethods: ReadonlySet<HttpRequest['method']> = new Set(['PUT', 'DELETE']);

/**
 * Whether a request may be sent again although it may have been seen: reads always; PUT and DELETE unless conditional;
 * POST and PATCH only when the connector says so. A conditional write that is repeated after a lost answer meets its own
 * effect as 412, and our own write would then be taken for a person's edit:
 *
 *   PUT if-match 1 ──▶ done (now 2) ──✕ answer lost ── PUT if-match 1 ──▶ 412 "somebody changed it"
 */
export function isRepeatable(request: Pick<HttpRequest, 'method' | 'headers'>, said: boolean | undefined): boolean {
  if (said !== undefined) return said;
  if (safeMethods.has(request.method)) return true;
  const conditional = Object.keys(request.headers ?? {}).some((name) => /^if-(match|none-match|unmodified-since)$/i.test(name));
  return idempotentMethods.has(request.method) && !conditional;
}

/** Sends, and repeats what is safe to repeat. Gives back responses below 500 except throttles; throws {@link FaultError} (cause {@link StatusError} or {@link HttpError}) for the rest. */
export async function send(sending: Sending): Promise<HttpResponse> {
  for (let tries = 1; ; tries += 1) {
    const tried = await attempt(sending);
    if ('response' in tried) return tried.response;
    const wait = Math.max(tried.waitMs ?? 0, pauseMs * 2 ** (tries - 1));
    if (!tried.again || tries >= triesMax || wait > waitMsMax) throw tried.error;
    await sending.sleep(wait);
  }
}

type Tried = { readonly response: HttpResponse } | { readonly error: FaultError; readonly again: boolean; readonly waitMs?: number };

async function attempt(sending: Sending): Promise<Tried> {
  let response: HttpResponse;
  try {
    response = await sending.once();
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const transient = error.reason === 'refused' || error.reason === 'reset' || error.reason === 'timeout';
    return { error: new FaultError(faultOfHttpError(error), { cause: error }), again: transient && (!error.sent || sending.repeatable) };
  }
  const asked = retryAfterMs(response, sending.now());
  const throttle = response.status === 429 ? {} : sending.throttled?.(response);
  if (throttle !== undefined) return throttledBy(sending, response, throttle.retryAfterMs ?? asked);
  if (response.status < 500) return { response };
  const found = faultOfStatus(response, asked === undefined ? {} : { retryAfterMs: asked }) ?? fault('transient', `http.${response.status}`, '', '');
  if (response.status === 503 && asked !== undefined) await sending.block(asked);
  return { error: new FaultError(found, { cause: new StatusError(response) }), again: sending.repeatable && response.status !== 501, waitMs: asked };
}

async function throttledBy(sending: Sending, response: HttpResponse, asked: number | undefined): Promise<Tried> {
  const waitMs = asked ?? throttleMsDefault;
  await sending.block(waitMs);
  const found = { kind: 'quota', code: `http.${response.status}`, message: sentenceOf('quota'), retryAfterMs: waitMs } as const;
  return { error: new FaultError(found, { cause: new StatusError(response) }), again: sending.repeatable, waitMs };
}

import type { Sentence } from '../../core/model/error.ts';
import { type Fault, FaultError, type FaultKind } from '../../core/ports/connector.ts';
import type { HttpResponse } from '../../core/ports/world.ts';

export { FaultError } from '../../core/ports/connector.ts';

/** Builds a fault from a kind, the vendor's own code and a sentence in both languages. */
export function fault(kind: FaultKind, code: string, en: string, zh: string, more: { readonly field?: string; readonly retryAfterMs?: number } = {}): Fault {
  return { kind, code, message: { en, zh }, ...more };
}

/** A response whose status is itself the failure; carried as the cause of the {@link FaultError} that `ctx.http` throws. */
export class StatusError extends Error {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(`HTTP ${response.status}`);
    this.name = 'StatusError';
    this.response = response;
  }
}

/** Which kind of fault an HTTP status is, by default; `undefined` below 400. A 404 is of the call: `missing`. */
export function kindOfStatus(status: number): FaultKind | undefined {
  if (status < 400) return undefined;
  return byStatus[status] ?? (status >= 500 ? 'transient' : 'invalid');
}

const byStatus: Readonly<Record<number, FaultKind>> = {
  401: 'auth',
  402: 'quota',
  403: 'auth',
  404: 'missing',
  408: 'transient',
  409: 'conflict',
  410: 'missing',
  412: 'conflict',
  413: 'too-large',
  414: 'too-large',
  423: 'conflict',
  425: 'transient',
  428: 'conflict',
  429: 'quota',
  431: 'too-large',
  501: 'invalid',
};

const sentences: Readonly<Record<FaultKind, Sentence>> = {
  auth: { en: 'The system refused our credentials or our permissions. Check the user, the secret and its rights.', zh: '对方系统拒绝了凭据或权限。请检查用户、密钥及其权限。' },
  quota: { en: 'The system asks us to slow down. Syncline waits and goes on by itself.', zh: '对方系统要求放慢速度。Syncline 会自动等待后继续。' },
  transient: { en: 'The system did not answer properly. Syncline tries again by itself.', zh: '对方系统未能正常应答。Syncline 会自动重试。' },
  invalid: { en: 'The system did not accept the request.', zh: '对方系统未接受该请求。' },
  duplicate: { en: 'The system already has such a record.', zh: '对方系统已有相同记录。' },
  missing: { en: 'The system does not know this record or address.', zh: '对方系统不存在该记录或地址。' },
  conflict: { en: 'The record was changed in the system meanwhile.', zh: '该记录已在对方系统中被修改。' },
  'too-large': { en: 'The request or the answer is too large.', zh: '请求或应答过大。' },
  schema: { en: 'The answer does not have the form we know.', zh: '应答的格式与预期不符。' },
  unknown: { en: 'Something unexpected happened in this connection.', zh: '该连接发生了意外错误。' },
};

/** The sentence shown for a kind when the vendor gave nothing better. */
export function sentenceOf(kind: FaultKind): Sentence {
  return sentences[kind];
}

/** The fault that a response with an error status is, by default; `undefined` below 400. */
export function faultOfStatus(response: HttpResponse, more: { readonly retryAfterMs?: number } = {}): Fault | undefined {
  const kind = kindOfStatus(response.status);
  return kind === undefined ? undefined : { kind, code: `http.${response.status}`, message: sentenceOf(kind), ...more };
}

/** Throws the default {@link FaultError} for an error status and gives the response back otherwise. */
export function orFault(response: HttpResponse): HttpResponse {
  const found = faultOfStatus(response);
  if (found !== undefined) throw new FaultError(found, { cause: new StatusError(response) });
  return response;
}

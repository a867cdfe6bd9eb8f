import * as z from 'zod';
import { SynclineError } from '../../core/model/error.ts';
import { type Fault, FaultError } from '../../core/ports/connector.ts';
import { HttpError } from '../../core/ports/world.ts';
import { blocked } from './egress.ts';
import { fault, sentenceOf } from './fault.ts';

/** Maps anything thrown to a fault without quoting data: a {@link FaultError} is its fault, {@link HttpError} is transient (or blocked), malformed JSON and schema failures are `schema`, the rest `unknown`. Connectors put their own cases in front of it. */
export function explainHttp(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof HttpError) return faultOfHttpError(error);
  if (error instanceof SynclineError) return { kind: error.retryable ? 'transient' : 'unknown', code: error.code, message: error.safeMessage };
  if (error instanceof z.ZodError) return schemaFault(error);
  if (error instanceof SyntaxError) return fault('schema', 'json', 'The answer is not valid JSON.', '应答不是有效的 JSON。');
  if (isAbort(error)) return fault('transient', 'aborted', 'The call was stopped before it ended.', '调用在完成前被中止。');
  return { kind: 'unknown', code: nameOf(error), message: sentenceOf('unknown') };
}

/** The fault of a request that got no response. */
export function faultOfHttpError(error: HttpError): Fault {
  if (error.reason === 'blocked') {
    return blocked('It');
  }
  if (error.reason === 'too-large') return { kind: 'too-large', code: 'http.too-large', message: sentenceOf('too-large') };
  if (error.reason === 'name') {
    return fault('transient', 'http.name', 'The host name could not be resolved. Check the address in the configuration.', '无法解析主机名。请检查配置中的地址。');
  }
  return { kind: 'transient', code: `http.${error.reason}`, message: sentenceOf('transient') };
}

function schemaFault(error: z.ZodError): Fault {
  const path = error.issues[0]?.path.join('.') ?? '';
  const at = path === '' ? '' : ` (${path})`;
  return fault('schema', 'schema', `The answer does not have the form we know${at}.`, `应答的格式与预期不符${at}。`, path === '' ? {} : { field: path });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function nameOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : typeof error;
}

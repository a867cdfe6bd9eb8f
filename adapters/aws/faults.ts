import { SynclineError } from '../../core/model/error.ts';
import { storeUnavailable } from '../embedded/errors.ts';

/** Exceptions that ask for less load, of all services used here. */
const throttleNames: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'Throttling',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'TransactionConflictException',
  'TransactionConflict',
  'TransactionInProgressException',
  'LimitExceededException',
]);

/** What the network or the service says when trying again can help. */
const transientNames: ReadonlySet<string> = new Set([
  'InternalServerError',
  'InternalFailure',
  'ServiceUnavailable',
  'TimeoutError',
  'RequestTimeout',
  'NetworkingError',
  'AbortError',
]);

/** An exception's name, or a failed network call's code. */
export function nameOf(error: unknown): string {
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  return typeof code === 'string' && name === 'Error' ? code : String(name);
}

/** True when the service asks for less load, or two transactions met. */
export function isThrottle(error: unknown): boolean {
  return throttleNames.has(nameOf(error));
}

/** What a caller is told: a busy or absent service as a retryable `SynclineError`; anything else is a bug or a wrong setting and stays what it is. */
export function told(error: unknown): unknown {
  if (error instanceof SynclineError || error instanceof RangeError) return error;
  if (isThrottle(error)) return throttledError(error);
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  const network = /^E[A-Z]+$/.test(nameOf(error));
  return transientNames.has(nameOf(error)) || status >= 500 || network ? storeUnavailable(error) : error;
}

/** The store asks for less load. */
export function throttledError(cause?: unknown): SynclineError {
  return new SynclineError('STORE_THROTTLED', { en: 'the store is busy', zh: '存储繁忙' }, { retryable: true, cause });
}

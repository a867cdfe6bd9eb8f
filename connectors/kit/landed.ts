import { FaultError } from '../../core/ports/connector.ts';
import { HttpError } from '../../core/ports/world.ts';
import { StatusError } from './fault.ts';

/** True when a write whose call threw `error` may yet have been done at the vendor, so that its outcome is `unsure`: sent without an answer, or answered with a 5xx. A refused connection, a throttle or a 4xx has done nothing. */
export function mayHaveLanded(error: unknown): boolean {
  if (error instanceof HttpError) return error.sent;
  if (error instanceof StatusError) return error.response.status >= 500;
  if (error instanceof FaultError) return error.cause === undefined ? false : mayHaveLanded(error.cause);
  return true;
}

import type { Page } from '../../core/ports/connector.ts';
import type { SentRecord } from './schema.ts';

/** A mail server that takes mail shows none: one empty page, after which a pass has ended. */
export async function* readNothing(): AsyncGenerator<Page<SentRecord, null>> {
  yield { records: [], resume: null, last: true };
}

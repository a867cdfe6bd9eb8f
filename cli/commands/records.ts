import { isEntityId } from '../../core/model/ids.ts';
import type { RecordsView, RecordView } from '../../core/sync/views/records.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { recordLines, recordsLines } from '../output/record-lines.ts';
import { type Session, show } from '../session.ts';

/** Options of `syncline records`. */
export interface RecordsOptions {
  readonly changedSince?: string;
  readonly connection?: string;
  readonly limit?: string;
  readonly after?: string;
}

/** `syncline records <type> [query]`: a list, or the whole record when the query is an id. Exit code 1 when nothing was found. */
export async function records(session: Session, type: string, query: string | undefined, options: RecordsOptions): Promise<ExitCode> {
  if (query !== undefined && (isEntityId(query) || /^[^/\s]+\/[^/\s]+\/./.test(query))) {
    const view = await session.client.get<RecordView>(`/records/${encodeURIComponent(query)}`);
    show(session, view, (v) => recordLines(v, session.io));
    return exitCodes.ok;
  }
  const view = await session.client.get<RecordsView>('/records', { type, q: query, ...options });
  show(session, view, (v) => recordsLines(v, session.io));
  return view.records.length > 0 ? exitCodes.ok : exitCodes.findings;
}

import type { JsonObject } from '../../core/model/json.ts';
import { type ConnectorContext, connectorLimits, FaultError, type Page, type RejectedRow } from '../../core/ports/connector.ts';
import { rowsOf } from './rows.ts';
import type { FileConfig, FileCursor, FileStreamConfig } from './schema.ts';
import { listOf, type Source, sourceOf, stampOf } from './source.ts';

/** A page holds at most so much text, however few rows that is. */
const pageCharsMax = 4_000_000;

type FilePage = Page<JsonObject, FileCursor>;

/**
 * Reads a stream's files. Progress is by content: while nothing changed, a pass is one empty page that claims nothing;
 * when any file changed, all are read, and the pass may say that what it did not show is gone. A file that we write
 * too is read whenever it was touched: an export may have put back what stood there before our write.
 *
 *   list ── stamp as stored? ── yes ─▶ empty page
 *     └─ no ─ hash ── content as stored? ── yes, and only read ─▶ empty page with the new stamp
 *                        └─ no ─▶ rows … pages … last page: complete, unless a row was unreadable or the files changed meanwhile
 */
export async function* readStream(ctx: ConnectorContext<FileConfig>, stream: FileStreamConfig, from: FileCursor | undefined): AsyncIterable<FilePage> {
  const resting = from !== undefined && from.rows === undefined && from.torn === undefined;
  if (resting && from.stamp !== '' && from.stamp === stampOf(await listOf(ctx, stream), stream, ctx.now())) {
    yield { records: [], resume: from, last: true };
    return;
  }
  const source = await sourceOf(ctx, stream);
  const touched = source.stamp === '' || source.stamp !== from?.stamp;
  if (resting && from.content === source.content && !(stream.writable && touched)) {
    yield { records: [], resume: { content: source.content, stamp: source.stamp }, last: true };
    return;
  }
  const sameAsBefore = from?.rows !== undefined && from.content === source.content;
  yield* pagesOf(ctx, stream, source, sameAsBefore ? (from.rows ?? 0) : 0, from?.rows !== undefined && (!sameAsBefore || from.torn === true));
}

async function* pagesOf(ctx: ConnectorContext<FileConfig>, stream: FileStreamConfig, source: Source, skip: number, torn: boolean): AsyncIterable<FilePage> {
  const page = new PageBuilder();
  let [rows, blind, good] = [0, false, 0];
  let problem: RejectedRow | undefined;
  for await (const batch of rowsOf(ctx, stream, source.files)) {
    for (const row of batch) {
      rows += 1;
      blind ||= row.blind === true;
      if (row.index < 0) problem ??= row.rejected;
      else good += 1;
      if (rows <= skip) continue;
      if (page.isFull(row.chars)) yield { ...page.take(), resume: { content: source.content, stamp: source.stamp, rows: rows - 1, ...(torn ? { torn: true } : {}) }, last: false };
      if (row.record !== undefined) page.add(row.record, row.chars);
      if (row.rejected !== undefined) page.reject(row.rejected);
    }
  }
  if (good === 0 && problem !== undefined) throw new FaultError(problem.fault);
  const after = await sourceOf(ctx, stream);
  const changed = torn || after.content !== source.content;
  const resume: FileCursor = { content: source.content, stamp: changed ? '' : after.stamp, ...(changed ? { torn: true } : {}) };
  yield { ...page.take(), resume, last: true, complete: !blind && !changed && source.files.length > 0 };
}

/** Gathers rows until a page is full. */
class PageBuilder {
  #records: JsonObject[] = [];
  #rejected: RejectedRow[] = [];
  #chars = 0;

  isFull(chars: number): boolean {
    return this.#records.length + this.#rejected.length >= connectorLimits.pageRecords || (this.#chars > 0 && this.#chars + chars > pageCharsMax);
  }

  add(record: JsonObject, chars: number): void {
    this.#records.push(record);
    this.#chars += chars;
  }

  reject(row: RejectedRow): void {
    this.#rejected.push(row);
  }

  take(): { readonly records: JsonObject[]; readonly rejected: RejectedRow[] } {
    const taken = { records: this.#records, rejected: this.#rejected };
    this.#records = [];
    this.#rejected = [];
    this.#chars = 0;
    return taken;
  }
}

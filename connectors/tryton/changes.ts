import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Page, RejectedRow } from '../../core/ports/connector.ts';
import { countParts } from './census.ts';
import { type Context, searchCount, searchRead, serverTime } from './rpc.ts';
import type { Cursor } from './schema.ts';
import { idOf, type Stamp, stampFrom, wireDateTime } from './values.ts';

/** A row as read: the record, or why it is none. */
export type Read<R> = { readonly ok: true; readonly record: R } | { readonly ok: false; readonly rejected: RejectedRow };

/** How the records of one stream are found. */
export interface Source<R> {
  readonly model: string;
  /** What always holds, e.g. only customer invoices. */
  readonly domain: readonly Json[];
  readonly fields: readonly string[];
  /** Relations whose stamps count as the record's: Tryton does not stamp a parent when a part is written. `''` is the record itself. */
  readonly watched: readonly { readonly path: string; readonly model: string }[];
  /** Child models whose rows people delete one by one, which leaves no stamp anywhere. */
  readonly counted: readonly string[];
  /** Every stamp in a row, of the record and its watched parts. */
  stamps(row: JsonObject): readonly Stamp[];
  toRecord(row: JsonObject, ctx: Context): Read<R>;
}

/** Rows per call: a page of parties with all parts stays far below the kit's limits and takes well under a second on SQLite. */
export const pageRows = 200;

/** A transaction is stamped when it begins and seen when it commits, up to this much later: imports take minutes. */
export const lookbackMs = 5 * 60_000;

/**
 * Reads what changed since the cursor, in id order. The bound is fixed for the pass, so a tie on a stamp cannot fall between two pages:
 *
 *        from                since                    top (newest stamp when the pass began)
 *   ──────┼── look-back ───────┼── pages by id ─────────┼──────▶  an edit made meanwhile has a later stamp: next pass
 *
 * "Now" is never used as a watermark: `since` only moves to a stamp that the server gave. The server's clock only tells how
 * far behind `since` a late commit can still be; once the look-back has passed on it, `from` catches up with `since`.
 */
export async function* changes<R>(ctx: Context, source: Source<R>, cursor: Cursor | undefined): AsyncGenerator<Page<R, Cursor>> {
  const before = cursor ?? { since: 0, from: 0, census: {} };
  const resumed = before.pass !== undefined;
  let pass = before.pass ?? (await begin(ctx, source, before));
  let rows = await page(ctx, source, before.from, pass);
  if (!resumed) {
    if (rows.length < pageRows) {
      // One call sees one state of the database: its newest stamp is the newest there was.
      pass = { ...pass, top: newest(source, rows, before.since) };
    } else {
      pass = { ...pass, top: Math.max(before.since, await topOf(ctx, source)) };
      rows = await page(ctx, source, before.from, pass);
    }
  }
  for (;;) {
    const last = rows.length < pageRows;
    const read = rows.map((row) => source.toRecord(row, ctx));
    pass = { ...pass, after: Math.max(pass.after, ...rows.map(idOf)) };
    yield {
      records: read.flatMap((r) => (r.ok ? [r.record] : [])),
      rejected: read.flatMap((r) => (r.ok ? [] : [r.rejected])),
      resume: last ? { since: pass.top, from: nextFrom(pass), census: pass.census } : { ...before, pass },
      last,
      ...(last && pass.full && !resumed ? { complete: true } : {}),
    };
    if (last) return;
    rows = await page(ctx, source, before.from, pass);
  }
}

async function begin<R>(ctx: Context, source: Source<R>, before: Cursor): Promise<NonNullable<Cursor['pass']>> {
  // Counted before the first page: a part that is deleted after its parent was read is then missed by the next pass's count.
  const { census, losses } = await countParts(ctx, source.counted, before.census);
  const time = serverTime(ctx);
  return { full: before.since === 0 || losses, after: 0, top: before.since, ...(time === undefined ? {} : { settled: (time - lookbackMs) * 1_000 }), census };
}

/** Where the next pass begins: a stamp up to `top` may still be committed until the look-back has passed on the server's clock. */
function nextFrom(pass: NonNullable<Cursor['pass']>): Stamp {
  return Math.max(0, Math.min(pass.top, pass.settled ?? pass.top - lookbackMs * 1_000));
}

function page<R>(ctx: Context, source: Source<R>, from: Stamp, pass: NonNullable<Cursor['pass']>): Promise<readonly JsonObject[]> {
  const changed = pass.full ? [] : [changedSince(source, from)];
  return searchRead(ctx, source.model, { domain: [...source.domain, ['id', '>', pass.after], ...changed], fields: source.fields, limit: pageRows });
}

/** `write_date` is null until the first edit, so `create_date` is asked for as well. Both bounds are inclusive. */
function changedSince<R>(source: Source<R>, from: Stamp): Json {
  const bound = wireDateTime(from);
  const clauses = source.watched.flatMap(({ path }) => {
    const prefix = path === '' ? '' : `${path}.`;
    return [
      [`${prefix}write_date`, '>=', bound],
      [`${prefix}create_date`, '>=', bound],
    ];
  });
  return ['OR', ...clauses];
}

function newest<R>(source: Source<R>, rows: readonly JsonObject[], floor: Stamp): Stamp {
  return rows.flatMap((row) => source.stamps(row)).reduce((a, b) => Math.max(a, b), floor);
}

/** The newest stamp on any watched model: needed only when a pass has several pages. */
async function topOf<R>(ctx: Context, source: Source<R>): Promise<Stamp> {
  let top = 0;
  for (const { model } of source.watched) {
    for (const field of ['write_date', 'create_date']) {
      const [row] = await searchRead(ctx, model, { domain: [[field, '!=', null]], fields: [field], limit: 1, order: [[field, 'DESC']] });
      top = Math.max(top, (row && stampFrom(row[field])) ?? 0);
    }
  }
  return top;
}

/** How many records the stream has. */
export function count<R>(ctx: Context, source: Source<R>): Promise<number> {
  return searchCount(ctx, source.model, source.domain);
}

/** Ids per call of a sweep. */
const sweepRows = 1_000;

/** All live ids, in id order. */
export async function* ids<R>(ctx: Context, source: Source<R>): AsyncGenerator<readonly string[]> {
  for (let after = 0; ; ) {
    const rows = await searchRead(ctx, source.model, { domain: [...source.domain, ['id', '>', after]], fields: ['id'], limit: sweepRows });
    if (rows.length > 0) yield rows.map((row) => String(idOf(row)));
    if (rows.length < sweepRows) return;
    after = Math.max(...rows.map(idOf));
  }
}

/** The rows with these ids; ids that do not exist, or are no Tryton ids, are left out. */
export async function rowsById<R>(ctx: Context, source: Source<R>, wanted: readonly string[]): Promise<readonly JsonObject[]> {
  const numbers = wanted.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  if (numbers.length === 0) return [];
  return searchRead(ctx, source.model, { domain: [...source.domain, ['id', 'in', numbers]], fields: source.fields, limit: numbers.length });
}

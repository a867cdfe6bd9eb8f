import type { JsonObject } from '../../core/model/json.ts';
import { connectorLimits, FaultError, type Page } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { keyOf, valueAt } from '../kit/rowKey.ts';
import { bodyOf, type Context, get } from './call.ts';
import { nextOf } from './next.ts';
import { listOf, sorted } from './rows.ts';
import type { RestCursor, RestStreamConfig } from './schema.ts';

/** A list that goes on after so many pages does not end. */
const pagesMax = 20_000;

/**
 * Reads the list from its first page to its last. A server's page of more than a thousand records is handed on in parts.
 *
 *   url ── page ── next? ── page ── next? ── … ── last page: complete, unless a row had no key
 *           └ resume: {at: this page, skip} or {at: next page}
 */
export async function* read(ctx: Context, stream: RestStreamConfig, from: RestCursor | undefined): AsyncIterable<Page<JsonObject, RestCursor>> {
  let { at = stream.url, skip = 0, pages = 0, blind = false } = from ?? {};
  for (;;) {
    ctx.signal.throwIfAborted();
    const response = await get(ctx, at);
    const body = bodyOf(response);
    const rows = listOf(body, stream);
    const next = nextOf(response, body, at, stream);
    if (next === at || (next !== undefined && pages >= pagesMax)) throw new FaultError(loop);
    const seen = new Set<string>();
    for (let first = skip; first < rows.length || first === skip; first += connectorLimits.pageRecords) {
      const end = first + connectorLimits.pageRecords;
      const { blind: hidden, ...page } = sorted(rows.slice(first, end), first, stream, seen);
      blind ||= hidden;
      const dark = blind ? { blind } : {};
      if (end < rows.length) yield { ...page, resume: { at, skip: end, pages, ...dark }, last: false };
      else if (next !== undefined) yield { ...page, resume: { at: next, pages: pages + 1, ...dark }, last: false };
      else yield { ...page, resume: {}, last: true, complete: !blind };
    }
    if (next === undefined) return;
    [at, skip, pages] = [next, 0, pages + 1];
  }
}

const loop = fault(
  'schema',
  'rest.loop',
  'The list does not end: a page names itself as the next, or there are more than 20,000 pages. Check `next`.',
  '列表没有终点：某页把自身作为下一页，或超过 20,000 页。请检查 next。',
);

/** Records by key as they are now: each from its own address, or all of them from the list where records have none. */
export async function fetchByKey(ctx: Context, stream: RestStreamConfig, ids: readonly string[]): Promise<readonly JsonObject[]> {
  if (stream.item !== undefined) {
    const found: JsonObject[] = [];
    for (const id of ids) found.push(...(await fetchItem(ctx, stream, stream.item, id)));
    return found;
  }
  const wanted = new Set(ids);
  const found: JsonObject[] = [];
  for await (const { records } of read(ctx, stream, undefined)) {
    for (const record of records) if (wanted.delete(keyOf(record, stream.key))) found.push(record);
    if (wanted.size === 0) break;
  }
  return found;
}

async function fetchItem(ctx: Context, stream: RestStreamConfig, { url, record }: NonNullable<RestStreamConfig['item']>, id: string): Promise<readonly JsonObject[]> {
  const response = await get(
    ctx,
    url.replace(/\{id\}|%7Bid%7D/g, () => encodeURIComponent(id)),
  );
  if (response.status === 404 || response.status === 410) return [];
  const body = bodyOf(response) as JsonObject;
  const found = sorted([record === undefined ? body : (valueAt(body, record) ?? null)], 0, stream, new Set());
  const [good] = found.records;
  if (good !== undefined && keyOf(good, stream.key) === id) return [good];
  throw new FaultError(found.rejected[0]?.fault ?? otherItem);
}

const otherItem = fault(
  'schema',
  'rest.item',
  'The record that was asked for came back under another key. Check `item` and `key`.',
  '查询单条记录时返回了其他键。请检查 item 与 key。',
);

import assert from 'node:assert/strict';
import { type Json, type JsonObject, jsonEqual } from '../../../core/model/json.ts';
import type { AnyStream, ConnectorContext, Page } from '../../../core/ports/connector.ts';

/** Everything that one pass gave. */
export interface Pass {
  readonly pages: readonly Page[];
  readonly records: readonly JsonObject[];
  readonly deleted: readonly string[];
  readonly rejected: number;
  /** Where the next pass begins. */
  readonly cursor: Json;
  readonly complete: boolean;
}

/** More pages than any rule seeds: a read that does not end is a fault of the connector. */
const pagesMax = 200;

/** Reads a pass to its end, taking every cursor through JSON and its schema as the store does. */
export async function readPass(stream: AnyStream, ctx: ConnectorContext, from?: Json): Promise<Pass> {
  const pages: Page[] = [];
  for await (const page of stream.read(ctx, from)) {
    pages.push({ ...page, resume: storedCursor(stream, page.resume) });
    assert.ok(pages.length <= pagesMax, 'the pass does not end');
    if (page.last) break;
  }
  const end = pages.at(-1);
  assert.ok(end?.last, 'the pass ended without a page marked last');
  assert.ok(
    pages.slice(0, -1).every((p) => p.complete !== true),
    'only the last page may say complete',
  );
  return {
    pages,
    records: pages.flatMap((p) => p.records),
    deleted: pages.flatMap((p) => p.deleted ?? []),
    rejected: pages.reduce((n, p) => n + (p.rejected?.length ?? 0), 0),
    cursor: end.resume,
    complete: end.complete === true,
  };
}

/** The cursor as it comes back from the table. */
export function storedCursor(stream: AnyStream, cursor: unknown): Json {
  return stream.cursor.parse(JSON.parse(JSON.stringify(cursor))) as Json;
}

/** The newest state of each record, by id. */
export function byId(stream: AnyStream, records: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(records.map((r) => [stream.key(r), r]));
}

/** Ids of the records, sorted. */
export function idsOf(stream: AnyStream, records: readonly JsonObject[]): string[] {
  return records.map((r) => stream.key(r)).sort();
}

/** Asserts that two records are the same but for the volatile fields. */
export function assertSameRecord(stream: AnyStream, a: JsonObject | undefined, b: JsonObject | undefined, what: string): void {
  assert.ok(a !== undefined && b !== undefined, `${what}: a record is missing`);
  assert.ok(jsonEqual(steady(stream, a), steady(stream, b)), `${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
}

/** The record without its volatile fields. */
export function steady(stream: AnyStream, record: JsonObject): JsonObject {
  const volatile = new Set(stream.volatile ?? []);
  return Object.fromEntries(Object.entries(record).filter(([name]) => !volatile.has(name)));
}

/** Asserts one record of these, reads it and gives it back. */
export async function fetchOne(stream: AnyStream, ctx: ConnectorContext, id: string): Promise<JsonObject> {
  assert.ok(stream.fetch !== undefined, 'the stream has no fetch()');
  const found = (await stream.fetch(ctx, [id])) as readonly JsonObject[];
  assert.equal(found.length, 1, `fetch(${id}) gave ${found.length} records`);
  return found[0] as JsonObject;
}

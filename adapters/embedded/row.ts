import type { JsonObject } from '../../core/model/json.ts';
import type { Item } from '../../core/ports/table.ts';
import { storeDamaged } from './errors.ts';

/** The columns that make an item. */
export const imageColumns = 'pk, sk, version, kind, body, lpk, lsk, label, state, expires, token, write_id';

/** The columns of a {@link Row}. */
export const rowColumns = `id, feed, ${imageColumns}`;

/** An item's image as SQLite gives it. */
export interface ImageRow {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly kind: string;
  readonly body: string;
  readonly lpk: string | null;
  readonly lsk: string | null;
  readonly label: string | null;
  readonly state: string | null;
  readonly expires: number | null;
  readonly token: string | null;
  readonly write_id: string | null;
}

/** A row of the item table. */
export interface Row extends ImageRow {
  readonly id: number;
  readonly feed: number | null;
}

function bodyOf(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw storeDamaged('', 'an item is not as it was written', cause);
  }
}

/** The item in a row; `prefixLength` characters of the partition keys are the workspace's. */
export function itemOf(row: ImageRow, prefixLength: number): Item {
  return {
    pk: row.pk.slice(prefixLength),
    sk: row.sk,
    kind: row.kind,
    body: bodyOf(row.body),
    index: indexOf(row, prefixLength),
    expiresAt: row.expires ?? undefined,
    token: row.token ?? undefined,
    version: row.version,
    writeId: row.write_id ?? undefined,
  };
}

function indexOf(row: ImageRow, prefixLength: number): Item['index'] {
  if (row.lpk === null || row.lsk === null) return undefined;
  return { lpk: row.lpk.slice(prefixLength), lsk: row.lsk, label: row.label ?? undefined, state: row.state ?? undefined };
}

/** The same, but its body is parsed when somebody asks for it: comparing a page with what is stored mostly does not. */
export function lazyItemOf(row: ImageRow, prefixLength: number): Item {
  const lazy: { text: string; body: JsonObject | undefined } = { text: row.body, body: undefined };
  return {
    pk: row.pk.slice(prefixLength),
    sk: row.sk,
    kind: row.kind,
    get body() {
      if (lazy.body === undefined) {
        lazy.body = bodyOf(lazy.text);
        lazy.text = ''; // whoever keeps the item keeps one of them
      }
      return lazy.body;
    },
    index: indexOf(row, prefixLength),
    expiresAt: row.expires ?? undefined,
    token: row.token ?? undefined,
    version: row.version,
    writeId: row.write_id ?? undefined,
  };
}

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { spread } from '../../core/model/hash.ts';
import type { IndexEntry, IndexPage, Item, ItemPage, Key, QueryOptions } from '../../core/ports/table.ts';
import { tableLimits } from '../../core/ports/table.ts';
import { isExpired } from '../guard.ts';
import { above } from '../order.ts';
import { type ImageRow, imageColumns, itemOf } from './row.ts';

/** A page ends after this much body text, however few items that is: memory stays bounded. */
const pageTextMax = 4_000_000;

/** Above every UTF-8 string: no text holds this byte. */
const end = Buffer.from([0xff]);

interface EntryRow {
  readonly lpk: string;
  readonly lsk: string;
  readonly pk: string;
  readonly sk: string;
  readonly label: string | null;
  readonly state: string | null;
}

/** Reads pages of partitions, of the index and of the whole workspace, in UTF-8 byte order. */
export class Pages {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  query(prefix: string, pk: string, options: QueryOptions, limit: number, now: number): ItemPage {
    const { low, high } = boundsOf(options);
    const step = options.reverse === true ? 'DESC' : 'ASC';
    const { after } = options;
    const past = after === undefined ? '' : `AND sk ${step === 'ASC' ? '>' : '<'} ?`;
    const statement = this.#prepare(`SELECT ${imageColumns} FROM item WHERE pk = ? AND sk >= ? AND ${high.test('sk')} ${past} ORDER BY sk ${step}`);
    const values: SQLInputValue[] = [prefix + pk, low, high.value];
    if (after !== undefined) values.push(after);
    const page = gather(statement, values, limit, (row) => take(row, prefix, now));
    return { items: page.items, next: page.next?.sk };
  }

  list(prefix: string, lpk: string, options: Omit<QueryOptions, 'consistent'>, limit: number): IndexPage {
    const { low, high } = boundsOf(options);
    const [step, than] = options.reverse === true ? ['DESC', '<'] : ['ASC', '>'];
    const past = options.after === undefined ? '' : `AND (lsk, pk, sk) ${than} (?, ?, ?)`;
    const statement = this.#prepare(
      `SELECT lpk, lsk, pk, sk, label, state FROM item INDEXED BY item_l WHERE lpk = ? AND lsk >= ? AND ${high.test('lsk')} ${past} ORDER BY lsk ${step}, pk ${step}, sk ${step} LIMIT ?`,
    );
    const values: SQLInputValue[] = [prefix + lpk, low, high.value, ...(options.after === undefined ? [] : placeOf(options.after, 3)), limit + 1];
    const rows = statement.all(...values) as unknown as readonly EntryRow[];
    const entries = rows.slice(0, limit).map((row) => entryOf(row, prefix));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { entries, next: last === undefined ? undefined : JSON.stringify([last.lsk, last.pk, last.sk]) };
  }

  scan(prefix: string, segment: number, segments: number, after: string | undefined, now: number): ItemPage {
    const statement = this.#prepare(`SELECT ${imageColumns} FROM item WHERE (pk, sk) > (?, ?) AND pk < ? ORDER BY pk, sk`);
    const values = [...(after === undefined ? [prefix, ''] : placeOf(after, 2)), above(prefix) ?? ''];
    const page = gather(statement, values, tableLimits.pageItems, (row) => (segments > 1 && spread(row.pk) % segments !== segment ? undefined : take(row, prefix, now)));
    return { items: page.items, next: page.next === undefined ? undefined : JSON.stringify([page.next.pk, page.next.sk]) };
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

/** The bounds of a query as SQL: `prefix` ends before the next string that does not start with it. */
function boundsOf(options: QueryOptions): { readonly low: string; readonly high: { readonly value: SQLInputValue; test(column: string): string } } {
  const { prefix, from, to } = options;
  const inclusive = prefix === undefined && to !== undefined;
  const value = prefix === undefined ? (to ?? end) : (above(prefix) ?? end);
  return { low: prefix ?? from ?? '', high: { value, test: (column) => `${column} ${inclusive ? '<=' : '<'} ?` } };
}

/** Reads rows until a page is full; `next` is the last row looked at when there are more. */
function gather(
  statement: StatementSync,
  values: readonly SQLInputValue[],
  limit: number,
  take: (row: ImageRow) => Item | undefined,
): { readonly items: readonly Item[]; readonly next?: ImageRow } {
  const items: Item[] = [];
  let text = 0;
  let looked = 0;
  let last: ImageRow | undefined;
  for (const raw of statement.iterate(...values)) {
    const row = raw as unknown as ImageRow;
    if (items.length >= limit || text >= pageTextMax || looked >= tableLimits.pageItems * 4) return { items, next: last };
    last = row;
    looked += 1;
    const item = take(row);
    if (item === undefined) continue;
    items.push(item);
    text += row.body.length;
  }
  return { items };
}

function take(row: ImageRow, prefix: string, now: number): Item | undefined {
  const item = itemOf(row, prefix.length);
  return isExpired(item, now) ? undefined : item;
}

function entryOf(row: EntryRow, prefix: string): Key & IndexEntry {
  const cut = prefix.length;
  return { pk: row.pk.slice(cut), sk: row.sk, lpk: row.lpk.slice(cut), lsk: row.lsk, label: row.label ?? undefined, state: row.state ?? undefined };
}

function placeOf(after: string, parts: number): string[] {
  const place: unknown = JSON.parse(after);
  if (!Array.isArray(place) || place.length !== parts || !place.every((p) => typeof p === 'string')) throw new RangeError('this is not the `next` of a page before');
  return place;
}

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { spread } from '../../core/model/hash.ts';
import type { IndexEntry, IndexPage, Item, ItemPage, Key, QueryOptions } from '../../core/ports/table.ts';
import { tableLimits } from '../../core/ports/table.ts';
import { placeAfter } from '../cursor.ts';
import { isExpired } from '../guard.ts';
import { above, compareBytes } from '../order.ts';
import type { GroupCommit } from './commit.ts';
import { type Fresh, nameOf, type Overlay } from './overlay.ts';
import { type ImageRow, imageColumns, itemOf } from './row.ts';

/** A page ends after this much body text, however few items that is: memory stays bounded. */
const pageTextMax = 4_000_000;

/** With more fresh items than this in a partition it is folded first: mixing them in for every page would cost more. */
const mixedMax = 256;

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
  readonly #commit: GroupCommit;
  readonly #overlay: Overlay;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync, commit: GroupCommit, overlay: Overlay) {
    this.#db = db;
    this.#commit = commit;
    this.#overlay = overlay;
  }

  query(prefix: string, pk: string, options: QueryOptions, limit: number, now: number): ItemPage {
    const { low, high } = boundsOf(options);
    const step = options.reverse === true ? 'DESC' : 'ASC';
    const { after } = options;
    const past = after === undefined ? '' : `AND sk ${step === 'ASC' ? '>' : '<'} ?`;
    const statement = this.#prepare(`SELECT ${imageColumns} FROM item WHERE pk = ? AND sk >= ? AND ${high.test('sk')} ${past} ORDER BY sk ${step}`);
    const values: SQLInputValue[] = [prefix + pk, low, high.value];
    if (after !== undefined) values.push(after);
    const fresh = this.#fresh(() => this.#overlay.ofPartition(prefix + pk));
    const inBounds = [...fresh.values()].filter((row) => isWithin(row.sk, options) && isPast(row.sk, after, step));
    const rows = mixed(statement.iterate(...values) as unknown as Iterable<ImageRow>, fresh, inBounds, (a, b) =>
      step === 'ASC' ? compareBytes(a.sk, b.sk) : compareBytes(b.sk, a.sk),
    );
    const page = gather(rows, limit, (row) => take(row, prefix, now));
    return { items: page.items, next: page.next?.sk };
  }

  list(prefix: string, lpk: string, options: Omit<QueryOptions, 'consistent'>, limit: number): IndexPage {
    const { low, high } = boundsOf(options);
    const [step, than] = options.reverse === true ? ['DESC', '<'] : ['ASC', '>'];
    const further = options.after === undefined ? '' : `AND (lsk, pk, sk) ${than} (?, ?, ?)`;
    const statement = this.#prepare(
      `SELECT lpk, lsk, pk, sk, label, state FROM item INDEXED BY item_l WHERE lpk = ? AND lsk >= ? AND ${high.test('lsk')} ${further} ORDER BY lsk ${step}, pk ${step}, sk ${step} LIMIT ?`,
    );
    const fresh = this.#fresh(() => this.#overlay.ofIndex(prefix + lpk));
    const values: SQLInputValue[] = [prefix + lpk, low, high.value, ...(options.after === undefined ? [] : placeAfter(options.after, 3)), limit + 1 + fresh.size];
    const order = (a: EntryRow, b: EntryRow): number => (step === 'ASC' ? byPlace(a, b) : byPlace(b, a));
    const inBounds = [...fresh.values()].filter((row) => row.lpk === prefix + lpk && isWithin(row.lsk as string, options)) as unknown as readonly EntryRow[];
    const past = afterPlace(options.after, order);
    const rows = [...mixed(statement.iterate(...values) as unknown as Iterable<EntryRow>, fresh, inBounds.filter(past), order)].slice(0, limit + 1);
    const entries = rows.slice(0, limit).map((row) => entryOf(row, prefix));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { entries, next: last === undefined ? undefined : JSON.stringify([last.lsk, last.pk, last.sk]) };
  }

  scan(prefix: string, segment: number, segments: number, after: string | undefined, now: number): ItemPage {
    if (this.#overlay.size > 0) this.#commit.fold();
    const statement = this.#prepare(`SELECT ${imageColumns} FROM item WHERE (pk, sk) > (?, ?) AND pk < ? ORDER BY pk, sk`);
    const values = [...(after === undefined ? [prefix, ''] : placeAfter(after, 2)), above(prefix) ?? ''];
    const rows = statement.iterate(...values) as unknown as Iterable<ImageRow>;
    const page = gather(rows, tableLimits.pageItems, (row) => (segments > 1 && spread(row.pk) % segments !== segment ? undefined : take(row, prefix, now)));
    return { items: page.items, next: page.next === undefined ? undefined : JSON.stringify([page.next.pk, page.next.sk]) };
  }

  /** What the table does not show as it is; folded first where that is much. */
  #fresh(of: () => ReadonlyMap<string, Fresh>): ReadonlyMap<string, Fresh> {
    const fresh = of();
    if (fresh.size <= mixedMax) return fresh;
    this.#commit.fold();
    return of();
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
function gather(rows: Iterable<ImageRow>, limit: number, take: (row: ImageRow) => Item | undefined): { readonly items: readonly Item[]; readonly next?: ImageRow } {
  const items: Item[] = [];
  let text = 0;
  let looked = 0;
  let last: ImageRow | undefined;
  for (const row of rows) {
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

/** Rows of the table with fresh ones in their places and in place of theirs. */
function* mixed<R extends { readonly pk: string; readonly sk: string }>(
  table: Iterable<R>,
  fresh: ReadonlyMap<string, Fresh>,
  inBounds: readonly (R | Fresh)[],
  order: (a: R, b: R) => number,
): Iterable<R> {
  if (fresh.size === 0) {
    yield* table;
    return;
  }
  const added = (inBounds as readonly (R & Fresh)[]).filter((row) => !row.gone).sort(order);
  let at = 0;
  for (const row of table) {
    if (fresh.has(nameOf(row.pk, row.sk))) continue;
    for (let next = added[at]; next !== undefined && order(next, row) < 0; next = added[at]) {
      yield next;
      at += 1;
    }
    yield row;
  }
  yield* added.slice(at);
}

function isWithin(key: string, { prefix, from, to }: QueryOptions): boolean {
  if (prefix !== undefined) return key.startsWith(prefix);
  return (from === undefined || compareBytes(key, from) >= 0) && (to === undefined || compareBytes(key, to) <= 0);
}

function isPast(key: string, after: string | undefined, step: 'ASC' | 'DESC'): boolean {
  if (after === undefined) return true;
  return step === 'ASC' ? compareBytes(key, after) > 0 : compareBytes(key, after) < 0;
}

function byPlace(a: EntryRow, b: EntryRow): number {
  return compareBytes(a.lsk, b.lsk) || compareBytes(a.pk, b.pk) || compareBytes(a.sk, b.sk);
}

function afterPlace(after: string | undefined, order: (a: EntryRow, b: EntryRow) => number): (row: EntryRow) => boolean {
  if (after === undefined) return () => true;
  const [lsk, pk, sk] = placeAfter(after, 3) as [string, string, string];
  const last: EntryRow = { lpk: '', lsk, pk, sk, label: null, state: null };
  return (row) => order(row, last) > 0;
}

function take(row: ImageRow, prefix: string, now: number): Item | undefined {
  const item = itemOf(row, prefix.length);
  return isExpired(item, now) ? undefined : item;
}

function entryOf(row: EntryRow, prefix: string): Key & IndexEntry {
  const cut = prefix.length;
  return { pk: row.pk.slice(cut), sk: row.sk, lpk: row.lpk.slice(cut), lsk: row.lsk, label: row.label ?? undefined, state: row.state ?? undefined };
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Workspace, workspace } from '../../core/model/ids.ts';
import type { Change } from '../../core/ports/feed.ts';
import type { Item, Key } from '../../core/ports/table.ts';
import { FeedWindow } from './feed-window.ts';
import { type ImageRow, imageColumns, itemOf } from './row.ts';
import type { Stored } from './rows.ts';

/** A row of the feed; the image columns are null when there was no item before. */
interface FeedRow extends Omit<ImageRow, 'version'> {
  readonly seq: number;
  readonly next: number | null;
  readonly gone: number;
  readonly at: number;
  readonly version: number | null;
}

/** Numbers start above every number a former run can have given, also when it left no row behind. */
const numbersPerMs = 1_024;

/** The change feed as rows: old images, in order, until they are taken and acknowledged. */
export class FeedLog {
  readonly #insert: StatementSync;
  readonly #insertFirst: StatementSync;
  readonly #link: StatementSync;
  readonly #take: StatementSync;
  readonly #image: StatementSync;
  readonly #current: StatementSync;
  readonly #delete: StatementSync;
  readonly #span: StatementSync;
  readonly #window: FeedWindow;
  #last: number;
  #durable: number;
  #acked = 0;
  #size = 0;

  constructor(db: DatabaseSync, now: number) {
    this.#insert = db.prepare(`INSERT INTO feed (seq, gone, at, ${imageColumns}) SELECT ?, ?, ?, ${imageColumns} FROM item WHERE id = ?`);
    this.#insertFirst = db.prepare('INSERT INTO feed (seq, gone, at, pk, sk) VALUES (?, 0, ?, ?, ?)');
    this.#link = db.prepare('UPDATE feed SET next = ? WHERE seq = ? AND pk = ? AND sk = ?');
    this.#take = db.prepare(`SELECT seq, next, gone, at, ${imageColumns} FROM feed WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`);
    this.#image = db.prepare(`SELECT ${imageColumns} FROM feed WHERE seq = ?`);
    this.#current = db.prepare(`SELECT ${imageColumns} FROM item WHERE pk = ? AND sk = ?`);
    this.#delete = db.prepare('DELETE FROM feed WHERE seq <= ?');
    this.#span = db.prepare('SELECT min(seq) AS first, max(seq) AS last, count(*) AS size FROM feed');
    this.#last = Math.max(this.#readSpan().last ?? 0, now * numbersPerMs);
    this.#durable = this.#last;
    this.#window = new FeedWindow(this.#last);
    this.recount();
  }

  /** Changes that nobody has acknowledged. */
  size(): number {
    return this.#size;
  }

  /** Notes a change of the item at a key, before it happens; returns its number. */
  append(pk: string, sk: string, before: Stored | undefined, gone: 0 | 1, at: number): number {
    this.#last += 1;
    const seq = this.#last;
    if (before === undefined) this.#insertFirst.run(seq, at, pk, sk);
    else this.#insert.run(seq, gone, at, before.id);
    const previous = before?.feed ?? null;
    if (previous !== null && previous > this.#acked) this.#link.run(seq, previous, pk, sk);
    this.#size += 1;
    return seq;
  }

  /** Keeps both images of a change noted by {@link append} at hand, so that a consumer who keeps up reads no file. */
  remember(seq: number, workspaceName: string, key: Key, at: number, old: Item | undefined, now: Item | undefined): void {
    this.#window.push(seq, { id: String(seq), workspace: workspaceName as Workspace, key: { pk: key.pk, sk: key.sk }, at, old, new: now });
  }

  /** Everything noted so far is durable. */
  committed(): void {
    this.#durable = this.#last;
  }

  /** The first changes after `after` (a number that {@link take} gave, or 0) that are durable. */
  take(after: number, limit: number): readonly Change[] {
    const from = Math.max(after, this.#acked);
    const known = this.#window.take(from, this.#durable, limit);
    if (known !== undefined) return known;
    const rows = this.#take.all(from, this.#durable, limit) as unknown as readonly FeedRow[];
    return rows.map((row) => this.#changeOf(row));
  }

  /** Drops changes up to a number. */
  drop(upTo: number): void {
    this.#size -= Number(this.#delete.run(upTo).changes);
    this.#acked = Math.max(this.#acked, upTo);
    this.#window.drop(upTo);
  }

  /** Counts again after a rollback. */
  recount(): void {
    const { first, size } = this.#readSpan();
    this.#acked = (first ?? this.#last + 1) - 1;
    this.#size = size;
    this.#window.forget(this.#last);
  }

  #readSpan(): { readonly first: number | null; readonly last: number | null; readonly size: number } {
    return this.#span.get() as { first: number | null; last: number | null; size: number };
  }

  #changeOf(row: FeedRow): Change {
    const hash = row.pk.indexOf('#');
    const prefixLength = hash + 1;
    const ws: Workspace = workspace(row.pk.slice(0, hash));
    const after = row.gone === 1 ? undefined : row.next === null ? this.#current.get(row.pk, row.sk) : this.#image.get(row.next);
    const old = row.version === null ? undefined : itemOf(row as ImageRow, prefixLength);
    const now = after === undefined ? undefined : itemOf(after as unknown as ImageRow, prefixLength);
    return { id: String(row.seq), workspace: ws, key: { pk: row.pk.slice(prefixLength), sk: row.sk }, at: row.at, old, new: now };
  }
}

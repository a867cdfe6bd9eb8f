import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Workspace, workspace } from '../../core/model/ids.ts';
import type { Change } from '../../core/ports/feed.ts';
import type { Item, Key } from '../../core/ports/table.ts';
import type { Foldable, GroupCommit } from './commit.ts';
import { FeedWindow, type Noted } from './feed-window.ts';
import { type ImageRow, imageColumns, lazyItemOf } from './row.ts';
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

/** The change feed: in order, until changes are taken and acknowledged. Those acknowledged before a fold never get a row. */
export class FeedLog implements Foldable {
  readonly #commit: GroupCommit;
  readonly #insert: StatementSync;
  readonly #link: StatementSync;
  readonly #take: StatementSync;
  readonly #image: StatementSync;
  readonly #current: StatementSync;
  readonly #delete: StatementSync;
  readonly #count: StatementSync;
  readonly #window: FeedWindow;
  #last: number;
  #durable: number;
  /** Changes up to here have their rows. */
  #folded: number;
  #acked: number;
  /** Rows may be left up to here. */
  #rowsUpTo: number;
  #size: number;

  constructor(db: DatabaseSync, commit: GroupCommit) {
    this.#commit = commit;
    this.#insert = db.prepare(`INSERT OR REPLACE INTO feed (seq, next, gone, at, ${imageColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#link = db.prepare('UPDATE feed SET next = ? WHERE seq = ? AND pk = ? AND sk = ?');
    this.#take = db.prepare(`SELECT seq, next, gone, at, ${imageColumns} FROM feed WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`);
    this.#image = db.prepare(`SELECT ${imageColumns} FROM feed WHERE seq = ?`);
    this.#current = db.prepare(`SELECT ${imageColumns} FROM item WHERE pk = ? AND sk = ?`);
    this.#delete = db.prepare('DELETE FROM feed WHERE seq <= ?');
    this.#count = db.prepare('SELECT count(*) AS n FROM feed WHERE seq > ? AND seq <= ?');
    const { first, last, size } = db.prepare('SELECT min(seq) AS first, max(seq) AS last, count(*) AS size FROM feed').get() as {
      first: number | null;
      last: number | null;
      size: number;
    };
    this.#last = last ?? 0;
    [this.#durable, this.#folded, this.#rowsUpTo] = [this.#last, this.#last, this.#last];
    this.#acked = (first ?? this.#last + 1) - 1;
    this.#size = size;
    this.#window = new FeedWindow(this.#last);
    commit.keep(this);
    commit.onCommit((mark) => {
      this.#durable = Math.max(this.#durable, mark ?? 0);
    });
    commit.onRollback(() => {
      this.#size -= this.#window.undo(this.#durable);
    });
  }

  /** Numbers of this run begin here, once the journal has been read. */
  begin(now: number): void {
    this.#last = Math.max(this.#last, now * numbersPerMs);
  }

  /** Changes that nobody has acknowledged. */
  size(): number {
    return this.#size;
  }

  /** Notes a change of an item, with both its images; returns its number. */
  append(prefix: string, key: Key, at: number, before: Stored | undefined, now: Item | undefined): number {
    const seq = this.#last + 1;
    this.redo(seq, prefix, key, at, before, now);
    this.#commit.mark(seq);
    return seq;
  }

  /** Notes a change under the number that it had. */
  redo(seq: number, prefix: string, { pk, sk }: Key, at: number, before: Stored | undefined, now: Item | undefined): void {
    const change: Change = { id: String(seq), workspace: prefix.slice(0, -1) as Workspace, key: { pk, sk }, at, old: before?.item, new: now };
    this.#window.push({ seq, pk: prefix + pk, previous: before?.feed ?? null, change });
    this.#last = seq;
    this.#size += 1;
    if (this.#window.overfull) this.#commit.foldSoon();
  }

  /** The first changes after `after` (a number that this gave, or 0) that are durable. */
  take(after: number, limit: number): readonly Change[] {
    const from = Math.max(after, this.#acked);
    const known = this.#window.take(from, this.#durable, limit);
    if (known !== undefined) return known;
    const rows = this.#take.all(from, Math.min(this.#durable, this.#folded), limit) as unknown as readonly FeedRow[];
    if (rows.length > 0) return rows.map((row) => this.#changeOf(row));
    return this.#window.take(Math.max(from, this.#folded), this.#durable, limit) ?? [];
  }

  /** Acknowledges changes up to a number; resolves when that is durable. */
  async ack(upTo: number): Promise<void> {
    await this.#commit.run(() => this.#commit.note(JSON.stringify(['ack', upTo])));
    this.drop(upTo);
  }

  /** Forgets changes up to a number. */
  drop(upTo: number): void {
    if (upTo <= this.#acked) return;
    if (this.#acked < this.#window.after) {
      const { n } = this.#count.get(this.#acked, Math.min(upTo, this.#window.after)) as { n: number };
      this.#size -= n;
    }
    this.#acked = upTo;
    this.#size -= this.#window.drop(upTo);
  }

  /** Those of them that nobody acknowledged get rows; the others lose theirs. */
  fold(): void {
    if (this.#rowsUpTo > 0) this.#delete.run(this.#acked);
    const open = this.#window.since(Math.max(this.#folded, this.#acked));
    const next = new Map(open.flatMap((noted) => (noted.previous === null ? [] : [[noted.previous, noted] as const])));
    for (const noted of open) this.#store(noted, next.get(noted.seq)?.seq ?? null);
    for (const [previous, { seq, pk, change }] of next) if (previous > this.#acked && previous <= this.#folded) this.#link.run(seq, previous, pk, change.key.sk);
  }

  folded(): void {
    [this.#folded, this.#durable] = [this.#last, this.#last];
    this.#rowsUpTo = this.#size > 0 ? this.#last : 0;
    if (this.#window.overfull) this.#window.forget(this.#last);
  }

  #store({ seq, pk, change }: Noted, next: number | null): void {
    const { old, key, at } = change;
    const prefix = `${change.workspace}#`;
    const index = old?.index;
    const gone = change.new === undefined ? 1 : 0;
    if (old === undefined) this.#insert.run(seq, next, gone, at, pk, key.sk, null, null, null, null, null, null, null, null, null, null);
    else {
      const place = [index === undefined ? null : prefix + index.lpk, index?.lsk ?? null, index?.label ?? null, index?.state ?? null] as const;
      const rest = [old.expiresAt ?? null, old.token ?? null, old.writeId ?? null] as const;
      this.#insert.run(seq, next, gone, at, pk, key.sk, old.version, old.kind, JSON.stringify(old.body), ...place, ...rest);
    }
  }

  #changeOf(row: FeedRow): Change {
    const hash = row.pk.indexOf('#');
    const prefixLength = hash + 1;
    const ws: Workspace = workspace(row.pk.slice(0, hash));
    const after = row.gone === 1 ? undefined : row.next === null ? this.#current.get(row.pk, row.sk) : this.#image.get(row.next);
    const old = row.version === null ? undefined : lazyItemOf(row as ImageRow, prefixLength);
    const now = after === undefined ? undefined : lazyItemOf(after as unknown as ImageRow, prefixLength);
    return { id: String(row.seq), workspace: ws, key: { pk: row.pk.slice(prefixLength), sk: row.sk }, at: row.at, old, new: now };
  }
}

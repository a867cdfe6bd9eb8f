import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { announcedKinds } from '../../core/ports/feed.ts';
import type { Item, ItemInput } from '../../core/ports/table.ts';
import { Cache } from './cache.ts';
import type { FeedLog } from './feed-log.ts';
import { itemOf, type Row, rowColumns } from './row.ts';

/** An item as it lies in the file: its row id and the number of its last announced change. */
export interface Stored {
  readonly id: number;
  readonly item: Item;
  readonly feed: number | null;
}

/** What is remembered of a key: `null` says that there is no such item. */
type Known = Stored | null;

/** What a put needs beside the item. `text` is the body as JSON. */
export interface PutDetails {
  readonly text: string;
  readonly version: number;
  readonly writeId: string | undefined;
  readonly now: number;
}

/**
 * The rows of the item table, behind a cache that is never wrong: this process alone holds the file.
 * Cached items are shared with callers, who must not change them (the types say `readonly`).
 */
export class Rows {
  readonly #cache = new Cache<{ readonly known: Known }>();
  readonly #log: FeedLog;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #updateIndex: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync, log: FeedLog) {
    this.#log = log;
    this.#select = db.prepare(`SELECT ${rowColumns} FROM item WHERE pk = ? AND sk = ?`);
    this.#insert = db.prepare('INSERT INTO item (version, kind, body, expires, token, write_id, feed, lpk, lsk, label, state, pk, sk) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)');
    this.#update = db.prepare('UPDATE item SET version = ?, kind = ?, body = ?, expires = ?, token = ?, write_id = ?, feed = ? WHERE id = ?');
    this.#updateIndex = db.prepare(
      'UPDATE item SET version = ?, kind = ?, body = ?, expires = ?, token = ?, write_id = ?, feed = ?, lpk = ?, lsk = ?, label = ?, state = ? WHERE id = ?',
    );
    this.#delete = db.prepare('DELETE FROM item WHERE id = ?');
  }

  /** The item at a key, expired or not. `pk` carries its workspace's prefix of `prefixLength` characters. One that is only passed by is not remembered. */
  find(pk: string, sk: string, prefixLength: number, use: 'work' | 'pass' = 'work'): Stored | undefined {
    const name = `${pk}\u0000${sk}`;
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached.known ?? undefined;
    const row = this.#select.get(pk, sk) as unknown as Row | undefined;
    const known = row === undefined ? null : { id: row.id, item: itemOf(row, prefixLength), feed: row.feed };
    if (use === 'work') this.#cache.set(name, { known }, row?.body.length ?? 0);
    return known ?? undefined;
  }

  /** Stores an item in place of `before` (what {@link find} gave). */
  put(prefix: string, input: ItemInput, before: Stored | undefined, details: PutDetails): Item {
    const { text, version, writeId, now } = details;
    const pk = prefix + input.pk;
    const index = input.index;
    const lpk = index === undefined ? null : prefix + index.lpk;
    const announced = announcedKinds.has(input.kind) || (before !== undefined && announcedKinds.has(before.item.kind));
    const feed = announced ? this.#log.append(pk, input.sk, before, 0, now) : null;
    const [expires, token, write] = [input.expiresAt ?? null, input.token ?? null, writeId ?? null];
    let id = before?.id;
    if (id === undefined) {
      const { lastInsertRowid } = this.#insert.run(
        version,
        input.kind,
        text,
        expires,
        token,
        write,
        feed,
        lpk,
        index?.lsk ?? null,
        index?.label ?? null,
        index?.state ?? null,
        pk,
        input.sk,
      );
      id = Number(lastInsertRowid);
    } else if (sameIndex(before?.item, input)) {
      this.#update.run(version, input.kind, text, expires, token, write, feed, id);
    } else {
      this.#updateIndex.run(version, input.kind, text, expires, token, write, feed, lpk, index?.lsk ?? null, index?.label ?? null, index?.state ?? null, id);
    }
    const item: Item = { pk: input.pk, sk: input.sk, kind: input.kind, body: input.body, index, expiresAt: input.expiresAt, token: input.token, version, writeId };
    if (feed !== null) this.#log.remember(feed, prefix.slice(0, -1), item, now, before?.item, item);
    this.#cache.set(`${pk}\u0000${input.sk}`, { known: { id, item, feed } }, text.length);
    return item;
  }

  /** Removes an item that {@link find} gave. */
  remove(prefix: string, before: Stored, now: number): void {
    const pk = prefix + before.item.pk;
    if (announcedKinds.has(before.item.kind)) {
      const seq = this.#log.append(pk, before.item.sk, before, 1, now);
      this.#log.remember(seq, prefix.slice(0, -1), before.item, now, before.item, undefined);
    }
    this.#delete.run(before.id);
    this.#cache.set(`${pk}\u0000${before.item.sk}`, { known: null }, 0);
  }

  /** Forgets everything that was cached, after a rollback. */
  forget(): void {
    this.#cache.clear();
  }
}

function sameIndex(before: Item | undefined, after: ItemInput): boolean {
  const [a, b] = [before?.index, after.index];
  if (a === undefined || b === undefined) return a === b;
  return a.lpk === b.lpk && a.lsk === b.lsk && a.label === b.label && a.state === b.state;
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { announcedKinds } from '../../core/ports/feed.ts';
import type { Item, ItemInput } from '../../core/ports/table.ts';
import { Cache } from './cache.ts';
import type { Foldable, GroupCommit } from './commit.ts';
import type { FeedLog } from './feed-log.ts';
import { nameOf, Overlay } from './overlay.ts';
import { type ImageRow, itemOf, lazyItemOf, type Row, rowColumns } from './row.ts';

/** An item and the number of its last announced change. */
export interface Stored {
  readonly item: Item;
  readonly feed: number | null;
}

const bodiless = Object.freeze({});

/** What is remembered of a key: `null` says that there is no such item. */
type Known = Stored | null;

/** What a put needs beside the item. `text` is the body as JSON. */
export interface PutDetails {
  readonly text: string;
  readonly version: number;
  readonly writeId: string | undefined;
  readonly now: number;
}

type Text = string | null;

/** A put as the journal has it; its body is the next line. */
type PutLine = readonly [
  what: 'put',
  pk: string,
  sk: string,
  version: number,
  kind: string,
  lpk: Text,
  lsk: Text,
  label: Text,
  state: Text,
  expires: number | null,
  token: Text,
  writeId: Text,
  feed: number | null,
  at: number,
];

/** A removal as the journal has it. */
type GoneLine = readonly [what: 'gone', pk: string, sk: string, feed: number | null, at: number];

/** What {@link Rows.redo} understands. */
export type ItemLine = PutLine | GoneLine;

/**
 * The items: a cache of what is worked on, over what changed since the last fold, over the table. Never wrong: this process alone holds the file.
 * Cached items are shared with callers, who must not change them (the types say `readonly`).
 */
export class Rows implements Foldable {
  readonly overlay: Overlay;
  readonly #cache = new Cache<Known>();
  readonly #commit: GroupCommit;
  readonly #log: FeedLog;
  readonly #select: StatementSync;
  readonly #withToken: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #updateIndex: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync, commit: GroupCommit, log: FeedLog) {
    this.overlay = new Overlay(commit);
    this.#commit = commit;
    this.#log = log;
    this.#select = db.prepare(`SELECT ${rowColumns} FROM item WHERE pk = ? AND sk = ?`);
    this.#withToken = db.prepare('SELECT version, kind, expires, feed FROM item WHERE pk = ? AND sk = ? AND token = ?');
    this.#insert = db.prepare('INSERT INTO item (version, kind, body, expires, token, write_id, feed, lpk, lsk, label, state, pk, sk) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)');
    this.#update = db.prepare('UPDATE item SET version = ?, kind = ?, body = ?, expires = ?, token = ?, write_id = ?, feed = ? WHERE pk = ? AND sk = ?');
    this.#updateIndex = db.prepare(
      'UPDATE item SET version = ?, kind = ?, body = ?, expires = ?, token = ?, write_id = ?, feed = ?, lpk = ?, lsk = ?, label = ?, state = ? WHERE pk = ? AND sk = ?',
    );
    this.#delete = db.prepare('DELETE FROM item WHERE pk = ? AND sk = ?');
    commit.keep(this);
    commit.onRollback(() => this.#cache.clear());
  }

  /** The item at a key, expired or not. `pk` carries its workspace's prefix of `prefixLength` characters. One that is only passed by is not remembered. */
  find(pk: string, sk: string, prefixLength: number, use: 'work' | 'pass' = 'work'): Stored | undefined {
    const name = nameOf(pk, sk);
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached ?? undefined;
    const row = this.#read(name, pk, sk);
    const known = row === undefined ? null : { item: use === 'work' ? itemOf(row, prefixLength) : lazyItemOf(row, prefixLength), feed: row.feed };
    if (use === 'work') this.#cache.set(name, known, row?.body.length ?? 0);
    return known ?? undefined;
  }

  /** The item at a key if it lies in the table, has this token and nothing is known of it in memory: without its body, which is most of what a read costs. */
  withToken(pk: string, sk: string, token: string, prefixLength: number): Stored | undefined {
    const name = nameOf(pk, sk);
    if (this.overlay.get(name) !== undefined || this.#cache.get(name) !== undefined) return undefined;
    const row = this.#withToken.get(pk, sk, token) as Pick<Row, 'version' | 'kind' | 'expires' | 'feed'> | undefined;
    if (row === undefined) return undefined;
    const { version, kind, expires, feed } = row;
    return { item: { pk: pk.slice(prefixLength), sk, kind, body: bodiless, version, token, index: undefined, expiresAt: expires ?? undefined, writeId: undefined }, feed };
  }

  /** Stores an item in place of `before` (what {@link find} gave); `pk` is its partition with the workspace's prefix. */
  put(prefix: string, pk: string, input: ItemInput, before: Stored | undefined, details: PutDetails): Item {
    const { text, version, writeId, now } = details;
    const { sk, kind, index, expiresAt, token } = input;
    const item: Item = { pk: input.pk, sk, kind, body: input.body, index, expiresAt, token, version, writeId };
    const announced = announcedKinds.has(kind) || (before !== undefined && announcedKinds.has(before.item.kind));
    const feed = announced ? this.#log.append(prefix, input, now, before, item) : null;
    const row: ImageRow = {
      pk,
      sk,
      version,
      kind,
      body: text,
      lpk: index === undefined ? null : prefix + index.lpk,
      lsk: index?.lsk ?? null,
      label: index?.label ?? null,
      state: index?.state ?? null,
      expires: expiresAt ?? null,
      token: token ?? null,
      write_id: writeId ?? null,
    };
    const name = nameOf(pk, sk);
    const line: PutLine = ['put', pk, sk, version, kind, row.lpk, row.lsk, row.label, row.state, row.expires, row.token, row.write_id, feed, now];
    this.#commit.note(JSON.stringify(line), text);
    this.#lay(name, prefix, row, before, feed);
    this.#cache.set(name, { item, feed }, text.length);
    return item;
  }

  /** Removes an item that {@link find} gave. */
  remove(prefix: string, before: Stored, now: number): void {
    const { item } = before;
    const pk = prefix + item.pk;
    const feed = announcedKinds.has(item.kind) ? this.#log.append(prefix, item, now, before, undefined) : null;
    const line: GoneLine = ['gone', pk, item.sk, feed, now];
    this.#commit.note(JSON.stringify(line));
    this.#bury(prefix, before);
    this.#cache.set(nameOf(pk, item.sk), null, 0);
  }

  /** Does again what a line of the journal says. */
  redo(line: ItemLine, text: string): void {
    const [, pk, sk] = line;
    const prefix = pk.slice(0, pk.indexOf('#') + 1);
    const name = nameOf(pk, sk);
    const row = this.#read(name, pk, sk);
    const before = row === undefined ? undefined : { item: itemOf(row, prefix.length), feed: row.feed };
    if (line[0] === 'put') {
      const [, , , version, kind, lpk, lsk, label, state, expires, token, write_id, feed, at] = line;
      const image: ImageRow = { pk, sk, version, kind, body: text, lpk, lsk, label, state, expires, token, write_id };
      if (feed !== null) this.#log.redo(feed, prefix, { pk: pk.slice(prefix.length), sk }, at, before, itemOf(image, prefix.length));
      this.#lay(name, prefix, image, before, feed);
    } else if (before !== undefined) {
      const [, , , feed, at] = line;
      if (feed !== null) this.#log.redo(feed, prefix, before.item, at, before, undefined);
      this.#bury(prefix, before);
    }
  }

  /** Writes what is new into the table, in the order of keys: neighbours share pages. */
  fold(): void {
    for (const r of this.overlay.inOrder()) {
      if (r.gone) this.#delete.run(r.pk, r.sk);
      else if (!r.inTable) this.#insert.run(r.version, r.kind, r.body, r.expires, r.token, r.write_id, r.feed, r.lpk, r.lsk, r.label, r.state, r.pk, r.sk);
      else if (r.sameIndex) this.#update.run(r.version, r.kind, r.body, r.expires, r.token, r.write_id, r.feed, r.pk, r.sk);
      else this.#updateIndex.run(r.version, r.kind, r.body, r.expires, r.token, r.write_id, r.feed, r.lpk, r.lsk, r.label, r.state, r.pk, r.sk);
    }
  }

  folded(): void {
    this.overlay.clear();
  }

  #read(name: string, pk: string, sk: string): Pick<Row, keyof ImageRow | 'feed'> | undefined {
    const fresh = this.overlay.get(name);
    if (fresh !== undefined) return fresh.gone ? undefined : fresh;
    return this.#select.get(pk, sk) as unknown as Row | undefined;
  }

  #lay(name: string, prefix: string, row: ImageRow, before: Stored | undefined, feed: number | null): void {
    const known = this.overlay.get(name);
    const lpkBefore = before?.item.index === undefined ? null : prefix + before.item.index.lpk;
    const inTable = known?.inTable ?? before !== undefined;
    const sameIndex = before !== undefined && known?.sameIndex !== false && isSameIndex(before.item, row, lpkBefore);
    this.overlay.set(name, { ...row, feed, gone: false, inTable, sameIndex }, lpkBefore);
  }

  #bury(prefix: string, { item }: Stored): void {
    const pk = prefix + item.pk;
    const name = nameOf(pk, item.sk);
    const known = this.overlay.get(name);
    const lpkBefore = item.index === undefined ? null : prefix + item.index.lpk;
    const nothing = { body: '', lpk: null, lsk: null, label: null, state: null, expires: null, token: null, write_id: null };
    this.overlay.set(name, { ...nothing, pk, sk: item.sk, version: 0, kind: item.kind, feed: null, gone: true, inTable: known?.inTable ?? true, sameIndex: false }, lpkBefore);
  }
}

function isSameIndex(before: Item, after: ImageRow, lpkBefore: string | null): boolean {
  const { index } = before;
  if (index === undefined) return after.lpk === null;
  return lpkBefore === after.lpk && index.lsk === after.lsk && (index.label ?? null) === after.label && (index.state ?? null) === after.state;
}

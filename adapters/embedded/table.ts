import type { Workspace } from '../../core/model/ids.ts';
import type { GetOptions, IndexPage, Item, ItemInput, ItemPage, Key, Op, QueryOptions, SetAfter, Table, Tables, WriteResult } from '../../core/ports/table.ts';
import type { Clock } from '../../core/ports/world.ts';
import { decide, isExpired } from '../guard.ts';
import { checkKey, checkKeys, checkOps, checkQuery, checkSegment, checkSizes, keyOfOp, pkBytesMaxOf } from '../limits.ts';
import { addTo, setItem, setOf } from '../sets.ts';
import type { UnitMeter } from '../units.ts';
import type { GroupCommit } from './commit.ts';
import type { Pages } from './pages.ts';
import type { Rows, Stored } from './rows.ts';

/** What every workspace's table stands on. */
export interface TableParts {
  readonly rows: Rows;
  readonly pages: Pages;
  readonly commit: GroupCommit;
  readonly clock: Clock;
  readonly meter: UnitMeter | undefined;
}

/** A plain read of so many keys is a pull that compares what it passes by; remembering it all would push out what is worked on. */
const passingKeys = 50;

/** The tables of an embedded store. */
export function embeddedTables(parts: TableParts): Tables {
  const tables = new Map<Workspace, Table>();
  return {
    in(workspace) {
      const known = tables.get(workspace) ?? new EmbeddedTable(workspace, parts);
      tables.set(workspace, known);
      return known;
    },
  };
}

class EmbeddedTable implements Table {
  readonly workspace: Workspace;
  readonly #prefix: string;
  readonly #pkBytesMax: number;
  readonly #parts: TableParts;

  constructor(workspace: Workspace, parts: TableParts) {
    this.workspace = workspace;
    this.#prefix = `${workspace}#`;
    this.#pkBytesMax = pkBytesMaxOf(workspace);
    this.#parts = parts;
  }

  async get(keys: readonly Key[], options?: GetOptions): Promise<readonly (Item | undefined)[]> {
    checkKeys(keys, this.#pkBytesMax);
    const now = this.#parts.clock.now();
    const use = options?.consistent !== true && keys.length >= passingKeys ? 'pass' : 'work';
    // Units are counted by what an item holds.
    const tokens = use === 'pass' && this.#parts.meter === undefined ? options?.tokens : undefined;
    const items: (Item | undefined)[] = [];
    const waits: Promise<void>[] = [];
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] as Key;
      const pk = this.#prefix + key.pk;
      const token = tokens?.[at];
      const same = token === undefined ? undefined : this.#parts.rows.withToken(pk, key.sk, token, this.#prefix.length);
      items.push(live(same ?? this.#find(pk, key.sk, use), now)?.item);
      const wait = this.#parts.commit.whenDurable(pk); // asked now: what is undone meanwhile rejects
      if (wait !== undefined && wait !== waits.at(-1)) waits.push(wait);
    }
    this.#parts.meter?.got(items, this.#prefix, options?.consistent === true);
    if (waits.length > 0) await Promise.all(waits);
    return items;
  }

  async query(pk: string, options: QueryOptions = {}): Promise<ItemPage> {
    checkKey({ pk, sk: '-' }, this.#pkBytesMax);
    const page = this.#parts.pages.query(this.#prefix, pk, options, checkQuery(options), this.#parts.clock.now());
    this.#parts.meter?.queried(page.items, this.#prefix, options.consistent === true);
    await this.#durable(pk);
    return page;
  }

  async list(lpk: string, options: Omit<QueryOptions, 'consistent'> = {}): Promise<IndexPage> {
    checkKey({ pk: lpk, sk: '-' }, this.#pkBytesMax);
    const page = this.#parts.pages.list(this.#prefix, lpk, options, checkQuery(options));
    this.#parts.meter?.listed(page.entries, this.#prefix);
    return page;
  }

  async scan(segment: number, segments: number, after?: string): Promise<ItemPage> {
    checkSegment(segment, segments);
    const page = this.#parts.pages.scan(this.#prefix, segment, segments, after, this.#parts.clock.now());
    this.#parts.meter?.queried(page.items, this.#prefix, false);
    await this.#parts.commit.settled();
    return page;
  }

  async write(ops: readonly Op[], options?: { readonly writeId?: string }): Promise<WriteResult> {
    checkOps(ops, this.#pkBytesMax);
    const texts = ops.map((op) => (op.op === 'put' ? JSON.stringify(op.item.body) : ''));
    checkSizes(texts);
    return this.#parts.commit.run(() => this.#apply(ops, texts, options?.writeId));
  }

  async addToSet(key: Key, values: readonly string[]): Promise<SetAfter> {
    checkKey(key, this.#pkBytesMax);
    return this.#parts.commit.run(() => {
      const now = this.#parts.clock.now();
      const pk = this.#prefix + key.pk;
      const physical = this.#find(pk, key.sk);
      const before = live(physical, now);
      const { after, changed } = addTo(setOf(before?.item), values);
      const item = changed ? this.#put(pk, setItem(key, after), physical, before?.item, undefined, now) : before?.item;
      this.#parts.meter?.wrote('put', before?.item, item, this.#prefix, false);
      return after;
    });
  }

  #apply(ops: readonly Op[], texts: readonly string[], writeId: string | undefined): WriteResult {
    const now = this.#parts.clock.now();
    const pks: string[] = [];
    const physical: (Stored | undefined)[] = [];
    const stored: (Item | undefined)[] = [];
    for (const op of ops) {
      const { pk, sk } = keyOfOp(op);
      pks.push(this.#prefix + pk);
      physical.push(this.#find(pks.at(-1) as string, sk));
      stored.push(live(physical.at(-1), now)?.item);
    }
    const decision = decide(ops, stored, writeId);
    const result: WriteResult = decision === 'own' ? { state: 'ok' } : decision;
    const write = decision !== 'own' && decision.state === 'ok';
    for (let i = 0; i < ops.length; i += 1) {
      const op = ops[i] as Op;
      const before = stored[i];
      let after = before;
      if (write && op.op === 'put') after = this.#put(pks[i] as string, op.item, physical[i], before, writeId, now, texts[i]);
      if (write && op.op === 'delete') after = this.#remove(physical[i], now);
      this.#parts.meter?.wrote(op.op, before, after, this.#prefix, ops.length > 1);
    }
    return result;
  }

  #put(pk: string, item: ItemInput, physical: Stored | undefined, before: Item | undefined, writeId: string | undefined, now: number, text = JSON.stringify(item.body)): Item {
    this.#parts.commit.touch(pk);
    return this.#parts.rows.put(this.#prefix, pk, item, physical, { text, version: (before?.version ?? 0) + 1, writeId, now });
  }

  #remove(physical: Stored | undefined, now: number): undefined {
    if (physical === undefined) return;
    this.#parts.commit.touch(this.#prefix + physical.item.pk);
    this.#parts.rows.remove(this.#prefix, physical, now);
  }

  /** `pk` is the partition with the workspace's prefix. */
  #find(pk: string, sk: string, use?: 'work' | 'pass'): Stored | undefined {
    return this.#parts.rows.find(pk, sk, this.#prefix.length, use);
  }

  /** Nobody may act on what a crash could still undo: who reads it waits for the commit. */
  #durable(pk: string): Promise<void> | undefined {
    return this.#parts.commit.whenDurable(this.#prefix + pk);
  }
}

function live(stored: Stored | undefined, now: number): Stored | undefined {
  return stored === undefined || isExpired(stored.item, now) ? undefined : stored;
}

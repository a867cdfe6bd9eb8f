import { announcedKinds } from '../../core/ports/feed.ts';
import type { IndexEntry, Item, ItemInput, Key } from '../../core/ports/table.ts';
import { isExpired } from '../guard.ts';
import { compareBytes } from '../order.ts';
import type { CoreWorld } from './core-world.ts';
import type { FeedState } from './feed-state.ts';

/** An item and what it was before its last change, for stale reads. */
interface Cell {
  readonly item: Item | undefined;
  readonly before: Item | undefined;
  readonly changedAt: number;
  readonly writes: number;
}

/** An item and the workspace (`name#`) that it is of. */
export interface StoredItem {
  readonly prefix: string;
  readonly item: Item;
}

/** An entry of the index as it shows at the moment. */
interface Shown {
  readonly entry: Key & IndexEntry;
  readonly writes: number;
}

const nameOf = (pk: string, sk: string): string => `${pk}\u0000${sk}`;

/** All items of the simulated table, under full keys, and its lagging index. */
export class TableState {
  readonly #world: CoreWorld;
  readonly #feed: FeedState;
  readonly #partitions = new Map<string, Map<string, Cell>>();
  readonly #index = new Map<string, Map<string, Shown>>();
  /** Told of every item as it is stored, before anybody is answered. */
  onStored: ((prefix: string, item: Item) => void) | undefined;
  readonly #places = new Map<string, { readonly lpk: string | undefined; readonly writes: number }>();

  constructor(world: CoreWorld, feed: FeedState) {
    this.#world = world;
    this.#feed = feed;
  }

  /** The item as it is; expired ones are absent. */
  current(pk: string, sk: string, now: number): Item | undefined {
    return live(this.#partitions.get(pk)?.get(sk)?.item, now);
  }

  /** The item as a plain read may show it. */
  plain(pk: string, sk: string, now: number, who: string): Item | undefined {
    const cell = this.#partitions.get(pk)?.get(sk);
    return cell === undefined ? undefined : live(this.#shownOf(cell, who), now);
  }

  /** Live items of a partition in byte order; `plain` says who reads without consistency. */
  partition(pk: string, now: number, plain: string | undefined): Item[] {
    const cells = [...(this.#partitions.get(pk) ?? [])].sort(([a], [b]) => compareBytes(a, b));
    return cells.map(([, cell]) => live(plain === undefined ? cell.item : this.#shownOf(cell, plain), now)).filter((item) => item !== undefined);
  }

  /** Full partition keys that start with a prefix, in byte order. */
  partitionsOf(prefix: string): string[] {
    return [...this.#partitions.keys()].filter((pk) => pk.startsWith(prefix)).sort(compareBytes);
  }

  /** Entries of an index partition as they show now, in byte order. */
  entries(lpk: string): (Key & IndexEntry)[] {
    const shown = [...(this.#index.get(lpk)?.values() ?? [])].map((s) => s.entry);
    return shown.sort((a, b) => compareBytes(a.lsk, b.lsk) || compareBytes(a.pk, b.pk) || compareBytes(a.sk, b.sk));
  }

  /** Every item with the prefix of its workspace. */
  dump(): StoredItem[] {
    return [...this.#partitions].flatMap(([pk, cells]) =>
      [...cells.values()].flatMap(({ item }) => (item === undefined ? [] : [{ prefix: pk.slice(0, pk.indexOf('#') + 1), item }])),
    );
  }

  /** Puts items in place as they were dumped; nobody is told. */
  load(items: readonly StoredItem[]): void {
    for (const { prefix, item } of items) {
      const pk = prefix + item.pk;
      const partition = this.#partitions.get(pk) ?? new Map<string, Cell>();
      this.#partitions.set(pk, partition);
      partition.set(item.sk, { item, before: undefined, changedAt: 0, writes: 1 });
      this.#show(prefix, pk, item, item, 1);
    }
  }

  put(prefix: string, input: ItemInput, version: number, writeId: string | undefined): Item {
    const item: Item = { ...input, version, writeId };
    this.#set(prefix, input, item);
    this.onStored?.(prefix, item);
    return item;
  }

  remove(prefix: string, key: Key): void {
    if (this.#partitions.get(prefix + key.pk)?.get(key.sk)?.item !== undefined) this.#set(prefix, key, undefined);
  }

  #set(prefix: string, key: Key, item: Item | undefined): void {
    const pk = prefix + key.pk;
    const partition = this.#partitions.get(pk) ?? new Map<string, Cell>();
    this.#partitions.set(pk, partition);
    const old = partition.get(key.sk);
    const writes = (old?.writes ?? 0) + 1;
    partition.set(key.sk, { item, before: old?.item, changedAt: this.#world.scheduler.time, writes });
    if (announcedKinds.has(item?.kind ?? '') || announcedKinds.has(old?.item?.kind ?? '')) this.#feed.append(prefix, { pk: key.pk, sk: key.sk }, old?.item, item);
    this.#follow(prefix, pk, key, old?.item, item, writes);
  }

  /** The index follows after its lag; of two updates of one item the later write stays, whichever comes last. */
  #follow(prefix: string, pk: string, key: Key, old: Item | undefined, item: Item | undefined, writes: number): void {
    if (old?.index === undefined && item?.index === undefined) return;
    const max = this.#world.mix.listLagMsMax;
    const show = (): void => this.#show(prefix, pk, key, item, writes);
    if (max === 0) show();
    else this.#world.scheduler.after(this.#world.random('list lag').int(0, max), show);
  }

  #show(prefix: string, pk: string, key: Key, item: Item | undefined, writes: number): void {
    const name = nameOf(pk, key.sk);
    const place = this.#places.get(name);
    if (place !== undefined && place.writes > writes) return;
    if (place?.lpk !== undefined) this.#index.get(place.lpk)?.delete(name);
    const lpk = item?.index === undefined ? undefined : prefix + item.index.lpk;
    this.#places.set(name, { lpk, writes });
    if (lpk === undefined || item?.index === undefined) return;
    const shown = this.#index.get(lpk) ?? new Map<string, Shown>();
    this.#index.set(lpk, shown.set(name, { entry: { pk: key.pk, sk: key.sk, ...item.index }, writes }));
  }

  #shownOf(cell: Cell, who: string): Item | undefined {
    const fresh = this.#world.scheduler.time - cell.changedAt > this.#world.mix.staleMsMax;
    return fresh || !this.#world.strikes('stale', who) ? cell.item : cell.before;
  }
}

function live(item: Item | undefined, now: number): Item | undefined {
  return item === undefined || isExpired(item, now) ? undefined : item;
}

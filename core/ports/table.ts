import type { Workspace } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';

/** An item's key inside one workspace; adapters put the workspace in front. Parts are already escaped (see `core/model/keys.ts`). */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** An item's place in the keys-only index `L`, with the two attributes that travel with it. */
export interface IndexEntry {
  readonly lpk: string;
  readonly lsk: string;
  readonly label?: string;
  readonly state?: string;
}

/** What a caller writes. */
export interface ItemInput extends Key {
  /** What the item is (`entity`, `record`, `history` …): the change feed filters on it. */
  readonly kind: string;
  readonly body: JsonObject;
  readonly index?: IndexEntry;
  /** Seconds since 1970 after which the store may drop the item. */
  readonly expiresAt?: number;
  /** Fencing token of a lease, compared by `{ token }` guards; or a mark of the body's content for readers who need not look into it. */
  readonly token?: string;
}

/** What a caller reads. `version` counts writes of this key: 1 after the first. */
export interface Item extends ItemInput {
  readonly version: number;
  readonly writeId?: string;
}

/** What must hold of the stored item for an operation to happen. */
export type Guard = 'absent' | 'any' | { readonly version: number } | { readonly token: string };

/** One part of a write. A put stores `version + 1` of what was there (absent counts as 0). */
export type Op =
  | { readonly op: 'put'; readonly item: ItemInput; readonly when: Guard }
  | { readonly op: 'delete'; readonly key: Key; readonly when: Guard }
  | { readonly op: 'check'; readonly key: Key; readonly when: Guard };

/** The outcome of a write. `which` holds the indexes of the operations whose guard failed; nothing was written then. */
export type WriteResult = { readonly state: 'ok' } | { readonly state: 'conflict'; readonly which: readonly number[] } | { readonly state: 'throttled' };

/** A slice of one partition in sort-key order (UTF-8 bytes). `prefix` excludes `from`/`to`; both bounds are inclusive. */
export interface QueryOptions {
  readonly prefix?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  /** Exclusive start: the `next` of the page before. */
  readonly after?: string;
  readonly reverse?: boolean;
  readonly consistent?: boolean;
}

/** How items are read by key. */
export interface GetOptions {
  readonly consistent?: boolean;
  /** Tokens, in the order of the keys: an item that has the one told for it may come without its body and its place in the index, as whoever asks knows what it holds. For plain reads. */
  readonly tokens?: readonly string[];
}

/** A page of items; `next` is absent on the last. */
export interface ItemPage {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** A page of index entries; the index may lag and show what is gone: read the item before acting. */
export interface IndexPage {
  readonly entries: readonly (Key & IndexEntry)[];
  readonly next?: string;
}

/** A bounded set of strings kept in one item. `full` turns true, for good, when a value did not fit. */
export interface SetAfter {
  readonly values: readonly string[];
  readonly full: boolean;
}

/** One workspace's view of the table. Every method may reject with a retryable `SynclineError` when the store is away. */
export interface Table {
  readonly workspace: Workspace;
  /** Items by key, in the order asked, `undefined` where there is none. At most {@link tableLimits.getKeys} keys. */
  get(keys: readonly Key[], options?: GetOptions): Promise<readonly (Item | undefined)[]>;
  query(pk: string, options?: QueryOptions): Promise<ItemPage>;
  list(lpk: string, options?: Omit<QueryOptions, 'consistent'>): Promise<IndexPage>;
  /** One operation plain, several as one transaction (no key twice). A conflict caused by our own earlier try (`writeId` stored) is `ok`. */
  write(ops: readonly Op[], options?: { readonly writeId?: string }): Promise<WriteResult>;
  /** Adds values to the set item at `key` (created when absent, kind `key`) up to {@link tableLimits.setValues}; returns the set after. Strongly consistent. */
  addToSet(key: Key, values: readonly string[]): Promise<SetAfter>;
  /** Reads everything of the workspace in `segment` of `segments`, for jobs. */
  scan(segment: number, segments: number, after?: string): Promise<ItemPage>;
}

/** The only way to a table. */
export interface Tables {
  in(workspace: Workspace): Table;
}

/** Limits that all adapters enforce (DynamoDB's, rounded down). */
export const tableLimits = {
  getKeys: 100,
  writeOps: 100,
  writeBytes: 4_000_000,
  itemBytes: 400_000,
  pkBytes: 2_048,
  skBytes: 1_024,
  setValues: 64,
  pageItems: 1_000,
} as const;

/** Set items are read as items of kind `key` whose body is `{ values, full }`. */
export const setKind = 'key';

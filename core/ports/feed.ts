import type { Workspace } from '../model/ids.ts';
import type { BatchResponse } from './queue.ts';
import type { Item, Key } from './table.ts';

/** One change of one item: the commit is the announcement. In order per item, at least once. */
export interface Change {
  /** Position in the feed; what a partial failure names. */
  readonly id: string;
  readonly workspace: Workspace;
  readonly key: Key;
  readonly at: number;
  readonly old?: Item;
  readonly new?: Item;
}

/** What relay is called with; it answers with the first bad change, and the feed starts again there. */
export interface ChangeEvent {
  readonly changes: readonly Change[];
}

/** A consumer of the change feed. */
export type ChangeHandler = (event: ChangeEvent) => Promise<BatchResponse>;

/** Kinds of item whose changes are announced. */
export const announcedKinds: ReadonlySet<string> = new Set(['entity', 'record', 'document']);

/** Changes in one call of a consumer (DynamoDB streams allow more; relay's packs stay small). */
export const feedBatchMax = 500;

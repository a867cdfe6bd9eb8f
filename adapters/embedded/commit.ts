import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { storeUnavailable } from './errors.ts';

interface Group {
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Group commit: work of one turn of the event loop runs at once, inside one transaction, and is answered when that transaction is on disk.
 *
 *   turn:   work A · work B · work C │ COMMIT + fsync │ A, B and C are answered
 */
export class GroupCommit {
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #afterCommit: (() => void)[] = [];
  readonly #afterRollback: (() => void)[] = [];
  #group: Group | undefined;
  #closed = false;

  constructor(db: DatabaseSync) {
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
  }

  /** Calls `hear` after every commit, before anyone is answered. */
  onCommit(hear: () => void): void {
    this.#afterCommit.push(hear);
  }

  /** Calls `hear` after a rollback: what was cached is no longer true. */
  onRollback(hear: () => void): void {
    this.#afterRollback.push(hear);
  }

  /** Runs work; the promise resolves once it is durable. Work refuses by `RangeError` before it writes; anything else it throws undoes the whole group. */
  run<T>(work: () => T): Promise<T> {
    let group: Group;
    try {
      group = this.#open();
      const value = work();
      return group.done.then(() => value);
    } catch (cause) {
      return Promise.reject(cause instanceof RangeError ? cause : this.#fail(cause));
    }
  }

  /** Something was written that is not on disk yet. */
  get busy(): boolean {
    return this.#group !== undefined;
  }

  /** Resolves when everything written so far is durable. */
  settled(): Promise<void> {
    return this.#group?.done ?? Promise.resolve();
  }

  /** Commits what is open and refuses all later work. */
  close(): void {
    this.#flush();
    this.#closed = true;
  }

  #open(): Group {
    if (this.#closed) throw new Error('the store is closed');
    if (this.#group !== undefined) return this.#group;
    this.#begin.run();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined); // everybody who waits hears of it by a promise of their own
    this.#group = { done: promise, resolve, reject };
    setImmediate(() => this.#flush());
    return this.#group;
  }

  #flush(): void {
    const group = this.#group;
    if (group === undefined) return;
    try {
      this.#commit.run();
    } catch (cause) {
      this.#fail(cause);
      return;
    }
    this.#group = undefined;
    for (const hear of this.#afterCommit) hear();
    group.resolve();
  }

  /** Undoes the group and rejects all of it. */
  #fail(cause: unknown): Error {
    const error = storeUnavailable(cause);
    const group = this.#group;
    this.#group = undefined;
    if (group === undefined) return error;
    try {
      this.#rollback.run();
    } catch {
      // SQLite has rolled back by itself (disk full, I/O error)
    }
    for (const hear of this.#afterRollback) hear();
    group.reject(error);
    return error;
  }
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SynclineError } from '../../core/model/error.ts';
import { storeUnavailable } from './errors.ts';
import type { Journal } from './journal.ts';

/** What is kept in memory between folds, and can write itself into the tables. */
export interface Foldable {
  /** Writes everything new into the tables, inside the fold's transaction. May be called again when that fails. */
  fold(): void;
  /** The fold is on disk: what was new is no longer. */
  folded(): void;
}

/** Undoes one change of a map. */
type Undo = readonly [map: Map<unknown, unknown>, key: unknown, before: unknown];

interface Group {
  readonly lines: string[];
  readonly undo: Undo[];
  readonly inFile: (() => void)[];
  readonly dirty: Set<string>;
  bytes: number;
  mark: number | undefined;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** The journal is folded into the tables at this many bytes: all of it lies in memory until then, a start reads it again in a fraction of a second, and what changes twice within it is written to the tables once. */
const foldBytes = 2_000_000;

/**
 * Group commit: work of one turn of the event loop runs at once, in memory, and is answered when one frame of the journal that holds all of it is on disk.
 * While that is written the next group is gathered. From time to time everything new is folded into the tables in one transaction.
 *
 *   turn:  work A · work B · work C │ one frame, synced │ A, B and C are answered     … fold ▶ tables
 */
export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #journal: Journal | undefined;
  readonly #setFolded: StatementSync;
  readonly #foldables: Foldable[] = [];
  readonly #afterCommit: ((mark: number | undefined) => void)[] = [];
  readonly #afterRollback: ((why: SynclineError) => void)[] = [];
  /** The group that is gathered, and the one that is being written. */
  #open: Group | undefined;
  #flying: Group | undefined;
  #wantFold = false;
  #closed = false;

  /** Without a journal (a store in memory has no file beside it) every commit is a fold. */
  constructor(db: DatabaseSync, journal: Journal | undefined) {
    this.#db = db;
    this.#setFolded = db.prepare('UPDATE journal SET folded = ?');
    this.#journal = journal;
  }

  /** Whoever keeps something in memory between folds says so once, before the first write. */
  keep(foldable: Foldable): void {
    this.#foldables.push(foldable);
  }

  /** Calls `hear` after every commit with its last {@link mark}, before anyone is answered. */
  onCommit(hear: (mark: number | undefined) => void): void {
    this.#afterCommit.push(hear);
  }

  /** Calls `hear` after a rollback: what was cached is no longer true. */
  onRollback(hear: (why: SynclineError) => void): void {
    this.#afterRollback.push(hear);
  }

  /** Runs work; the promise resolves once it is durable. Work refuses by `RangeError` before it writes; anything else it throws undoes everything that is not durable. */
  run<T>(work: () => T): Promise<T> {
    try {
      const group = this.#gather();
      const value = work();
      return group.done.then(() => value);
    } catch (cause) {
      return Promise.reject(cause instanceof RangeError ? cause : this.#fail(cause));
    }
  }

  /** Notes a line in the journal; call it inside {@link run} only. A second line belongs to the first. */
  note(line: string, more?: string): void {
    const group = this.#open as Group;
    group.lines.push(line);
    group.bytes += line.length;
    if (more === undefined) return;
    group.lines.push(more);
    group.bytes += more.length;
  }

  /** Changes a map so that a rollback undoes it (`undefined` deletes); call it inside {@link run} only. */
  set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const group = this.#open;
    if (group !== undefined) group.undo.push([map as Map<unknown, unknown>, key, map.get(key)]);
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  /** Does this to the tables themselves, with the fold that commits the group; call it inside {@link run} only. For what is rare: such a group is never quick. */
  inFile(work: () => void): void {
    this.#open?.inFile.push(work);
  }

  /** Says that a partition holds what is not on disk yet; call it inside {@link run} only. */
  touch(pk: string): void {
    this.#open?.dirty.add(pk);
  }

  /** Numbers what the group holds: a commit tells the highest number that it made durable; call it inside {@link run} only. */
  mark(number: number): void {
    if (this.#open !== undefined) this.#open.mark = number;
  }

  /** Resolves when what this partition holds is durable; undefined when it is. */
  whenDurable(pk: string): Promise<void> | undefined {
    if (this.#open?.dirty.has(pk)) return this.#open.done;
    return this.#flying?.dirty.has(pk) ? this.#flying.done : undefined;
  }

  /** Something was written that is not on disk yet. */
  get busy(): boolean {
    return this.#open !== undefined || this.#flying !== undefined;
  }

  /** Resolves when everything written so far is durable. */
  settled(): Promise<void> {
    return (this.#open ?? this.#flying)?.done ?? Promise.resolve();
  }

  /** Asks for a fold with the next commit. */
  foldSoon(): void {
    this.#wantFold = true;
  }

  /** Folds everything new into the tables, what is not durable yet included: it is durable then. Throws when the file cannot be written; nothing is lost or undone by that. */
  fold(): void {
    const groups = this.#groups();
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      for (const foldable of this.#foldables) foldable.fold();
      for (const group of groups) for (const work of group.inFile) work();
      if (this.#journal !== undefined) this.#setFolded.run(this.#journal.generation);
      this.#db.exec('COMMIT');
    } catch (cause) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#journal?.foldFailed();
      throw storeUnavailable(cause);
    }
    this.#journal?.restart();
    this.#wantFold = false;
    for (const foldable of this.#foldables) foldable.folded();
    [this.#open, this.#flying] = [undefined, undefined];
    this.#durable(groups);
  }

  /** Leaves nothing in the files but what is stored now: folds, writes the database anew without its free pages, empties its log and what older commits have left in the journal. Nothing else is done meanwhile, about a second per 100 MB. */
  async scrub(): Promise<void> {
    this.fold();
    try {
      this.#db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
      await this.#journal?.wipe();
    } catch (cause) {
      throw storeUnavailable(cause);
    }
  }

  /** Commits what is open and refuses all later work. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.fold();
    } catch (cause) {
      this.#fail(cause);
      await this.#journal?.close('kept');
      throw cause;
    }
    await this.#journal?.close('folded');
  }

  #gather(): Group {
    if (this.#closed) throw new Error('the store is closed');
    if (this.#open !== undefined) return this.#open;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined); // everybody who waits hears of it by a promise of their own
    this.#open = { lines: [], undo: [], inFile: [], dirty: new Set(), bytes: 0, mark: undefined, done: promise, resolve, reject };
    if (this.#flying === undefined) setImmediate(() => this.#flush());
    return this.#open;
  }

  #groups(): readonly Group[] {
    return [this.#flying, this.#open].filter((group) => group !== undefined);
  }

  #flush(): void {
    const group = this.#open;
    if (group === undefined || this.#flying !== undefined) return;
    const journal = this.#journal;
    if (journal === undefined || group.inFile.length > 0 || this.#wantFold || journal.size + group.bytes > foldBytes) {
      try {
        this.fold();
      } catch (cause) {
        this.#fail(cause);
      }
      return;
    }
    if (group.lines.length === 0) {
      this.#open = undefined; // all of it was refused, or had nothing to say
      this.#durable([group]);
      return;
    }
    [this.#open, this.#flying] = [undefined, group];
    journal.append(group.lines).then(
      () => this.#landed(group),
      (cause: unknown) => (this.#flying === group ? this.#fail(cause) : undefined),
    );
  }

  /** A fold, or a failure of what came after, may have answered the group already. */
  #landed(group: Group): void {
    if (this.#flying !== group) return;
    this.#flying = undefined;
    this.#durable([group]);
    this.#flush();
  }

  #durable(groups: readonly Group[]): void {
    const marks = groups.flatMap((group) => group.mark ?? []);
    for (const hear of this.#afterCommit) hear(marks.at(-1));
    for (const group of groups) group.resolve();
  }

  /** Undoes all that is not durable, newest first, and rejects it. */
  #fail(cause: unknown): SynclineError {
    const error = storeUnavailable(cause);
    const groups = this.#groups();
    [this.#open, this.#flying] = [undefined, undefined];
    this.#journal?.giveUp();
    for (const group of groups.toReversed()) for (const [map, key, before] of group.undo.toReversed()) before === undefined ? map.delete(key) : map.set(key, before);
    if (groups.length > 0) for (const hear of this.#afterRollback) hear(error);
    for (const group of groups) group.reject(error);
    return error;
  }
}

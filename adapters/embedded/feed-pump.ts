import type { Change, ChangeHandler } from '../../core/ports/feed.ts';
import { feedBatchMax } from '../../core/ports/feed.ts';
import type { Feed } from './feed.ts';

/** What the feed's consumer is made of. */
export interface FeedPumpParts {
  readonly feed: Feed;
  readonly handler: ChangeHandler;
  readonly onError: (error: unknown) => void;
  /** Called whenever work has ended. */
  readonly moved: () => void;
}

/** A change that fails is tried again after this long, doubling up to the last; those behind it wait, which keeps the order. */
const retryMs = { first: 200, last: 30_000 } as const;

/** Changes are left alone this long while their writers go on, so that the handler sees a record and its entity together instead of asking for a fold that is under way. */
const lingerMs = 100;

/** With so many changes waiting the first of them are old enough. */
const backlog = 8 * feedBatchMax;

/** Hands changes to their handler in order, one batch at a time, and starts again at the first that failed. */
export class FeedPump {
  readonly #parts: FeedPumpParts;
  #running: Promise<void> | undefined;
  #stopped = true;
  #wake: (() => void) | undefined;

  constructor(parts: FeedPumpParts) {
    this.#parts = parts;
    parts.feed.onChange(() => this.#pump());
  }

  /** Every change has been handled. */
  get quiet(): boolean {
    return this.#running === undefined && this.#parts.feed.size() === 0;
  }

  start(): void {
    this.#stopped = false;
    this.#pump();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  #pump(): void {
    if (this.#stopped || this.#running !== undefined) return;
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (!this.#stopped && this.#parts.feed.size() > 0 && this.#waiting(1).length > 0) this.#pump();
      this.#parts.moved();
    });
  }

  async #drain(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      const changes = await this.#next();
      if (changes?.length === 0) return;
      const done = changes !== undefined && (await this.#handle(changes)) === changes.length;
      failures = done ? 0 : failures + 1;
      if (failures > 0) await this.#pause(Math.min(retryMs.first * 2 ** (failures - 1), retryMs.last));
    }
  }

  /** The next batch; undefined when the store failed, e.g. on a full disk: it is asked again. */
  async #next(): Promise<readonly Change[] | undefined> {
    try {
      if (this.#parts.feed.size() < backlog) await this.#parts.feed.settled(lingerMs);
      return this.#parts.feed.take(feedBatchMax);
    } catch (error) {
      this.#parts.onError(error);
      return undefined;
    }
  }

  #waiting(limit: number): readonly Change[] {
    try {
      return this.#parts.feed.take(limit);
    } catch (error) {
      this.#parts.onError(error);
      return [];
    }
  }

  /** How many changes, from the first on, were handled and acknowledged. */
  async #handle(changes: readonly Change[]): Promise<number> {
    try {
      const { batchItemFailures } = await this.#parts.handler({ changes });
      const failed = new Set(batchItemFailures.map((failure) => failure.itemIdentifier));
      const bad = changes.findIndex((change) => failed.has(change.id));
      const done = bad < 0 ? changes.length : bad;
      if (done > 0) await this.#parts.feed.ack((changes[done - 1] as Change).id);
      return done;
    } catch (error) {
      this.#parts.onError(error);
      return 0;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

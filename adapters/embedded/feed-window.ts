import type { Change } from '../../core/ports/feed.ts';

/** Changes kept; a consumer further behind reads the file. */
const changesMax = 2_048;

/** The newest changes with their images, in memory: all those after a number, or it does not know. */
export class FeedWindow {
  #entries: { readonly seq: number; readonly change: Change }[] = [];
  #after: number;

  /** `after`: nothing newer than this number has been noted. */
  constructor(after: number) {
    this.#after = after;
  }

  push(seq: number, change: Change): void {
    if (this.#entries.length >= changesMax) this.forget(seq - 1);
    this.#entries.push({ seq, change });
  }

  /** Changes after `from` up to `last`; undefined when some of them are only in the file. */
  take(from: number, last: number, limit: number): readonly Change[] | undefined {
    if (from < this.#after) return undefined;
    const start = this.#entries.findIndex((entry) => entry.seq > from);
    if (start < 0) return [];
    const taken: Change[] = [];
    for (let i = start; i < this.#entries.length && taken.length < limit; i += 1) {
      const entry = this.#entries[i];
      if (entry === undefined || entry.seq > last) break;
      taken.push(entry.change);
    }
    return taken;
  }

  /** Forgets changes up to a number. */
  drop(upTo: number): void {
    const keep = this.#entries.findIndex((entry) => entry.seq > upTo);
    this.#entries = keep < 0 ? [] : this.#entries.slice(keep);
  }

  /** Forgets all; what comes after `after` will be known again. */
  forget(after: number): void {
    this.#entries = [];
    this.#after = after;
  }
}

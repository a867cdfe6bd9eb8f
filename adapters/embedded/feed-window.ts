import type { Change } from '../../core/ports/feed.ts';

/** Changes kept; a consumer further behind reads the file. */
const changesMax = 2_048;

/** A change with what its row needs. */
export interface Noted {
  readonly seq: number;
  /** Its item's partition, with the workspace's prefix. */
  readonly pk: string;
  /** The number of the item's change before. */
  readonly previous: number | null;
  readonly change: Change;
}

/** The newest changes with their images, in memory: all those after a number, or it does not know. */
export class FeedWindow {
  #noted: Noted[] = [];
  #after: number;

  /** `after`: nothing newer than this number has been noted. */
  constructor(after: number) {
    this.#after = after;
  }

  /** There are more than should be kept: what the file has can be {@link forget forgotten}. */
  get overfull(): boolean {
    return this.#noted.length > changesMax;
  }

  push(noted: Noted): void {
    this.#noted.push(noted);
  }

  /** All those after a number. */
  since(seq: number): readonly Noted[] {
    return this.#noted.slice(this.#first(seq));
  }

  /** Changes after `from` up to `last`; undefined when some of them are only in the file. */
  take(from: number, last: number, limit: number): readonly Change[] | undefined {
    if (from < this.#after) return undefined;
    const taken: Change[] = [];
    for (let i = this.#first(from); i < this.#noted.length && taken.length < limit; i += 1) {
      const noted = this.#noted[i];
      if (noted === undefined || noted.seq > last) break;
      taken.push(noted.change);
    }
    return taken;
  }

  /** It knows nothing up to this number. */
  get after(): number {
    return this.#after;
  }

  /** Drops changes up to a number that was acknowledged. Answers how many. */
  drop(upTo: number): number {
    const count = this.#first(upTo);
    this.#noted = this.#noted.slice(count);
    return count;
  }

  /** Drops changes after a number: they were undone. Answers how many. */
  undo(after: number): number {
    const keep = this.#first(after);
    return this.#noted.splice(keep).length;
  }

  /** Forgets all; what comes after `after` will be known again. */
  forget(after: number): void {
    this.#noted = [];
    this.#after = after;
  }

  /** Where the first change after a number lies. Numbers are in order. */
  #first(seq: number): number {
    let [low, high] = [0, this.#noted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#noted[middle] as Noted).seq > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** A message waiting or being worked on. Times are monotonic ms, so that a clock that jumps moves nothing. */
export interface Entry {
  readonly id: number;
  readonly group: string;
  readonly sentAt: number;
  receives: number;
  due: number;
  /** When it was last handed out. */
  claimedAt?: number;
  /** Kept while memory allows; else read from the file. */
  body: string | undefined;
}

/** The order of one queue: messages that are due, fair between groups, and a heap of those that are not yet. */
export class Schedule {
  readonly #ready = new Map<string, Entry[]>();
  readonly #later: Entry[] = [];
  /** Fewest receives first: those that only lay beside the one that kills are through before it is tried again. */
  readonly #suspects: Entry[] = [];
  #tried: Entry | undefined;
  #readyCount = 0;

  /** Messages that are due, as of the last {@link wake}. */
  get ready(): number {
    return this.#readyCount + this.#suspects.length;
  }

  /** Messages that can be taken now. */
  get open(): number {
    return this.#readyCount + (this.#tried === undefined && this.#suspects.length > 0 ? 1 : 0);
  }

  get later(): number {
    return this.#later.length;
  }

  /** When the next delayed message is due, monotonic ms. */
  get nextDue(): number | undefined {
    return this.#later[0]?.due;
  }

  add(entry: Entry, now: number): void {
    if (entry.due <= now) this.#makeReady(entry);
    else push(this.#later, entry);
  }

  /** Adds a message whose worker died with its process. Which of those in flight killed it nobody knows: one of them at a time is tried, so that the others are not blamed with it. */
  suspect(entry: Entry): void {
    const at = this.#suspects.findIndex((other) => other.receives > entry.receives);
    this.#suspects.splice(at < 0 ? this.#suspects.length : at, 0, entry);
  }

  /** Whoever had it is alive: the next suspect may be tried. */
  survived(entry: Entry): void {
    if (this.#tried === entry) this.#tried = undefined;
  }

  /** Moves what has become due. */
  wake(now: number): void {
    for (let first = this.#later[0]; first !== undefined && first.due <= now; first = this.#later[0]) {
      pop(this.#later);
      this.#makeReady(first);
    }
  }

  /** Takes up to `max` messages: a suspect when none is being tried, then one of each group in turn, so that no group waits behind another's backlog. */
  take(max: number): Entry[] {
    const taken: Entry[] = [];
    if (this.#tried === undefined && this.#suspects.length > 0) {
      this.#tried = this.#suspects.shift() as Entry;
      taken.push(this.#tried);
    }
    while (taken.length < max && this.#readyCount > 0) {
      for (const [group, entries] of this.#ready) {
        taken.push(entries.shift() as Entry);
        this.#readyCount -= 1;
        this.#ready.delete(group);
        if (entries.length > 0) this.#ready.set(group, entries); // to the end of the round
        break;
      }
    }
    return taken;
  }

  #makeReady(entry: Entry): void {
    const entries = this.#ready.get(entry.group);
    if (entries === undefined) this.#ready.set(entry.group, [entry]);
    else entries.push(entry);
    this.#readyCount += 1;
  }
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if ((heap[parent] as Entry).due <= entry.due) break;
    heap[at] = heap[parent] as Entry;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): void {
  const entry = heap.pop();
  if (entry === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] as Entry).due < (heap[child] as Entry).due) child += 1;
    if ((heap[child] as Entry).due >= entry.due) break;
    heap[at] = heap[child] as Entry;
    at = child;
  }
  heap[at] = entry;
}

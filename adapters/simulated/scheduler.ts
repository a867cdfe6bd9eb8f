import { setImmediate as eventLoopTurned } from 'node:timers/promises';
import type { Random } from './random.ts';

/** After this many steps the event loop turns once, so that the process still hears its timers and signals. */
const stepsPerTurn = 1_000;

/** Resolves when no microtask is left: ticks come after all of them, and cost a tenth of a turn of the event loop. */
const microtasksDone = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

interface Event {
  readonly time: number;
  readonly tie: number;
  readonly run: () => void;
  readonly background: boolean;
}

/** Virtual time: a heap of what happens next; equal times are ordered by seeded chance. */
export class Scheduler {
  readonly #heap: Event[] = [];
  readonly #ties: Random;
  #time: number;
  #foreground = 0;
  #steps = 0;

  constructor(ties: Random, start: number) {
    this.#ties = ties;
    this.#time = start;
  }

  /** Virtual ms since 1970. */
  get time(): number {
    return this.#time;
  }

  /** Events run so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Things are still to happen that were not marked `background`. */
  get busy(): boolean {
    return this.#foreground > 0;
  }

  /** Runs `run` after `delayMs`. Background events (ticks, deadlines) do not keep the world busy. */
  after(delayMs: number, run: () => void, background = false): void {
    const event: Event = { time: this.#time + delayMs, tie: this.#ties.next(), run, background };
    if (!background) this.#foreground += 1;
    let at = this.#heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(event, this.#heap[parent] as Event)) break;
      this.#heap[at] = this.#heap[parent] as Event;
      at = parent;
    }
    this.#heap[at] = event;
  }

  /** Time of the next event. */
  get next(): number | undefined {
    return this.#heap[0]?.time;
  }

  /** Runs the next event and everything that follows from it without waiting; false when there is none. */
  async step(): Promise<boolean> {
    const event = this.#pop();
    if (event === undefined) return false;
    this.#time = Math.max(this.#time, event.time);
    if (!event.background) this.#foreground -= 1;
    this.#steps += 1;
    event.run();
    await (this.#steps % stepsPerTurn === 0 ? eventLoopTurned() : microtasksDone());
    return true;
  }

  /** Lets time pass to `time` when nothing is due before. */
  idleTo(time: number): void {
    this.#time = Math.max(this.#time, time);
  }

  #pop(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      if (!before(heap[child] as Event, last)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function before(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.tie < b.tie);
}

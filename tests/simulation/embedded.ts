import { inMemory } from '../../adapters/embedded/in-memory.ts';
import { openEmbedded } from '../../adapters/embedded/open.ts';
import { type Runner, startRunner } from '../../adapters/embedded/runner.ts';
import type { Ports } from '../../adapters/ports.ts';
import type { Outcome } from '../../adapters/simulated/outcome.ts';
import type { Simulation } from '../../adapters/simulated/simulation.ts';
import { minuteMs } from '../../core/model/time.ts';
import { tick } from '../../core/sync/tick.ts';
import { act } from './play.ts';
import type { Scenario } from './scenario.ts';
import { buildSetup, handlersOf, type Setup } from './setup.ts';

/** After the last event the world gets this long, as in the simulation. */
const calmMs = 10 * minuteMs;

/** The workload of a scenario without faults on the embedded adapters: the same people, systems and handlers, the product's own store, queues and feed, under a clock that moves from one thing that is due to the next. */
export class EmbeddedRun {
  readonly setup: Setup;
  readonly ports: Ports;
  readonly #store;
  readonly #later: { readonly at: number; readonly run: () => void }[] = [];
  readonly #open = new Set<Promise<unknown>>();
  #now: number;

  constructor(scenario: Scenario) {
    const built = buildSetup(scenario);
    this.#now = built.sim.now();
    this.#store = openEmbedded({ file: inMemory, clock: { now: () => this.#now } });
    this.ports = { ...this.#store, http: { request: async (request) => this.#vendor(request.url).answer(request, this.#now) } };
    // What people and systems ask of the simulation, asked of this run.
    const stage: Pick<Simulation, 'now' | 'note' | 'at' | 'spawn'> = {
      now: () => this.#now,
      note: () => undefined,
      at: (ms, run) => void this.#later.push({ at: this.#now + ms, run }),
      spawn: (_, work) => this.#work(work),
    };
    this.setup = { ...built, sim: stage as Simulation };
    for (const event of scenario.events) stage.at(event.at, () => act(this.setup, event));
    for (let at = minuteMs; at <= scenario.workMs + calmMs; at += minuteMs) stage.at(at, () => void this.#work((ports) => tick(this.setup.worldOf(ports))));
  }

  /** Plays everything. */
  async play(): Promise<void> {
    const end = Math.max(...this.#later.map((l) => l.at));
    for (let due = await this.#rest(); this.#now < end; due = await this.#rest()) {
      this.#now = Math.min(due ?? end, ...this.#later.map((l) => l.at));
      const ripe = this.#later.filter((l) => l.at <= this.#now);
      for (const { run } of ripe) run();
      this.#later.splice(0, this.#later.length, ...this.#later.filter((l) => !ripe.includes(l)));
    }
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  /** Lets everything that is due now come to its end; when the next thing is due. */
  async #rest(): Promise<number | undefined> {
    const runner: Runner = startRunner({ store: this.#store, handlers: { ...handlersOf(this.setup, this.ports), tick: async () => undefined }, tickMs: 0 });
    let next: { readonly nextDueInMs?: number };
    do {
      await Promise.all(this.#open);
      next = await runner.idle();
    } while (this.#open.size > 0);
    await runner.stop();
    return next.nextDueInMs === undefined ? undefined : this.#now + Math.max(1, next.nextDueInMs);
  }

  async #work<T>(work: (ports: Ports) => Promise<T>): Promise<Outcome<T>> {
    const running = work(this.ports);
    this.#open.add(running);
    try {
      return { state: 'done', value: await running };
    } finally {
      this.#open.delete(running);
    }
  }

  #vendor(url: string): Setup['vendors'][string] & object {
    const name = new URL(url).host.split('.')[1] ?? '';
    const vendor = this.setup.vendors[name];
    if (vendor === undefined) throw new RangeError(`no system is at ${url}`);
    return vendor;
  }
}

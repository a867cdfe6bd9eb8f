import type { ChangeHandler } from '../../core/ports/feed.ts';
import type { OutMessage, QueueHandler, QueueName } from '../../core/ports/queue.ts';
import type { Item } from '../../core/ports/table.ts';
import { type BusRule, busRules } from '../bus-rules.ts';
import { queueNames } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { UnitMeter } from '../units.ts';
import { type ClockJump, CoreWorld, type HeldCall } from './core-world.ts';
import { calm, type FaultMix } from './faults.ts';
import { FeedState } from './feed-state.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Invocation } from './invocation.ts';
import { NoMeter } from './no-meter.ts';
import { answerOf, type Outcome } from './outcome.ts';
import { type FakeVendor, portsFor, type SimState } from './ports.ts';
import { QueueState } from './queue-state.ts';
import type { Random } from './random.ts';
import { type StoredItem, TableState } from './table-state.ts';
import { type HeldText, textsOf, waitingOf } from './texts.ts';

/** How a simulation is made; the same seed, mix and code give the same run. */
export interface SimulationOptions {
  readonly seed: number;
  readonly mix?: FaultMix;
  /** Virtual ms since 1970 at the start. */
  readonly start?: number;
  readonly busRules?: readonly BusRule[];
  /** An invocation that runs longer than this (virtual ms) is ended, as Lambda does. */
  readonly timeLimitMs?: number;
  /** Lines of the trace to keep; a few hundred unless told. */
  readonly traceLines?: number;
  /** False: units are not counted, which saves a fifth of the time. */
  readonly metered?: boolean;
}

/** Until when to run: nothing left to do (delayed messages included, ticks not), or a virtual time in ms since 1970. */
export type Until = 'idle' | number;

const defaultStart = Date.UTC(2026, 0, 5, 8);
const defaultTimeLimitMs = 300_000;

/** More events than this in one run are a loop. */
const stepsMax = 2_000_000;
/** A world that is not at rest after so long (virtual ms) never will be: whatever is left is put off again and again. */
const idleWithinMs = 24 * 3_600_000;

/**
 * A world of virtual time in which the product's own handlers run on simulated ports.
 *
 * ```ts
 * const world = createSimulation({ seed: 42, mix: swarm(new Random(42, 'mix')) });
 * world.vendor('crm.example', crm.answer);
 * world.consume('inbound', (ports) => inboundHandler(useCases(ports)));   // one invocation, with its own ports, per delivery
 * world.consumeFeed((ports) => relayHandler(useCases(ports)));
 * world.every(60_000, 'tick', (ports) => tick(useCases(ports)));
 * world.at(5_000, () => crm.edit(…));                                    // the workload, outside of every crash domain
 * await world.run(world.now() + 3_600_000);                               // safety: an hour with faults
 * world.heal();
 * await world.run('idle');                                                // liveness: everything drains
 * ```
 *
 * Handlers must take time only from `ports.clock`, chance only from `ports.ids`, and wait only for ports: a real timer or socket would break the order.
 */
export class Simulation {
  /** Counts read and write units of all invocations. */
  readonly meter: UnitMeter;
  readonly #world: CoreWorld;
  readonly #feed: FeedState;
  readonly #state: SimState;
  readonly #timeLimitMs: number;
  readonly #alive = new Set<Invocation>();
  #spawned = 0;

  constructor(options: SimulationOptions) {
    this.#world = new CoreWorld(options.seed, options.mix ?? calm, options.start ?? defaultStart, options.traceLines);
    this.#feed = new FeedState(this.#world);
    this.meter = options.metered === false ? new NoMeter() : new UnitMeter();
    this.#timeLimitMs = options.timeLimitMs ?? defaultTimeLimitMs;
    this.#state = {
      world: this.#world,
      table: new TableState(this.#world, this.#feed),
      queues: new Map(queueNames.map((name) => [name, new QueueState(this.#world, name)])),
      blobs: new Map(),
      secrets: new Map(),
      vendors: new Map(),
      busRules: options.busRules ?? busRules,
      meter: this.meter,
    };
  }

  /** Virtual ms since 1970, without jumps and skew. */
  now(): number {
    return this.#world.scheduler.time;
  }

  /** A stream of chance for the workload; labels keep streams apart. */
  random(label: string): Random {
    return this.#world.random(`workload ${label}`);
  }

  /** Runs `work` as an invocation with a crash domain and ports of its own. The promise tells how it ended; it needs {@link run} to get there. */
  spawn<T>(label: string, work: (ports: Ports) => Promise<T>): Promise<Outcome<T>> {
    this.#spawned += 1;
    const invocation = new Invocation(this.#world, `${label}~${this.#spawned}`);
    this.#alive.add(invocation);
    this.#world.scheduler.after(this.#timeLimitMs, () => this.#overTime(invocation), true);
    return new Promise((resolve) => {
      const end = (outcome: Outcome<T>): void => {
        if (!this.#alive.delete(invocation)) return;
        this.#world.note(invocation.label, outcome.state);
        resolve(outcome);
      };
      invocation.onDeath(() => end({ state: 'crashed' }));
      const run = async (): Promise<T> => work(portsFor(this.#state, invocation));
      run().then(
        (value) => end({ state: 'done', value }),
        (error: unknown) => end({ state: 'threw', error }),
      );
    });
  }

  #overTime(invocation: Invocation): void {
    if (!this.#alive.has(invocation)) return;
    if (!invocation.waits) throw this.failure(`${invocation.label} hangs: it waits for what is not a port`);
    invocation.die('over its time');
  }

  /** Delivers a queue's messages, each batch to a handler made for an invocation of its own. */
  consume(queue: QueueName, make: (ports: Ports) => QueueHandler): void {
    this.#queue(queue).consume(async (Records) => answerOf(await this.spawn(queue, (ports) => make(ports)({ Records }))));
  }

  /** Delivers the change feed, likewise. */
  consumeFeed(make: (ports: Ports) => ChangeHandler): void {
    this.#feed.consume(async (changes) => answerOf(await this.spawn('feed', (ports) => make(ports)({ changes }))));
  }

  /** Spawns `work` every `ms`, for ticks. Does not keep the world busy. */
  every(ms: number, label: string, work: (ports: Ports) => Promise<unknown>): void {
    const again = (): void => {
      void this.spawn(label, work);
      this.#world.scheduler.after(ms, again, true);
    };
    this.#world.scheduler.after(ms, again, true);
  }

  /** Runs `work` at once in virtual time after `ms`: workload and vendors' users. */
  at(ms: number, work: () => void): void {
    this.#world.scheduler.after(ms, work);
  }

  /** Puts a fake vendor at a host (`name` or `name:port`, as in the URL). */
  vendor(host: string, vendor: FakeVendor): void {
    this.#state.vendors.set(host, vendor);
  }

  secret(name: string, text: string): void {
    this.#state.secrets.set(name, text);
  }

  /** Ends every invocation that runs, as a power cut would. */
  crashAll(): void {
    for (const invocation of [...this.#alive]) invocation.die('power cut');
  }

  /** Everything that the table holds, for {@link load} in another world. */
  dump(): StoredItem[] {
    return this.#state.table.dump();
  }

  /** Puts dumped items in place; nobody is told of them. */
  load(items: readonly StoredItem[]): void {
    this.#state.table.load(items);
  }

  /** A text that is the same for two worlds of one scenario whose tables, queues, feeds and blobs hold the same, whoever put it there in which order. Vendors keep their own state. */
  fingerprint(): string {
    return fingerprintOf(this.#state, this.#feed);
  }

  /** From now on `hear` is told of every item as it is stored, with the prefix of its workspace (`name#`): in the order of the effects, which is not that of the answers. */
  onStored(hear: (prefix: string, item: Item) => void): void {
    this.#state.table.onStored = hear;
  }

  /** From now on port calls happen when the gate lets them; undefined opens it for good. */
  setGate(gate: ((call: HeldCall) => void) | undefined): void {
    this.#world.gate = gate;
  }

  /** Changes the faults from now on. */
  setMix(mix: FaultMix): void {
    this.#world.mix = mix;
  }

  /** Ends all faults and sets the clocks right; what they did stays. */
  heal(): void {
    this.#world.mix = calm;
    this.#world.clockOffset = 0;
    this.#world.note('world', 'heals');
  }

  /** Runs the world. Throws with the trace when it loops or hangs. */
  async run(until: Until): Promise<void> {
    const { scheduler } = this.#world;
    const last = scheduler.steps + stepsMax;
    const latest = scheduler.time + idleWithinMs;
    while (until === 'idle' ? this.busy() : (scheduler.next ?? Number.POSITIVE_INFINITY) <= until) {
      if (!(await scheduler.step())) throw this.failure('the world hangs: there is work left and nothing will happen');
      if (scheduler.steps > last) throw this.failure('the world loops');
      if (until === 'idle' && scheduler.time > latest) throw this.failure(`the world never comes to rest: ${waitingOf(this.#state, [...this.#alive])}`);
    }
    if (until !== 'idle') scheduler.idleTo(until);
  }

  /** Runs `work` as an invocation and the world until it has ended; throws what it threw. For tests of the ports themselves. */
  async drive<T>(work: (ports: Ports) => Promise<T>): Promise<T> {
    const ended: Outcome<T>[] = [];
    void this.spawn('driver', work).then((outcome) => ended.push(outcome));
    await new Promise((resolve) => setImmediate(resolve));
    while (ended.length === 0) if (!(await this.#world.scheduler.step())) throw this.failure('the driver hangs: it waits for what is not a port');
    const [outcome] = ended;
    if (outcome?.state === 'done') return outcome.value;
    throw outcome?.state === 'threw' ? outcome.error : this.failure('the driver crashed');
  }

  /** True while something is left to do: an invocation, a message, a change, an event of the workload. */
  busy(): boolean {
    return this.#world.scheduler.busy || this.#alive.size > 0 || this.#feed.busy || [...this.#state.queues.values()].some((queue) => queue.busy);
  }

  /** Messages in a queue that are not acknowledged, and its dead letters. */
  depth(queue: QueueName): { readonly waiting: number; readonly dead: number } {
    return { waiting: this.#queue(queue).size, dead: this.#queue(queue).dead.length };
  }

  /** Everything that lies outside the table, as texts: messages, dead letters, blobs. For whoever looks for what must be nowhere. */
  texts(): readonly HeldText[] {
    return textsOf(this.#state);
  }

  /** Puts a message into a queue from outside of every invocation: an old one that comes again, or a broken one. */
  inject(queue: QueueName, message: OutMessage): void {
    this.#queue(queue).send(message);
  }

  /** Lets time pass in which nobody does anything: what was due meanwhile is late. */
  sleep(ms: number): void {
    this.#world.note('world', `sleeps for ${ms} ms`);
    this.#world.scheduler.idleTo(this.now() + ms);
  }

  /** Sends every dead letter back to its queue; how long each has been dead, ms. */
  redriveAll(): number[] {
    const ages: number[] = [];
    for (const queue of this.#state.queues.values()) for (const letter of [...queue.dead]) if (queue.redrive(letter.messageId)) ages.push(this.now() - letter.deadAt);
    return ages;
  }

  /** How often each fault has struck. */
  faults(): Readonly<Record<string, number>> {
    return this.#world.faults();
  }

  /** Each jump of the clocks so far; that {@link heal} sets them right is none. */
  get jumps(): readonly ClockJump[] {
    return this.#world.jumps;
  }

  /** Events run so far. */
  get steps(): number {
    return this.#world.scheduler.steps;
  }

  /** A line of the trace of one's own. */
  note(who: string, what: string): void {
    this.#world.note(who, what);
  }

  /** The last lines of the trace. */
  trace(lines = 50): readonly string[] {
    return this.#world.trace(lines);
  }

  /** An error that tells how to see it again: seed, mix and the last 50 lines. */
  failure(what: string): Error {
    return new Error(`${what}\nseed ${this.#world.seed} mix ${JSON.stringify(this.#world.mix)}\n${this.trace().join('\n')}`);
  }

  #queue(name: QueueName): QueueState {
    return this.#state.queues.get(name) as QueueState;
  }
}

/** Makes a world. */
export function createSimulation(options: SimulationOptions): Simulation {
  return new Simulation(options);
}

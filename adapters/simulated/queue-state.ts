import type { BatchResponse, DeadLetter, OutMessage, QueueName, ReceivedMessage } from '../../core/ports/queue.ts';
import { queueLimits } from '../../core/ports/queue.ts';
import { sourceOf } from '../messages.ts';
import type { CoreWorld } from './core-world.ts';

interface Held {
  readonly id: string;
  readonly body: string;
  readonly group: string;
  readonly sentAt: number;
  visibleAt: number;
  receives: number;
}

/** A message whose worker vanished comes again after this long, ms. */
export const visibilityMs = 180_000;

/** A message that its handler gave back comes again after this long. */
const retryMs = 1_000;

/** A zombie's message comes again within this time, while the first worker may still run. */
const zombieMsMax = 100;

/** Runs one call of the queue's handler; undefined when it died or threw. */
type Deliver = (messages: readonly ReceivedMessage[]) => Promise<BatchResponse | undefined>;

/** One simulated queue: at least once, no order, batches of any cut. */
export class QueueState {
  readonly name: QueueName;
  readonly dead: DeadLetter[] = [];
  readonly #world: CoreWorld;
  readonly #messages = new Map<string, Held>();
  #deliver: Deliver | undefined;
  #count = 0;

  constructor(world: CoreWorld, name: QueueName) {
    this.#world = world;
    this.name = name;
  }

  /** Messages that are not acknowledged. */
  get size(): number {
    return this.#messages.size;
  }

  /** What those messages say. */
  bodies(): string[] {
    return [...this.#messages.values()].map((message) => message.body);
  }

  /** Those messages and its dead letters, in no order: what will come of them depends on nothing else. */
  fingerprint(): string[] {
    const held = [...this.#messages.values()].map((m) => `${this.name} ${m.visibleAt} ${m.receives} ${m.group} ${m.body}`);
    return [...held, ...this.dead.map((letter) => `${this.name} dead ${letter.group} ${letter.body}`)].sort();
  }

  /** There are messages, and somebody to hand them to. */
  get busy(): boolean {
    return this.#messages.size > 0 && this.#deliver !== undefined;
  }

  /** Names the consumer; messages wait until there is one. */
  consume(deliver: Deliver): void {
    this.#deliver = deliver;
    for (const message of this.#messages.values()) this.#wakeAt(message.visibleAt);
  }

  send(message: OutMessage): void {
    this.#count += 1;
    const now = this.#world.scheduler.time;
    const held = this.#world.strikes('hold', this.name) ? this.#world.random('hold').int(0, this.#world.mix.holdMsMax) : 0;
    const visibleAt = now + (message.delaySeconds ?? 0) * 1_000 + held;
    const id = `${this.name}-${this.#count}`;
    this.#messages.set(id, { id, body: message.body, group: message.group, sentAt: now, visibleAt, receives: 0 });
    this.#wakeAt(visibleAt);
    if (!this.#world.strikes('duplicate', this.name)) return;
    this.#world.scheduler.after(visibleAt - now + this.#world.latency(), () => void this.#receive([...this.#messages.values()].filter((m) => m.id === id)));
  }

  redrive(messageId: string): boolean {
    const letter = this.#taken(messageId);
    if (letter !== undefined) this.send({ body: letter.body, group: letter.group });
    return letter !== undefined;
  }

  remove(messageId: string): boolean {
    return this.#taken(messageId) !== undefined;
  }

  #taken(messageId: string): DeadLetter | undefined {
    const at = this.dead.findIndex((letter) => letter.messageId === messageId);
    return at < 0 ? undefined : this.dead.splice(at, 1)[0];
  }

  /** Background, because `busy` already tells that there are messages. */
  #wakeAt(time: number): void {
    if (this.#deliver === undefined) return;
    this.#world.scheduler.after(Math.max(0, time - this.#world.scheduler.time) + this.#world.latency(), () => this.#poll(), true);
  }

  /** Cuts what is visible into batches, in any order, and delivers them at the same time. */
  #poll(): void {
    const now = this.#world.scheduler.time;
    const visible = this.#world.random('order').shuffled([...this.#messages.values()].filter((m) => m.visibleAt <= now));
    while (visible.length > 0) void this.#receive(visible.splice(0, this.#world.random('batch').int(1, queueLimits.batch)));
  }

  async #receive(batch: readonly Held[]): Promise<void> {
    const alive = batch.filter((message) => this.#claim(message));
    if (alive.length === 0 || this.#deliver === undefined) return;
    const response = await this.#deliver(alive.map((message) => this.#received(message)));
    if (response === undefined) return; // the messages come again when their deadline passes
    const failed = new Set(response.batchItemFailures.map((failure) => failure.itemIdentifier));
    for (const message of alive) {
      if (failed.has(message.id)) this.#hide(message, retryMs);
      else if (!this.#world.strikes('ackLost', this.name)) this.#messages.delete(message.id);
    }
  }

  /** Counts a receive and hides the message; too many receives bury it. */
  #claim(message: Held): boolean {
    if (message.receives >= queueLimits.receives) {
      this.#messages.delete(message.id);
      this.dead.push({ messageId: message.id, body: message.body, group: message.group, receives: message.receives, sentAt: message.sentAt, deadAt: this.#world.scheduler.time });
      this.#world.note(this.name, `dead letter ${message.id}`);
      return false;
    }
    message.receives += 1;
    const lapses = this.#world.strikes('zombie', this.name);
    this.#hide(message, lapses ? this.#world.random('zombie').int(1, zombieMsMax) : visibilityMs);
    return true;
  }

  #hide(message: Held, ms: number): void {
    message.visibleAt = this.#world.scheduler.time + ms;
    this.#wakeAt(message.visibleAt);
  }

  #received(message: Held): ReceivedMessage {
    return {
      messageId: message.id,
      receiptHandle: `${message.id}.${message.receives}`,
      body: message.body,
      attributes: { ApproximateReceiveCount: String(message.receives), SentTimestamp: String(message.sentAt), MessageGroupId: message.group },
      eventSourceARN: sourceOf(this.name),
    };
  }
}

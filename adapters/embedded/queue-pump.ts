import type { BatchResponse, QueueHandler, QueueName, ReceivedMessage } from '../../core/ports/queue.ts';
import type { Broker } from './broker.ts';

/** What one queue's consumer is made of. */
export interface QueuePumpParts {
  readonly queue: QueueName;
  readonly broker: Broker;
  readonly handler: QueueHandler;
  readonly concurrency: number;
  readonly batch: number;
  readonly retryMs: (receives: number) => number;
  readonly onError: (error: unknown) => void;
  /** Called whenever work has ended. */
  readonly moved: () => void;
}

/** A store that cannot be read or written is tried again after this long. */
const storeRetryMs = 1_000;

/** Timers hold at most 2^31 ms; a longer wait is looked at again after a day. */
const timerMsMax = 86_400_000;

/** Hands one queue's messages to its handler, as many calls at a time as are allowed. */
export class QueuePump {
  readonly #parts: QueuePumpParts;
  #running = 0;
  #stopped = true;
  #timer: NodeJS.Timeout | undefined;
  #ended: (() => void) | undefined;

  constructor(parts: QueuePumpParts) {
    this.#parts = parts;
    parts.broker.onSend((queue) => (queue === parts.queue ? this.#pump() : undefined));
  }

  /** Nothing in flight, nothing due. */
  get quiet(): boolean {
    return this.#running === 0 && this.#parts.broker.depth(this.#parts.queue).ready === 0;
  }

  get nextDueInMs(): number | undefined {
    return this.#parts.broker.nextDueInMs(this.#parts.queue);
  }

  start(): void {
    this.#stopped = false;
    this.#pump();
  }

  /** Takes nothing more; resolves when the calls in flight have ended. */
  stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    return this.#running === 0 ? Promise.resolve() : new Promise((resolve) => (this.#ended = resolve));
  }

  #pump(): void {
    if (this.#stopped) return;
    const { broker, queue, concurrency, batch } = this.#parts;
    let calls = Math.min(concurrency - this.#running, Math.ceil(broker.open(queue) / batch));
    for (; calls > 0; calls -= 1) void this.#call();
    this.#wakeLater();
  }

  #wakeLater(waitMs = this.nextDueInMs): void {
    clearTimeout(this.#timer);
    if (waitMs === undefined || this.#stopped) return;
    this.#timer = setTimeout(() => this.#pump(), Math.min(Math.ceil(waitMs) + 1, timerMsMax));
  }

  async #call(): Promise<void> {
    const { broker, queue, batch, retryMs, onError, moved } = this.#parts;
    this.#running += 1;
    let broken = false;
    try {
      const received = await broker.receive(queue, batch);
      const said = received.length > 0 ? await broker.settle(queue, received, await this.#failures(received), retryMs) : undefined;
      if (said !== undefined) onError(said);
    } catch (error) {
      broken = true;
      onError(error);
    }
    this.#running -= 1;
    if (broken) this.#wakeLater(storeRetryMs);
    else this.#pump();
    if (this.#running === 0) this.#ended?.();
    moved();
  }

  async #failures(received: readonly ReceivedMessage[]): Promise<ReadonlySet<string>> {
    try {
      const response: BatchResponse = await this.#parts.handler({ Records: received });
      return new Set(response.batchItemFailures.map((failure) => failure.itemIdentifier));
    } catch (error) {
      this.#parts.onError(error);
      return new Set(received.map((message) => message.messageId));
    }
  }
}

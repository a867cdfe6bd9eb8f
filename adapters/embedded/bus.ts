import type { Bus, FactPack } from '../../core/ports/bus.ts';
import type { QueueName } from '../../core/ports/queue.ts';
import { type BusRule, checkPack, messageOf, queuesFor } from '../bus-rules.ts';
import type { Broker } from './broker.ts';

/** Hears of facts after they are durable; what it throws is ignored. */
export type FactListener = (pack: FactPack) => void;

/** A bus whose rules put facts on queues of the same file: publishing is sending. */
export class EmbeddedBus implements Bus {
  readonly #broker: Broker;
  readonly #rules: readonly BusRule[];
  readonly #listeners = new Set<FactListener>();

  constructor(broker: Broker, rules: readonly BusRule[]) {
    this.#broker = broker;
    this.#rules = rules;
  }

  /** Calls `listener` with every later pack; the answer stops it. Not durable: for live views only. */
  subscribe(listener: FactListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async publish(packs: readonly FactPack[]): Promise<readonly number[]> {
    const byQueue = new Map<QueueName, ReturnType<typeof messageOf>[]>();
    for (const pack of packs) {
      checkPack(pack);
      for (const queue of queuesFor(this.#rules, pack)) byQueue.set(queue, [...(byQueue.get(queue) ?? []), messageOf(pack)]);
    }
    await Promise.all([...byQueue].map(([queue, messages]) => this.#broker.send(queue, messages)));
    for (const pack of packs) for (const listener of this.#listeners) quietly(() => listener(pack));
    return [];
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // a live view that fails must not make relay publish again
  }
}

import type { QueueName } from '../../ports/queue.ts';

/** One queue as people see it. */
export interface QueueDepth {
  readonly name: QueueName;
  /** Ready or delayed. */
  readonly waiting: number;
  readonly inFlight: number;
  readonly dead: number;
}

/** What the adapters know of work that is on its way; the table knows the rest. */
export interface Backlog {
  queues(): Promise<readonly QueueDepth[]>;
  /** Nothing is ready or in flight, the change feed is drained, and nothing is due within seconds. */
  settled(): Promise<boolean>;
  /** Puts all dead letters back on their queues; how many. */
  redrive(): Promise<number>;
}

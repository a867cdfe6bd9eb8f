import type { ChangeHandler } from '../../core/ports/feed.ts';
import type { QueueHandler, QueueName } from '../../core/ports/queue.ts';
import { queueLimits } from '../../core/ports/queue.ts';
import { queueNames } from '../messages.ts';
import { FeedPump } from './feed-pump.ts';
import type { EmbeddedStore } from './open.ts';
import { QueuePump } from './queue-pump.ts';

/** What a runner calls. */
export interface Handlers extends Readonly<Record<QueueName, QueueHandler>> {
  readonly feed: ChangeHandler;
  readonly tick: () => Promise<void>;
}

/** How a runner runs; only `store` and `handlers` are needed. */
export interface RunnerOptions {
  readonly store: EmbeddedStore;
  readonly handlers: Handlers;
  /** Calls of a queue's handler at the same time. */
  readonly concurrency?: Partial<Record<QueueName, number>>;
  /** Messages in one call, 1–10; each queue has its own unless given. */
  readonly batch?: number;
  /** Ms between ticks; 0 = never by itself (call `tick` by hand). */
  readonly tickMs?: number;
  /** Pause before a failed message comes again, by its receives so far. */
  readonly retryMs?: (receives: number) => number;
  /** Hears of handlers that threw; what they were given is delivered again. */
  readonly onError?: (where: QueueName | 'feed' | 'tick', error: unknown) => void;
}

/** A runner at work. */
export interface Runner {
  /** Resolves when nothing is in flight or due and the feed is drained; `nextDueInMs` tells when the earliest delayed message is due. */
  idle(): Promise<{ readonly nextDueInMs?: number }>;
  /** Runs one tick now. */
  tick(): Promise<void>;
  /** Takes nothing more and resolves when what is in flight has ended. */
  stop(): Promise<void>;
}

/** Calls at a time. Those of the inbound and the outbound queue are large: one of each keeps this one process busy, as one computes while the other waits for the disk or a vendor. More only hold more in memory. */
const defaultConcurrency: Readonly<Record<QueueName, number>> = { inbound: 1, outbound: 1, receivables: 2, reactions: 2, jobs: 2 };

/** Messages in one call. A call keeps all it works on until its last record is done: a hundred records that were seen, or that are delivered, are enough to fill a commit, and what they leave behind dies young. */
const defaultBatch: Readonly<Record<QueueName, number>> = { inbound: 4, outbound: 4, receivables: 10, reactions: 10, jobs: 10 };

/** A failed message waits 1, 4, 16, 64 s: long enough for most causes to pass before the dead letters. */
const defaultRetryMs = (receives: number): number => 1_000 * 4 ** (receives - 1);

const tickEveryMs = 60_000;

/** Starts consuming a store's queues and feed, and the tick. Everything is woken by what happens; nothing polls. */
export function startRunner(options: RunnerOptions): Runner {
  const { store, handlers, tickMs = tickEveryMs, batch, retryMs = defaultRetryMs } = options;
  if (batch !== undefined && (batch < 1 || batch > queueLimits.batch)) throw new RangeError(`a batch of ${batch} messages is outside 1–${queueLimits.batch}`);
  const onError = options.onError ?? (() => undefined);
  const waiting: (() => void)[] = [];
  const ticks = new Set<Promise<void>>();
  let stopped = false;
  const moved = (): void => {
    if (quiet()) for (const wake of waiting.splice(0)) wake();
  };
  const feed = new FeedPump({ feed: store.feed, handler: handlers.feed, onError: (error) => onError('feed', error), moved });
  const pumps = queueNames.map(
    (queue) =>
      new QueuePump({
        queue,
        broker: store.broker,
        handler: handlers[queue],
        concurrency: options.concurrency?.[queue] ?? defaultConcurrency[queue],
        batch: batch ?? defaultBatch[queue],
        retryMs,
        onError: (error) => onError(queue, error),
        moved,
      }),
  );
  const quiet = (): boolean => ticks.size === 0 && feed.quiet && pumps.every((pump) => pump.quiet);
  const runTick = async (): Promise<void> => {
    try {
      await store.sweeper.sweep();
      await handlers.tick();
    } catch (error) {
      onError('tick', error);
    }
  };
  const tick = async (): Promise<void> => {
    const running = runTick();
    ticks.add(running);
    await running;
    ticks.delete(running);
    moved();
  };
  const timer = tickMs > 0 ? setInterval(() => (ticks.size === 0 ? void tick() : undefined), tickMs) : undefined;
  feed.start();
  for (const pump of pumps) pump.start();
  return {
    tick,
    async idle() {
      while (!quiet() && !stopped) await new Promise<void>((resolve) => waiting.push(resolve));
      const due = pumps.map((pump) => pump.nextDueInMs).filter((ms) => ms !== undefined);
      return due.length === 0 ? {} : { nextDueInMs: Math.min(...due) };
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.all([feed.stop(), ...pumps.map((pump) => pump.stop()), ...ticks]);
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

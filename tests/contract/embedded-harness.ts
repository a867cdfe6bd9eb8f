import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbedded } from '../../adapters/embedded/open.ts';
import { type Runner, startRunner } from '../../adapters/embedded/runner.ts';
import { variableOf } from '../../adapters/embedded/secrets.ts';
import type { QueueHandler, QueueName } from '../../core/ports/queue.ts';
import type { Harness } from './harness.ts';
import { knownSecret } from './small-ports.contract.ts';

const none = { batchItemFailures: [] };
const queues: readonly QueueName[] = ['inbound', 'outbound', 'receivables', 'reactions', 'jobs'];

/** The embedded adapter on a file of its own. */
export async function embeddedHarness(): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-contract-'));
  const store = openEmbedded({ file: join(folder, 'store.db'), env: { [variableOf(knownSecret.name)]: knownSecret.text }, http: { allowPrivate: () => true } });
  let runner: Runner | undefined;
  return {
    use: (work) => work(store),
    start(consumers) {
      const handler =
        (queue: QueueName): QueueHandler =>
        (event) =>
          consumers.queues?.[queue]?.(event, store) ?? Promise.resolve(none);
      const byQueue = Object.fromEntries(queues.map((queue) => [queue, handler(queue)])) as Record<QueueName, QueueHandler>;
      runner = startRunner({ store, handlers: { ...byQueue, feed: consumers.feed ?? (async () => none), tick: async () => undefined }, tickMs: 0, retryMs: () => 5 });
    },
    async settled() {
      for (;;) {
        const { nextDueInMs } = (await runner?.idle()) ?? {};
        if (nextDueInMs === undefined) return;
        await sleep(nextDueInMs + 1);
      }
    },
    async close() {
      await runner?.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

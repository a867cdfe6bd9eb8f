import type { EmbeddedStore } from '../../adapters/embedded/open.ts';
import { queueNames } from '../../adapters/messages.ts';
import type { QueueDepth } from '../../core/sync/world.ts';

/** Dead letters are counted up to this many: more is shown as this many. */
const deadCountMax = 1_000;

/** What waits in the queues and in the change feed of a store. */
export async function queueDepths(store: EmbeddedStore): Promise<readonly QueueDepth[]> {
  const depths = await Promise.all(
    queueNames.map(async (name): Promise<QueueDepth> => {
      const dead = (await store.deadLetters[name].list(deadCountMax)).length;
      return { name, ...store.broker.depth(name), dead, nextDueInMs: store.broker.nextDueInMs(name) };
    }),
  );
  return [...depths, { name: 'feed', ready: store.feed.size(), delayed: 0, inFlight: 0, dead: 0 }];
}

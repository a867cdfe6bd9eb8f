import type { DeadLetters, QueueEvent, QueueName } from '../core/ports/queue.ts';
import { reactTo } from '../core/reactions/react.ts';
import { reactionsOf } from '../core/reactions/reactions-of.ts';
import type { World, Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

const queues: readonly QueueName[] = ['inbound', 'outbound', 'receivables', 'reactions', 'jobs'];

/** Reactions of a workspace, with what its adapters can tell of dead letters. */
export function reactionsIn(world: World) {
  const probe = world.deadLetters;
  const letters = probe === undefined ? {} : Object.fromEntries(queues.map((name): [string, DeadLetters] => [name, probe(name)]));
  return reactionsOf(world, letters);
}

/** Queue handler of `react`. */
export const reactHandler = (worlds: Worlds, now: () => number, log: CallLog) =>
  batchHandler(
    'react',
    (event: QueueEvent) =>
      reactTo((name) => {
        const world = worlds(name);
        return world === undefined ? undefined : reactionsIn(world);
      }, event),
    now,
    log,
  );

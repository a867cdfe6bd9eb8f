import type { ChangeHandler } from '../core/ports/feed.ts';
import type { QueueHandler } from '../core/ports/queue.ts';
import { solveBucket } from '../core/receivables/table/solve.ts';
import { importFolders } from '../core/receivables/table/statements.ts';
import { tellOutside } from '../core/receivables/writeback/outside.ts';
import type { World, Worlds } from '../core/sync/world.ts';
import { deliverHandler } from './deliver.ts';
import type { CallLog } from './handler.ts';
import { jobHandler } from './job.ts';
import { reactHandler } from './react.ts';
import { reconcileHandler } from './reconcile.ts';
import { relayHandler } from './relay.ts';
import { tickHandler } from './tick.ts';
import { unifyHandler } from './unify.ts';

/** Every event handler of the product, by what feeds it. */
export interface Handlers {
  readonly inbound: QueueHandler;
  readonly outbound: QueueHandler;
  readonly receivables: QueueHandler;
  readonly reactions: QueueHandler;
  readonly jobs: QueueHandler;
  readonly feed: ChangeHandler;
  readonly tick: () => Promise<void>;
}

/** Joins the use cases of all workspaces to the sources of events: the same handlers in the embedded process and on Lambda. */
export function createHandlers(worlds: Worlds, all: () => readonly World[], now: () => number = Date.now, log: CallLog = () => {}): Handlers {
  return {
    inbound: unifyHandler(worlds, now, log),
    outbound: deliverHandler(worlds, now, log),
    receivables: reconcileHandler(worlds, { solve: solveBucket, tellOutside, importFolders }, now, log),
    reactions: reactHandler(worlds, now, log),
    jobs: jobHandler(worlds, now, log),
    feed: relayHandler(worlds, now, log),
    tick: tickHandler(all),
  };
}

import { type ReceivablesTasks, reconcile } from '../core/receivables/table/reconcile.ts';
import type { Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

/** Queue handler of `reconcile`. */
export const reconcileHandler = (worlds: Worlds, tasks: ReceivablesTasks, now: () => number, log: CallLog) =>
  batchHandler('reconcile', (event: Parameters<typeof reconcile>[1]) => reconcile(worlds, event, tasks), now, log);

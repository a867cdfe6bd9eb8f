import { reconcile } from '../core/receivables/table/reconcile.ts';
import type { Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

/** Queue handler of `reconcile`. */
export const reconcileHandler = (worlds: Worlds, now: () => number, log: CallLog) =>
  batchHandler('reconcile', (event: Parameters<typeof reconcile>[1]) => reconcile(worlds, event), now, log);

import { deliver } from '../core/sync/deliver.ts';
import type { Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

/** Queue handler of `deliver`. */
export const deliverHandler = (worlds: Worlds, now: () => number, log: CallLog) =>
  batchHandler('deliver', (event: Parameters<typeof deliver>[1]) => deliver(worlds, event), now, log);

import { job } from '../core/sync/job.ts';
import type { Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

/** Queue handler of `job`. */
export const jobHandler = (worlds: Worlds, now: () => number, log: CallLog) => batchHandler('job', (event: Parameters<typeof job>[1]) => job(worlds, event), now, log);

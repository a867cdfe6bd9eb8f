import { unify } from '../core/sync/unify.ts';
import type { Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

/** Queue handler of `unify`. */
export const unifyHandler = (worlds: Worlds, now: () => number, log: CallLog) => batchHandler('unify', (event: Parameters<typeof unify>[1]) => unify(worlds, event), now, log);

import type { ChangeEvent } from '../core/ports/feed.ts';
import { relay } from '../core/sync/relay.ts';
import type { Worlds } from '../core/sync/world.ts';
import { batchHandler, type CallLog } from './handler.ts';

/** Change feed handler of `relay`. */
export const relayHandler = (worlds: Worlds, now: () => number, log: CallLog) => batchHandler('relay', (event: ChangeEvent) => relay(worlds, event), now, log);

import type { JsonObject } from '../model/json.ts';
import type { StreamMapping } from '../ports/mapping.ts';
import { isCorrected } from './fitting.ts';
import type { Slot } from './record.ts';
import { writeTimeoutMs } from './target.ts';

/** A record without our name, and our clock when it was read. */
export interface Shown {
  readonly record: JsonObject;
  readonly readAt: number;
}

/** Earlier intents kept in a slot, to recognise a late landing. */
export const slotPastMax = 4;

/**
 * A record that was read at that time may be what the create has made: not one that was shown before its first try began, and is reached by another mailbox or telephone than that sent.
 * The time alone tells nobody: clocks of two workers differ, and are set back. Nor can anybody tell where earlier tries are forgotten.
 */
export function mayHaveMade(slot: Slot, { record, readAt }: Shown, mapping: StreamMapping): boolean {
  const begunAt = Math.min(...[slot.intent, ...slot.past].map(({ deadline }) => deadline - writeTimeoutMs));
  return readAt >= begunAt || slot.past.length >= slotPastMax || !isCorrected(slot, record, mapping);
}

import { minuteMs } from '../model/time.ts';
import type { Intent, IntentField, SourceRecord, Unanswered } from './record.ts';

/** So long after its time is over, what a write without an answer had sent is still recognised, ms: more than a clock jumps. */
const lateLandsMs = 10 * minuteMs;

/** What a write that was given up had sent into this field; undefined when there was none, or it is too long ago to land. */
export function unansweredField({ unanswered }: SourceRecord, field: string, now: number): IntentField | undefined {
  return unanswered === undefined || now > unanswered.until ? undefined : unanswered.fields[field];
}

/** What is left of a write that was closed just now: nothing of one that was answered, else those of its fields that were not shown. Without one, what an earlier write has left. */
export function unansweredAfter(rec: SourceRecord, closed: Intent | undefined, shown: ReadonlySet<string>, now: number): Unanswered | undefined {
  if (closed === undefined || closed.kind !== 'write') return rec.unanswered;
  const left = Object.entries(closed.fields).filter(([field]) => !shown.has(field));
  return closed.outcome !== undefined || left.length === 0 ? undefined : { fields: Object.fromEntries(left), until: now + lateLandsMs };
}

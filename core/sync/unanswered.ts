import { jsonEqual } from '../model/json.ts';
import { minuteMs } from '../model/time.ts';
import type { Observation, ObserveContext } from './observation.ts';
import type { Intent, IntentField, SourceRecord, Unanswered } from './record.ts';

/** So long after its time is over, what a write without an answer had sent is still recognised, ms: more than a clock jumps. */
const lateLandsMs = 10 * minuteMs;

/** What a write that was given up had sent into this field; undefined when there was none, or it is too long ago to land. */
export function unansweredField({ unanswered }: SourceRecord, field: string, now: number): IntentField | undefined {
  return unanswered === undefined || now > unanswered.until ? undefined : unanswered.fields[field];
}

/** True when a write without an answer, given up or closed by a doubt, may have shown in this field since our last look: whoever came after it saw that. */
export function mayHaveLanded(rec: SourceRecord, field: string, now: number): boolean {
  const doubt = rec.cells[field]?.doubt;
  return unansweredField(rec, field, now) !== undefined || (doubt !== undefined && doubt.prev === undefined);
}

/** What a look came to, for what may land after it. */
export interface LookedAt {
  /** The write that this look closed. */
  readonly closed: Intent | undefined;
  /** Fields in which that write showed. */
  readonly shown: ReadonlySet<string>;
  /** Fields in which one that had been given up showed after all: it does not land again. */
  readonly landed: ReadonlySet<string>;
}

/**
 * What may land after a look at a record: what earlier writes had left, also past one that was answered, since nobody knows in which order a system takes its requests; and those fields of a write
 * closed just now without an answer that were not shown. A value that was sent again and has arrived is not waited for: whoever puts it back in place of a later one is a person.
 */
export function unansweredAfter(rec: SourceRecord, look: Observation, { closed, shown, landed }: LookedAt, ctx: Pick<ObserveContext, 'now' | 'guarded'>): Unanswered | undefined {
  const before = rec.unanswered;
  // Where the system guards its writes, none lands on another revision than the one that it rests on.
  const isPast = (rested: string | undefined): boolean => ctx.guarded && look.revision !== undefined && look.revision !== rested;
  const write = closed?.kind === 'write' ? closed : undefined;
  const kept =
    isPast(rec.revision) || before === undefined || ctx.now > before.until
      ? []
      : Object.entries(before.fields).filter(([f, sent]) => !landed.has(f) && !hasArrived(write, shown, f, sent));
  const isOpen = write !== undefined && write.outcome === undefined && !isPast(write.baseRevision);
  const left = isOpen ? Object.entries(write.fields).filter(([f]) => !shown.has(f)) : [];
  if (kept.length + left.length === 0) return undefined;
  return { fields: Object.fromEntries([...kept, ...left]), until: left.length > 0 ? ctx.now + lateLandsMs : (before as Unanswered).until };
}

function hasArrived(write: Intent | undefined, shown: ReadonlySet<string>, field: string, before: IntentField): boolean {
  const sent = write?.fields[field];
  return sent !== undefined && jsonEqual(sent.raw, before.raw) && (write?.outcome === 'acked' || shown.has(field));
}

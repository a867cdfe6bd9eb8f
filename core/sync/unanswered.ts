import { jsonEqual } from '../model/json.ts';
import { minuteMs } from '../model/time.ts';
import { familyName, type Raw } from '../ports/mapping.ts';
import type { Observation, ObserveContext } from './observation.ts';
import type { Cell, Intent, Slot, SourceRecord, Unanswered } from './record.ts';

/** So long after we stopped waiting for a write without an answer, what it had sent is still recognised, ms: more than a clock jumps. */
const lateLandsMs = 10 * minuteMs;

/** What writes without an answer had sent into this field, and may still land. */
export function unansweredIn({ mayLand }: SourceRecord, field: string, now: number): readonly Unanswered[] {
  return mayLand?.filter((sent) => sent.field === field && now <= sent.until) ?? [];
}

/** What a cell shows where this has landed: as it was sent, or in the form in which its system turned out to keep it. */
export function formsOf({ raw, kept }: Pick<Unanswered, 'raw' | 'kept'>): readonly Raw[] {
  return kept === undefined ? [raw] : [raw, kept];
}

/**
 * What the other tries of a create had sent, where a system writes a create to the record that has its name already: each may still land upon the record that is taken for what this try made.
 *
 *   try 1: sent 0009 · (no answer) · our clock jumps                        it lands
 *   try 2:                                           sent 0012 · answered ·          0009 is read
 */
export function unansweredTries({ intent, past }: Slot, made: Intent, now: number): Unanswered[] {
  const left = new Map<string, Unanswered>();
  for (const one of [...past, intent].filter(({ id }) => id !== made.id))
    for (const [field, { raw, stamp }] of Object.entries({ ...withoutElements(one, made), ...one.fields }))
      left.set(`${field} ${JSON.stringify(raw)}`, { field, raw, stamp, until: now + lateLandsMs });
  return [...left.values()];
}

/** Elements that a try takes out of what another made, since it sends each of its sets whole. */
function withoutElements({ fields }: Intent, made: Intent): Intent['fields'] {
  const sets = new Map(Object.entries(fields).flatMap(([field, { stamp }]) => (familyName(field) === field ? [] : [[familyName(field), stamp] as const])));
  return Object.fromEntries(
    Object.keys(made.fields).flatMap((field) => {
      const stamp = sets.get(familyName(field));
      return stamp === undefined ? [] : [[field, { raw: null, stamp }]];
    }),
  );
}

/** What a look came to, for what may land after it. */
export interface LookedAt {
  /** The write that this look closed. */
  readonly closed: Intent | undefined;
  /** Fields in which that write showed. */
  readonly shown: ReadonlySet<string>;
  /** The cells after it. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/**
 * What may land after a look at a record: what earlier writes had left, also past one that was answered, since nobody knows in which order a system takes its requests; and those fields of a write
 * closed just now without an answer that did not show it, a doubt among them: what stands there may be older than the write. What has landed stays: it may have been sent more than once.
 */
export function unansweredAfter(rec: SourceRecord, look: Observation, { closed, shown, cells }: LookedAt, ctx: Pick<ObserveContext, 'now' | 'guarded'>): Unanswered[] {
  // Where the system guards its writes, none lands on another revision than the one that it rests on.
  const isPast = (rested: string | undefined): boolean => ctx.guarded && look.revision !== undefined && look.revision !== rested;
  const kept = isPast(rec.revision) ? [] : (rec.mayLand ?? []).filter((sent) => ctx.now <= sent.until).map((sent) => inItsForm(sent, cells[sent.field]));
  if (closed?.kind !== 'write' || closed.outcome !== undefined || isPast(closed.baseRevision)) return kept;
  const unshown = Object.entries(closed.fields).filter(([field]) => !shown.has(field));
  const left = unshown.map(([field, { raw, stamp }]) => inItsForm({ field, raw, stamp, until: ctx.now + lateLandsMs }, cells[field]));
  return [...kept.filter((sent) => !left.some((again) => again.field === sent.field && jsonEqual(again.raw, sent.raw))), ...left];
}

/** Where the same value was sent again, its cell tells in which form it is kept. That nothing is kept of it tells nothing: people clear fields, too. */
function inItsForm(sent: Unanswered, cell: Cell | undefined): Unanswered {
  const { stored } = cell ?? {};
  const isForm = stored !== undefined && stored !== null && cell?.sent !== undefined && jsonEqual(cell.sent, sent.raw) && !jsonEqual(stored, sent.raw);
  return isForm ? { ...sent, kept: stored } : sent;
}

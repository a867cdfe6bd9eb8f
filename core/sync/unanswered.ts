import { jsonEqual } from '../model/json.ts';
import { minuteMs } from '../model/time.ts';
import { familyName, type Raw } from '../ports/mapping.ts';
import type { Observation, ObserveContext } from './observation.ts';
import { type Cell, cellEmpty, type Intent, type IntentField, type Slot, type SourceRecord, type Unanswered } from './record.ts';

/** So long after we stopped waiting for a write without an answer, what it had sent is still recognised, ms: more than a clock jumps. */
const lateLandsMs = 10 * minuteMs;

/** What writes without an answer had sent into this field, and may still land; of an element also what one says that sent its set without naming it. */
export function unansweredIn({ mayLand, cells }: Pick<SourceRecord, 'mayLand' | 'cells'>, field: string, now: number): readonly Unanswered[] {
  const sent = mayLand?.filter(({ until }) => now <= until) ?? [];
  if (sent.length === 0) return sent;
  const set = familyName(field);
  return sent.flatMap((one) => {
    if (one.elements === undefined) return one.field === field ? [one] : [];
    return one.field === set ? [elementOf(one, one.elements.includes(field), field, cells[field])] : [];
  });
}

/** What a write says of an element by sending its set. Whose word on it we had written there last is whose it is, also where somebody else's word on another element was the reason to write. */
function elementOf(sent: Unanswered, isThere: boolean, field: string, { synced } = cellEmpty): Unanswered {
  return { field, raw: isThere ? true : null, stamp: synced.at > 0 ? synced : sent.stamp, until: sent.until };
}

/** True when both say the same of one field. */
export function isSameSent(a: Unanswered, b: Unanswered): boolean {
  return a.field === b.field && jsonEqual(a.raw, b.raw) && jsonEqual([...(a.elements ?? [])], [...(b.elements ?? [])]);
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
  const until = now + lateLandsMs;
  const sent = [...past, intent].filter(({ id }) => id !== made.id).flatMap((one) => [...asFields(Object.entries(one.fields), until), ...asSets(one.fields, [], until)]);
  return sent.filter((one, at) => sent.findLastIndex((again) => isSameSent(again, one)) === at);
}

/** The other elements that a system holds of the sets which an update touches. */
export function elementsAlong(fields: Intent['fields'], held: Readonly<Record<string, Raw>>): Pick<Intent, 'along'> {
  const sets = new Set(Object.keys(fields).filter(isElement).map(familyName));
  if (sets.size === 0) return {};
  return { along: Object.keys(held).filter((field) => isElement(field) && sets.has(familyName(field)) && fields[field] === undefined && (held[field] ?? null) !== null) };
}

const isElement = (field: string): boolean => familyName(field) !== field;

function asFields(fields: readonly [string, IntentField][], until: number): Unanswered[] {
  return fields.map(([field, { raw, stamp }]) => ({ field, raw, stamp, until }));
}

/**
 * What a write says of each set that it touches: a set goes whole, so that it also takes out what came into it later, and brings back what was taken out.
 *
 *   try 1: takes vip out of "vip" · (no answer) · our clock jumps                                             it lands
 *   try 2:                                         takes vip out · answered · puts export in · answered                  "" is read
 */
function asSets(fields: Intent['fields'], along: readonly string[], until: number): Unanswered[] {
  const touched = Object.entries(fields).filter(([field]) => isElement(field));
  const names = [...touched.filter(([, { raw }]) => raw !== null).map(([field]) => field), ...along];
  const sets = new Map(touched.map(([field, { stamp }]) => [familyName(field), stamp]));
  return [...sets].map(([field, stamp]) => ({ field, raw: null, elements: names.filter((name) => familyName(name) === field).sort(), stamp, until }));
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
  if (unshown.length === 0) return kept;
  const until = ctx.now + lateLandsMs;
  const sets = closed.along === undefined ? [] : asSets(closed.fields, closed.along, until);
  const left = [...asFields(unshown, until).map((sent) => inItsForm(sent, cells[sent.field])), ...sets];
  return [...kept.filter((sent) => !left.some((again) => isSameSent(again, sent))), ...left];
}

/** Where the same value was sent again, its cell tells in which form it is kept. That nothing is kept of it tells nothing: people clear fields, too. */
function inItsForm(sent: Unanswered, cell: Cell | undefined): Unanswered {
  const { stored } = cell ?? {};
  const isForm = stored !== undefined && stored !== null && cell?.sent !== undefined && jsonEqual(cell.sent, sent.raw) && !jsonEqual(stored, sent.raw);
  return isForm ? { ...sent, kept: stored } : sent;
}

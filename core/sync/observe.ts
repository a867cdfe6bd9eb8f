import { jsonEqual } from '../model/json.ts';
import { named, namedCopy } from '../model/named.ts';
import { familyName, type Raw, type StreamMapping } from '../ports/mapping.ts';
import { isNextRevision, type Observation, type ObserveContext } from './observation.ts';
import { fieldsOf, isUnread } from './reading.ts';
import { type Assertion, type Cell, cellEmpty, type Doubt, doubtLost, type Intent, type Lost, type SourceRecord } from './record.ts';
import { laterStamp, type Stamp } from './stamp.ts';
import { formsOf, unansweredAfter, unansweredIn } from './unanswered.ts';

/** What an observation made of the record. */
export interface Observed {
  readonly record: SourceRecord;
  /** Fields that got a new assertion. */
  readonly fresh: readonly string[];
  /** True when anything but times of reading changed, so that the item must be written. */
  readonly changed: boolean;
  /** Fields for which the vendor turned out to keep its own form of what we sent. */
  readonly rewrites: readonly string[];
}

/** Takes what is new out of a look at a record: decides for each field whether the value is ours, unchanged, doubtful, or somebody's assertion (rules 1–9 of two-way sync). */
export function observe(rec: SourceRecord, seenNow: Observation, ctx: ObserveContext): Observed {
  return new Observer(rec, seenNow, ctx).run();
}

/** Folds log what is in limbo; it is kept for this many further changes of the record, in case folds are late. */
const limboKeptSeqs = 8;

const isEmpty = (raw: Raw | undefined): boolean => raw === undefined || raw === null;

class Observer {
  readonly rec: SourceRecord;
  readonly look: Observation;
  readonly ctx: ObserveContext;
  readonly cells: Record<string, Cell>;
  readonly assertions: Record<string, Assertion>;
  readonly limbo: Lost[];
  readonly fresh: string[] = [];
  readonly rewrites: string[] = [];
  readonly explained = new Set<string>();
  readonly shown = new Set<string>();
  changed = false;
  doubted = false;
  last: Stamp | undefined;

  constructor(rec: SourceRecord, look: Observation, ctx: ObserveContext) {
    this.rec = rec;
    this.look = look;
    this.ctx = ctx;
    this.cells = namedCopy(rec.cells);
    this.assertions = namedCopy(rec.assertions);
    this.limbo = [...rec.limbo];
  }

  run(): Observed {
    const { rec, ctx } = this;
    const before = fieldsOf(rec.snapshot, rec.held, ctx.mapping);
    const after = fieldsOf(this.look.record, {}, ctx.mapping);
    const held = named<Raw>();
    const intent = rec.intent;
    if (intent !== undefined) this.resolveRefusal(intent);
    for (const field of this.names(before.fields, after.fields)) {
      const x = after.fields[field] ?? null;
      if (x === null && isUnread(field, after.unread)) {
        // What cannot be read is neither an edit nor a clear; readable elements of such a set still count.
        const last = before.fields[field];
        if (last !== undefined) held[field] = last;
        continue;
      }
      this.field(field, x, before.fields[field], intent, after.fields);
    }
    return this.result(intent, held);
  }

  names(before: Readonly<Record<string, Raw>>, after: Readonly<Record<string, Raw>>): string[] {
    const names = Object.keys(before);
    for (const name in after) if (!Object.hasOwn(before, name)) names.push(name);
    for (const name in this.rec.intent?.fields) if (!Object.hasOwn(before, name) && !Object.hasOwn(after, name)) names.push(name);
    return names.filter((name) => this.ctx.mapping.fields.has(familyName(name)));
  }

  field(field: string, x: Raw, seen: Raw | undefined, intent: Intent | undefined, after: Readonly<Record<string, Raw>>): void {
    const sent = intent?.fields[field];
    if (intent !== undefined && sent !== undefined && intent.outcome !== 'refused' && intent.outcome !== 'invalid') {
      this.intended(field, x, seen, intent, after);
      return;
    }
    if (!this.equal(field, x, seen ?? null) && this.landedLate(field, x)) return;
    const firstSight = this.cells[field] === undefined && this.assertions[field] === undefined;
    if (firstSight) {
      if (!isEmpty(x)) this.assert(field, x, null); // 7: first sight and empty is no opinion
      return;
    }
    if (this.equal(field, x, seen ?? null)) return; // 8
    this.assert(field, x, seen ?? null); // 9
  }

  intended(field: string, x: Raw, seen: Raw | undefined, intent: Intent, after: Readonly<Record<string, Raw>>): void {
    const sent = intent.fields[field] as { raw: Raw; stamp: Stamp };
    const body = intent.stored?.[field];
    if (intent.stored !== undefined && Object.hasOwn(intent.stored, field)) {
      this.ours(field, intent, body ?? null); // 1
      if (!this.equal(field, x, body ?? null) && !this.landedLate(field, x)) this.assert(field, x, body ?? null);
      return;
    }
    const before = unansweredIn(this.rec, field, this.ctx.now).find(({ raw }) => jsonEqual(raw, sent.raw));
    if (formsOf(before ?? sent).some((form) => this.equal(field, x, form))) {
      this.ours(field, intent, x); // 2
      return;
    }
    if (!this.equal(field, x, seen ?? null) && this.landedLate(field, x)) return;
    if (this.provesOurWrite(intent, after)) {
      this.ours(field, intent, x); // 3
      return;
    }
    if (intent.outcome !== 'acked' && this.equal(field, x, seen ?? null)) return; // 4: has not landed; once its time is over, the intent is closed. Empty in a record that may be another's: no opinion, as in 7
    const doubt = this.cells[field]?.doubt;
    if (doubt !== undefined && intent.outcome === 'acked' && jsonEqual(doubt.sent, sent.raw) && jsonEqual(doubt.seen, x)) {
      this.ours(field, intent, x); // 6
      this.rewrites.push(field);
      return;
    }
    this.doubt(field, x, intent); // 5
  }

  /**
   * An earlier try, given up because our clock had jumped over its time, has landed after all: neither a person's edit nor the vendor's form of what is sent now.
   *
   *   try 1: sent 0004 · (no answer) · given up          it lands
   *   try 2:                            sent 0029 · (answered or not) · 0004 is read
   *
   * A person may have put just that there: it is told in the conflict log, unless golden says the same.
   */
  landedLate(field: string, x: Raw): boolean {
    const sent = unansweredIn(this.rec, field, this.ctx.now).find((one) => formsOf(one).some((form) => this.equal(field, x, form)));
    if (sent === undefined) return false;
    const cell = this.cells[field] ?? cellEmpty;
    const unanswered = this.stamp(cell.stamp);
    this.limbo.push({ field, raw: x, stamp: unanswered, why: 'doubt', sentOf: sent.stamp.ref, seq: this.rec.seq + 1 });
    this.cells[field] = { ...cell, stamp: laterStamp(cell.stamp, sent.stamp), synced: sent.stamp, sent: sent.raw, stored: x, unanswered };
    this.changed = true;
    return true;
  }

  /** Rule 3: the next revision, one field exactly as sent, and every field different from before. The revision alone proves nothing: a human's edit makes one too. */
  provesOurWrite(intent: Intent, after: Readonly<Record<string, Raw>>): boolean {
    const { baseRevision } = intent;
    if (baseRevision === undefined || this.look.revision === undefined || !isNextRevision(baseRevision, this.look.revision)) return false;
    const before = fieldsOf(this.rec.snapshot, this.rec.held, this.ctx.mapping).fields;
    const names = Object.keys(intent.fields);
    const oneAsSent = names.some((f) => this.equal(f, after[f] ?? null, intent.fields[f]?.raw ?? null));
    return oneAsSent && names.every((f) => !this.equal(f, after[f] ?? null, before[f] ?? null));
  }

  ours(field: string, intent: Intent, stored: Raw): void {
    const sent = intent.fields[field] as { raw: Raw; stamp: Stamp };
    const cell = this.cells[field] ?? cellEmpty;
    const { doubt } = cell;
    // A doubtful value that is not the vendor's form of what we sent was a human's edit: it is asserted now, with its old stamp.
    if (doubt !== undefined && !this.equal(field, doubt.seen, stored)) this.lose(field, doubt);
    const acked = intent.outcome === 'acked' ? this.tries(cell, sent.raw, sent.stamp) : cell.tries;
    const stamp = laterStamp(cell.stamp, sent.stamp);
    const unanswered = intent.outcome === 'acked' ? {} : { unanswered: this.stamp(stamp) };
    this.cells[field] = { stamp, synced: sent.stamp, sent: sent.raw, stored, ...unanswered, ...(acked === undefined ? {} : { tries: acked }) };
    this.explained.add(field);
    this.shown.add(field);
    this.changed = true;
  }

  tries(cell: Cell, raw: Raw, stamp: Stamp): Cell['tries'] {
    const same = cell.tries !== undefined && jsonEqual(cell.tries.raw, raw) && cell.tries.stamp.at === stamp.at && cell.tries.stamp.ref === stamp.ref;
    return { raw, stamp, acked: same ? (cell.tries?.acked ?? 0) + 1 : 1 };
  }

  doubt(field: string, x: Raw, intent: Intent): void {
    const cell = this.cells[field] ?? cellEmpty;
    const sent = intent.fields[field] as { raw: Raw; stamp: Stamp };
    // What we sent was golden before we looked the last time, and that look did not show this yet: whoever put it there came later, whether or not what we sent stood there already.
    const stamp = this.stamp(laterStamp(cell.stamp, sent.stamp));
    if (cell.doubt !== undefined && !jsonEqual(cell.doubt.seen, x)) this.lose(field, cell.doubt);
    // Whoever came after a write that has landed saw what we sent, whatever stood there when we looked the last time. Without an answer nobody knows whether he did.
    const saw = intent.outcome === 'acked' && !this.mayHaveLanded(field, sent.raw) ? { prev: this.canon(field, sent.raw) } : {};
    this.cells[field] = {
      ...(this.cells[field] ?? cell),
      stamp,
      doubt: { sent: sent.raw, sentStamp: sent.stamp, seen: x, ...saw, stamp, intentId: intent.id },
    };
    this.explained.add(field);
    this.changed = true;
    this.doubted = true;
  }

  /** A refused write (412, 404) proves that what stands there is a human's; so does a value the vendor calls invalid. */
  resolveRefusal(intent: Intent): void {
    if (intent.outcome !== 'refused' && intent.outcome !== 'invalid') return;
    for (const field of Object.keys(intent.fields)) {
      const cell = this.cells[field];
      if (cell?.doubt !== undefined) this.confirm(field, cell.doubt);
    }
  }

  /** The doubtful value was a human's and still stands: assert it with its old stamp. */
  confirm(field: string, doubt: Doubt): void {
    const { doubt: _, ...cell } = this.cells[field] ?? cellEmpty;
    this.cells[field] = cell;
    this.put(field, { raw: doubt.seen, stamp: doubt.stamp, prev: doubt.prev, synced: cell.synced });
  }

  /** The doubtful value was a human's, and our write or another edit has gone over it. */
  lose(field: string, doubt: Doubt): void {
    const current = this.assertions[field];
    const assertion: Assertion = { raw: doubt.seen, stamp: doubt.stamp, prev: doubt.prev, synced: (this.cells[field] ?? cellEmpty).synced };
    if (current === undefined || current.stamp.at < doubt.stamp.at) this.put(field, assertion);
    else this.limbo.push(doubtLost(field, doubt, this.rec.seq + 1));
    this.changed = true;
  }

  assert(field: string, x: Raw, prev: Raw): void {
    const cell = this.cells[field] ?? cellEmpty;
    const stamp = this.stamp(cell.stamp);
    if (cell.doubt !== undefined) this.limbo.push(doubtLost(field, cell.doubt, this.rec.seq + 1));
    this.cells[field] = cell === cellEmpty ? { stamp, synced: cell.synced } : assertedOver(cell, stamp);
    this.put(field, { raw: x, stamp, prev: this.mayHaveLanded(field, prev) ? undefined : this.canon(field, prev), synced: cell.synced });
  }

  /** True when another value of a write without an answer may have shown where `stood` did: whoever came after it saw that. */
  mayHaveLanded(field: string, stood: Raw): boolean {
    const doubt = this.cells[field]?.doubt;
    return (doubt !== undefined && doubt.prev === undefined) || unansweredIn(this.rec, field, this.ctx.now).some(({ raw }) => !this.equal(field, raw, stood));
  }

  put(field: string, assertion: Assertion): void {
    const displaced = this.assertions[field];
    // Whoever may have seen nothing may not have seen what was said in this cell before either: a write of ours had gone over it.
    const isUnseen = this.fresh.includes(field) || assertion.prev === undefined;
    if (displaced !== undefined && isUnseen) this.limbo.push({ field, raw: displaced.raw, stamp: displaced.stamp, why: 'displaced', seq: this.rec.seq + 1 });
    this.assertions[field] = assertion;
    if (!this.fresh.includes(field)) this.fresh.push(field);
    this.changed = true;
  }

  /** `max(clamp(vendor's time, our last read, now), stamp of what stood in the cell + 1)`: the edit happened between our two reads, after what stood in the cell. */
  stamp(after: Stamp): Stamp {
    const { rec, ctx, look } = this;
    const top = Math.max(ctx.readAt, rec.lastReadAt);
    const at = look.modifiedAt === undefined ? top : Math.min(Math.max(look.modifiedAt - ctx.clockOffsetMs, rec.lastReadAt), top);
    const next = Math.max(at, after.at + 1);
    // mostly all fields of a look get the same stamp
    if (this.last?.at !== next) this.last = { at: next, ref: rec.ref };
    return this.last;
  }

  canon(field: string, raw: Raw): ReturnType<StreamMapping['canon']> {
    return isEmpty(raw) ? null : this.ctx.mapping.canon(field, raw);
  }

  equal(field: string, a: Raw, b: Raw): boolean {
    if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
    return this.ctx.mapping.equal(field, a, b);
  }

  result(intent: Intent | undefined, held: Readonly<Record<string, Raw>>): Observed {
    const { rec, look } = this;
    const closed = intent !== undefined && this.isClosed(intent);
    const content = rec.hash !== look.hash || rec.revision !== look.revision || rec.state !== 'live';
    const changed = this.changed || closed || content;
    const moved = this.fresh.length > 0 || this.doubted || this.limbo.length > rec.limbo.length || rec.state !== 'live';
    const mayLand = unansweredAfter(rec, look, { closed: closed ? intent : undefined, shown: this.shown, cells: this.cells }, this.ctx);
    const { intent: open, mayLand: _u, goneBy: _g, deletedAt: _d, missingSince: _m, missedUnder: _b, revision: _r, ...rest } = rec;
    const record: SourceRecord = {
      ...rest,
      state: 'live',
      snapshot: look.record,
      held,
      hash: look.hash,
      modifiedAt: look.modifiedAt ?? rec.modifiedAt,
      lastReadAt: Math.max(this.ctx.readAt, rec.lastReadAt),
      cells: this.cells,
      assertions: this.assertions,
      limbo: this.limbo.filter((l) => l.seq > rec.seq - limboKeptSeqs),
      seq: moved ? rec.seq + 1 : rec.seq,
      ...(look.revision === undefined ? {} : { revision: look.revision }),
      ...(open === undefined || closed ? {} : { intent: open }),
      ...(mayLand.length === 0 ? {} : { mayLand }),
    };
    return { record, fresh: this.fresh, changed, rewrites: this.rewrites };
  }

  isClosed(intent: Intent): boolean {
    if (intent.outcome !== undefined) return true;
    if (this.ctx.now > intent.deadline + this.ctx.maxInFlightMs) return true;
    // A delete explains no field: until its time is over, the record's going is ours.
    if (intent.kind !== 'write') return false;
    return Object.keys(intent.fields).every((f) => this.explained.has(f));
  }
}

function assertedOver({ doubt: _, unanswered: _u, ...cell }: Cell, stamp: Stamp): Cell {
  return { ...cell, stamp };
}

import type { EntityId, Ref } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Canon, Raw } from '../ports/mapping.ts';
import type { Stamp } from './stamp.ts';

/** The last value that somebody other than us put into a cell. Null after a value is "cleared". */
export interface Assertion {
  readonly raw: Raw;
  readonly stamp: Stamp;
  /** What the cell showed before, canonical; undefined where nobody knows: after a write without an answer, and in a record that may be ours, edited, or another's. */
  readonly prev: Canon | undefined;
  /** Stamp of the golden value the cell had last received from us: what its author saw. */
  readonly synced: Stamp;
  /** For references: the entity that the named record belonged to when it was read. */
  readonly to?: EntityId;
}

/** A value after our write that may be a human's edit or the vendor's own form of what we sent. */
export interface Doubt {
  readonly sent: Raw;
  /** Stamp of the golden value that was sent. */
  readonly sentStamp: Stamp;
  readonly seen: Raw;
  /** As in an assertion. */
  readonly prev?: Canon;
  readonly stamp: Stamp;
  readonly intentId: string;
}

/** One field of one record in one system. */
export interface Cell {
  /** Highest stamp this cell ever held, ours or theirs: whoever edits a cell has seen what was in it. */
  readonly stamp: Stamp;
  /** Stamp of the golden value it last received from us. */
  readonly synced: Stamp;
  /** What we last wrote, and the form in which the vendor keeps it. */
  readonly sent?: Raw;
  readonly stored?: Raw;
  /** That was found there after a write without an answer: if a person had put just that there, it was then. */
  readonly unanswered?: Stamp;
  readonly doubt?: Doubt;
  /** A value that is not sent again until the golden value or the mapping changes, or a person retries. */
  readonly park?: { readonly raw: Raw; readonly mapping: string; readonly why: 'refused' | 'contested'; readonly message?: string };
  /** How often the same value was acknowledged and yet not found afterwards. */
  readonly tries?: { readonly raw: Raw; readonly stamp: Stamp; readonly acked: number };
}

/** What one write is about to put into a record, stored before the write. */
export interface Intent {
  readonly id: string;
  readonly kind: 'write' | 'delete' | 'archive';
  readonly fields: Readonly<Record<string, IntentField>>;
  /** Of an update that touches sets: their other elements, which it sends along, since a set goes whole. */
  readonly along?: readonly string[];
  readonly baseRevision?: string;
  /** When the caller stops waiting, ms; the request may still land until `maxInFlightMs` later. */
  readonly deadline: number;
  /** `found`: a record looks like what this create sent, whose answer is missing; it is taken for ours, and somebody else may have made it. */
  readonly outcome?: 'acked' | 'found' | 'refused' | 'invalid';
  /** From the answer's body: the form in which the vendor keeps each field. */
  readonly stored?: Readonly<Record<string, Raw>>;
}

/** One field of an intent. */
export interface IntentField {
  readonly raw: Raw;
  readonly stamp: Stamp;
  readonly probe?: true;
}

/** One value that a write without an answer had sent, when we stopped waiting for it. */
export interface Unanswered {
  readonly field: string;
  readonly raw: Raw;
  /** Of a set as a whole, whose own `raw` is null: the elements that were sent, named as fields; where it lands, every other is gone. */
  readonly elements?: readonly string[];
  /** The form in which its system turned out to keep this very value. */
  readonly kept?: Raw;
  readonly stamp: Stamp;
  /** Our clock may have jumped over the time in which it could land: where it shows until then, ms, it is still taken for ours. */
  readonly until: number;
}

/** An assertion displaced before any entity had folded it, or by somebody who may not have seen it. */
export interface Lost {
  readonly field: string;
  readonly raw: Raw;
  readonly stamp: Stamp;
  readonly why: 'displaced' | 'doubt';
  /** In doubt: record whose value a write of ours had sent there, which this may be. */
  readonly sentOf?: string;
  /** The record's `seq` that brought it here: folds log what is newer than their copy. */
  readonly seq: number;
}

/** Position of an observation: fencing token of the pull's lease, then page; later is greater. */
export type Seen = readonly [token: number, page: number];

/** Whether a record is there: `missing` was not seen by one sweep, `gone` is certain. */
export type RecordState = 'live' | 'missing' | 'gone';

/** One record of one system as last seen: one item, one version, the only fence for everything in it. */
export interface SourceRecord {
  readonly ref: Ref;
  readonly state: RecordState;
  readonly goneBy?: 'human' | 'us';
  readonly deletedAt?: Stamp;
  /** When the source was read that a sweep first missed it in. */
  readonly missingSince?: number;
  /** Fencing token of that sweep's lease. Absent while only looks at the record have missed it, which no brake has weighed, and in records stored before the token was: the next sweep counts as the first. */
  readonly missedUnder?: number;
  /** We archived it there because it was deleted at its source. */
  readonly archived?: true;
  readonly origin: 'native' | 'ours';
  readonly entity: EntityId;
  readonly type: string;
  /** The vendor's record as last read. */
  readonly snapshot: JsonObject;
  /** Last readable vendor form of fields that the snapshot holds in a form the mapping cannot read. */
  readonly held: Readonly<Record<string, Raw>>;
  readonly hash: string;
  readonly revision?: string;
  readonly modifiedAt: number;
  readonly lastReadAt: number;
  readonly seen: Seen;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly assertions: Readonly<Record<string, Assertion>>;
  readonly limbo: readonly Lost[];
  readonly intent?: Intent;
  readonly mayLand?: readonly Unanswered[];
  /** Moves when assertions, doubts, state or limbo change: the entity's copy is behind while its own is lower. */
  readonly seq: number;
  /** Causes of open failures of this record, so that success knows what to close. */
  readonly failing: readonly string[];
  /** Entities that get no record of their own here while this one stands and shows what it does: it has the name or number that theirs would get. */
  readonly keepsOut?: readonly EntityId[];
}

/** A create in flight, keyed by connection and anchor record, so that merge and split cannot orphan it. */
export interface Slot {
  readonly state: 'open' | 'done' | 'void';
  /** Counts tries that are known to have made nothing. */
  readonly n: number;
  /** The name given to the vendor as external id and idempotency key. */
  readonly key: string;
  readonly anchor: Ref;
  readonly stream: string;
  readonly intent: Intent;
  readonly past: readonly Intent[];
  readonly recordId?: string;
}

/** What stood in doubt in a field, as it is told. */
export function doubtLost(field: string, { seen, stamp, sentStamp }: Doubt, seq: number): Lost {
  return { field, raw: seen, stamp, why: 'doubt', sentOf: sentStamp.ref, seq };
}

/** An empty cell. */
export const cellEmpty: Cell = { stamp: { at: 0, ref: '' }, synced: { at: 0, ref: '' } };

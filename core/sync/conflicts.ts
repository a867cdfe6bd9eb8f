import { shortHash } from '../model/hash.ts';
import { jsonEqual, stableStringify } from '../model/json.ts';
import type { Canon, Raw } from '../ports/mapping.ts';
import type { Entity, GoldenField } from './entity.ts';
import type { Assertion, Lost } from './record.ts';
import { compareStamps, type Stamp, sameStamp } from './stamp.ts';
import type { CanonOf } from './survive.ts';

/** Why an accepted edit is not golden. */
export type ConflictReason = 'overruled' | 'pinned' | 'frozen' | 'concurrent' | 'merge' | 'doubt' | 'displaced' | 'delete-vs-edit' | 'deleted-with';

/** One edit that lost, with what it lost to. Never removed: an edit is golden, here, or followed by a later edit of somebody who saw it. */
export interface Conflict {
  /** Hash of field, loser, stamp and value: logging twice is the same row. */
  readonly id: string;
  readonly field: string;
  readonly loser: string;
  readonly stamp: Stamp;
  readonly value: Canon;
  readonly winner: string;
  readonly winning: Canon;
  readonly reason: ConflictReason;
  /** In doubt: record whose value a write of ours had sent there. What lost may be that, so that it is that one's person's as much as the loser's. */
  readonly sentOf?: string;
}

/** What `conflicts` compares. */
export interface ConflictInput {
  /** The entity before the fold; undefined when it is new. */
  readonly before: Entity | undefined;
  readonly after: Entity;
  /** Record being folded and its fields with a new assertion since the last fold; empty for a structural change. */
  readonly ref: string;
  readonly fresh: readonly string[];
  /** True for merge, split, pin, unpin, thaw, death of a member, policy or mapping change: every live assertion is checked. */
  readonly structural: boolean;
  readonly limbo: readonly Lost[];
  readonly canonOf: CanonOf;
}

/** Edits that this fold overruled or displaced unseen. */
export function conflicts(input: ConflictInput): Conflict[] {
  const found = new Map<string, Conflict>();
  const add = (c: Conflict | undefined): void => {
    if (c !== undefined) found.set(c.id, c);
  };
  for (const field of input.fresh) {
    add(overruled(input, field));
    add(concurrent(input, field));
  }
  if (input.structural) for (const c of allLosers(input)) add(c);
  for (const lost of input.limbo) add(fromLimbo(input, lost));
  return [...found.values()];
}

function overruled({ after, ref, canonOf }: ConflictInput, field: string): Conflict | undefined {
  const assertion = after.members[ref]?.assertions[field];
  if (assertion === undefined) return undefined;
  const value = losing(after, ref, field, assertion, canonOf);
  const golden = after.golden[field];
  const reason = golden?.rule === 'pin' ? 'pinned' : golden === undefined || golden.rule === 'freeze' ? 'frozen' : 'overruled';
  return value === undefined ? undefined : conflictOf(field, ref, assertion.stamp, value, golden, reason);
}

/**
 * How an assertion that is not golden reads; undefined when golden is this very assertion, or says the same.
 * A record can lose to what it said itself: while an approval is pending, golden is what the field said before, or nothing where it had no value then.
 */
function losing(after: Entity, ref: string, field: string, assertion: Assertion, canonOf: CanonOf): Canon | undefined {
  const golden = after.golden[field];
  if (golden === undefined && !Object.hasOwn(after.freezes, field)) return undefined;
  if (golden?.ref === ref && sameStamp(golden.stamp, assertion.stamp)) return undefined;
  const value = canonOf(ref, field, assertion);
  return value === undefined || jsonEqual(value, golden?.value ?? null) ? undefined : value;
}

/** A fresh assertion displaced another record's golden value that its author had not seen. */
function concurrent({ before, after, ref, canonOf }: ConflictInput, field: string): Conflict | undefined {
  const lost = before?.golden[field];
  const won = after.golden[field];
  const assertion = after.members[ref]?.assertions[field];
  if (lost === undefined || won === undefined || assertion === undefined || won.ref !== ref || lost.ref === ref) return undefined;
  if (jsonEqual(lost.value, won.value)) return undefined;
  // Seen: this very value stood there when the author came after it, or this very golden was the last that the cell had from us (the vendor may show it in its own form). A later stamp alone proves nothing: golden can fall back to an older one.
  // What a record that only just joined showed before is not known, nor what one that may be another's did.
  const stood = before?.members[ref] !== undefined && jsonEqual(lost.value, assertion.prev) && compareStamps(lost.stamp, assertion.stamp) < 0;
  // Nor what its author saw while a write without an answer could still land, whatever we had put there before.
  const saw = stood || (assertion.prev !== undefined && compareStamps(lost.stamp, assertion.synced) === 0);
  const loser = after.members[lost.ref]?.assertions[field];
  if (saw || loser === undefined) return undefined;
  const value = canonOf(lost.ref, field, loser);
  return value === undefined ? undefined : conflictOf(field, lost.ref, loser.stamp, value, won, 'concurrent');
}

function* allLosers({ after, canonOf }: ConflictInput): Generator<Conflict> {
  for (const [ref, member] of Object.entries(after.members)) {
    if (member.dead === true) continue;
    for (const [field, assertion] of Object.entries(member.assertions)) {
      const value = losing(after, ref, field, assertion, canonOf);
      if (value !== undefined) yield conflictOf(field, ref, assertion.stamp, value, after.golden[field], 'merge');
    }
  }
}

function fromLimbo({ before, after, ref, canonOf }: ConflictInput, lost: Lost): Conflict | undefined {
  if (lost.why === 'displaced' && hadLost(before, ref, lost)) return undefined;
  const value = canonOf(ref, lost.field, asAssertion(lost.raw, lost.stamp));
  const golden = after.golden[lost.field];
  if (value === undefined || (golden !== undefined && jsonEqual(golden.value, value))) return undefined;
  const found = conflictOf(lost.field, ref, lost.stamp, value, golden, lost.why);
  return lost.sentOf === undefined ? found : { ...found, sentOf: lost.sentOf };
}

/** What the entity knew and had not taken for golden had lost before it was displaced, and was held against the winner then. */
function hadLost(before: Entity | undefined, ref: string, { field, stamp }: Lost): boolean {
  const known = before?.members[ref]?.assertions[field];
  const golden = before?.golden[field];
  return known !== undefined && sameStamp(known.stamp, stamp) && !(golden?.ref === ref && sameStamp(golden.stamp, stamp));
}

function asAssertion(raw: Raw, stamp: Stamp): Assertion {
  return { raw, stamp, prev: null, synced: { at: 0, ref: '' } };
}

function conflictOf(field: string, loser: string, stamp: Stamp, value: Canon, golden: GoldenField | undefined, reason: ConflictReason): Conflict {
  const id = shortHash(stableStringify([field, loser, stamp.at, stamp.ref, value]));
  return { id, field, loser, stamp, value, winner: golden?.ref ?? '', winning: golden?.value ?? null, reason };
}

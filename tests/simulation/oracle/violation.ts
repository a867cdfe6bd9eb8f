/** Something that must never be, and which rule it breaks. */
export interface Violation {
  readonly oracle: OracleName;
  readonly what: string;
}

/** Names of the oracles, as failures and the mutant table print them. */
export type OracleName =
  | 'lost'
  | 'policy'
  | 'duplicate'
  | 'orphan'
  | 'joined'
  | 'link'
  | 'converge'
  | 'quiet'
  | 'drain'
  | 'blind'
  | 'cursor'
  | 'fence'
  | 'resurrect'
  | 'account'
  | 'leak'
  | 'history'
  | 'storm'
  | 'retries'
  | 'blame'
  | 'interleaving'
  | 'forgery'
  | 'facts'
  | 'erased'
  | 'freeze';

/** What the rules allow where a system offers no guard (N1–N7 of docs/guarantees.md): counted, never hidden. */
export interface Excused {
  /** N1: an edit between our read and our write, where the system has no guard. */
  overwritten: number;
  /** N2: a person put back exactly what was there before a write of ours whose answer was missing. */
  putBack: number;
  /** N3: what a person had entered counted as somebody's who was parted from the record, and was taken out there. */
  takenOut: number;
  /** N5: set and cleared between two reads. */
  neverRead: number;
  /** N7: a clear lost to an edit whose author saw the same emptiness, or a name to a correction whose author saw the same name elsewhere. */
  emptyBoth: number;
  /** N4: a record that a person deleted before we had taken it in even once, or that was taken in only while a create for its customer was on its way. */
  unread: number;
  /** N4: a record of ours, its answer lost, of which people had rewritten most, or all that its system searches by, before we were shown it. */
  rewritten: number;
  /** N6: our own clock jumped over the wait for a write without an answer, or that was still on its way: a create landed beside the next try, or a value looked like a person's edit. */
  landedLate: number;
  /** Records so few that no brake stops it, which their source hid for longer than two sweeps, or while somebody was erased: they count as deleted, or no longer there. */
  hidden: number;
  /** A document followed its merged customer to another record only when it was looked at again. */
  followed: number;
  /** A value in doubt in a record that nobody writes to: held until a person decides about a delete against an edit, or the second of its system. */
  heldInDoubt: number;
  /** A value that people undid in one system four times counts as contested there, as if a workflow had done it, and a failure says so. */
  insisted: number;
  /** A customer that a person deleted in one system still stands in another, edited since, until somebody decides; a record shown for the first time after that is a customer of its own. */
  besideDeleted: number;
}

/** Nothing excused yet. */
export const noExcuses = (): Excused => ({
  overwritten: 0,
  putBack: 0,
  takenOut: 0,
  neverRead: 0,
  emptyBoth: 0,
  unread: 0,
  rewritten: 0,
  landedLate: 0,
  hidden: 0,
  followed: 0,
  heldInDoubt: 0,
  insisted: 0,
  besideDeleted: 0,
});

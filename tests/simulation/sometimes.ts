/** Counts what must happen sometimes: a simulation in which it never does proves nothing about it. */
export class Sometimes {
  readonly #counts = new Map<string, number>();
  /** Slots and records with something of ours under way. */
  readonly inFlight = new Set<string>();
  /** Records of ours that have been stored once. */
  readonly known = new Set<string>();

  count(what: string, times = 1): void {
    if (times > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + times);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort());
  }
}

/** What a run of a few hundred seeds must have met; zero of any fails the run. */
export const mustHappen: readonly string[] = [
  'a 412 was hit',
  'a pull that had lost its lease was fenced off',
  'a worker that had read an older record was fenced off',
  'two folds of one entity met',
  'two creates of one entity met',
  'a create whose maker had died was adopted',
  'a create gave way or came to nothing',
  'a merge met deliveries in flight',
  'a value was in doubt',
  'a cell was parked: refused',
  'a cell was parked: contested',
  'a record was missing from a sweep',
  'a record was gone by human',
  'a record was gone by us',
  'a brake was pulled',
  'a person released a brake',
  'work parked for a connection was released',
  'a record parked for its parent was released',
  'a dead letter was redriven',
  'an old message came again',
  'an audit announced what a gap had swallowed',
  'an edit lost and was logged: overruled',
  'an edit lost and was logged: concurrent',
  'an edit lost and was logged: merge',
  'an edit lost and was logged: pinned',
  'an edit lost and was logged: delete-vs-edit',
  'an edit lost and was logged: frozen',
  'a forged webhook was refused',
  'a replayed webhook was refused',
  'a new version of the mappings met work in flight',
  'a system was away for hours',
  'the feed lost everything for a while',
  'a dead letter of days ago was redriven',
  'a second workspace was delivered to beside the first',
  'a person put an element into a set or took one out',
  'a person cleared a value',
  'a webhook and a poll told of one change',
  'a contact’s mailbox was corrected',
  'a contact changed its employer',
  'a record was written before somebody whom it names was there',
  'a person was erased',
  'a person was erased with a delivery in flight',
  'a person was erased while a system was away',
  'an owner asked again for one erasure',
  'an old message told of an erased person',
];

/** Adds counts by name. */
export function addCounts(into: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, n] of Object.entries(more)) into[name] = (into[name] ?? 0) + n;
}

import { refOf } from '../../../core/model/ids.ts';
import type { Book } from '../book.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { booksOf } from './records.ts';
import type { Excused, Violation } from './violation.ts';

/** A moment from which on nothing should be written. */
export interface Moment {
  readonly at: number;
  /** What we had asked of the systems by then. */
  readonly writes: number;
}

/** Now, as a moment. */
export function momentOf(setup: Setup): Moment {
  return { at: setup.sim.now(), writes: booksOf(setup).reduce((n, { book }) => n + book.writes, 0) };
}

/** Old messages bring nothing about, except that a document or contact whose customer a person merged or split follows to the record that leads now, when it is looked at again. */
export function quiet(setup: Setup, snapshot: Snapshot, since: Moment, excused: Excused): Violation[] {
  const writes = momentOf(setup).writes - since.writes;
  const followed = booksOf(setup).reduce((n, { system, book }) => n + followsOf(setup, snapshot, system, book, since.at), 0);
  excused.followed += followed;
  return writes > followed ? [{ oracle: 'quiet', what: `${writes - followed} vendor writes because old messages came again` }] : [];
}

function followsOf(setup: Setup, snapshot: Snapshot, system: string, book: Book, since: number): number {
  const writes = Map.groupBy(
    book.puts.filter((put) => put.at >= since),
    (put) => `${put.record} ${put.at}`,
  );
  return [...writes.values()].filter((puts) =>
    puts.every(({ record, field, value }) => {
      const before = book.records.get(record)?.beforeOurs[field];
      return field === book.kind.customer?.field && before !== undefined && isFollowed(setup, snapshot, refOf(system, 'customers', before), refOf(system, 'customers', value));
    }),
  ).length;
}

/** The record that was named is the same customer's as the one that is named now, or a person has parted it from that. Of whose customer was erased since, the table says so no more: what it said before does. */
function isFollowed(setup: Setup, snapshot: Snapshot, before: string, now: string): boolean {
  const customer = snapshot.entityOf(now);
  if (customer === undefined) return false;
  if (snapshot.entityOf(before)?.id === customer.id || customer.cannotLink.some((pair) => pair.includes(before))) return true;
  return setup.erasing.isPartedFrom(before, Object.keys(customer.members));
}

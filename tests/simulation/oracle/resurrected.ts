import { refOf } from '../../../core/model/ids.ts';
import type { Book, BookRecord } from '../book.ts';
import { isSame } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { booksOf } from './records.ts';
import { lastLookBefore } from './taken-for-a-persons.ts';
import type { Excused, Violation } from './violation.ts';

/** What a person deleted at a target is not made there again by us. */
export function resurrected(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const found: Violation[] = [];
  for (const { system, book } of booksOf(setup)) {
    for (const gone of book.ever()) {
      if (gone.goneBy !== 'human') continue;
      const ref = refOf(system, book.name, gone.id);
      // Who was erased and is entered anew is somebody new.
      if (setup.erasing.refs().has(ref)) continue;
      const again = [...book.records.values()].filter(
        (r) => r.madeBy === 'us' && r.madeAt > (gone.goneAt ?? 0) && isOneNow(snapshot, system, book, gone, r) && wereSame(setup, system, book, gone, r),
      );
      if (again.length === 0 || setup.decisions.any(book.name)) continue;
      // N4: whoever made it again could not know of it: its page may have been under way, but nobody had taken it in before the last look at its customer.
      if (again.every((r) => !setup.cursors.wasKnown(ref, lastLookBefore(setup, book, r)))) excused.unread += 1;
      else found.push({ oracle: 'resurrect', what: `${ref} was deleted by a person, and made again as ${again.map((r) => r.id).join(', ')}` });
    }
  }
  return found;
}

/** Both are one customer's at the end. One that is deleted and shown elsewhere for the first time after that is a customer of its own. */
function isOneNow(snapshot: Snapshot, system: string, book: Book, a: BookRecord, b: BookRecord): boolean {
  const [one, other] = [snapshot.entityOf(refOf(system, book.name, a.id)), snapshot.entityOf(refOf(system, book.name, b.id))];
  return one === undefined || one.id === other?.id;
}

/**
 * They were the same when ours was made: by what people see of what it was made with, or known as one customer's at its maker's last look.
 * Whoever has become the same only since was somebody else, whose record nobody had deleted.
 *
 *   b:       Eduardo, desk@ · home@, deleted
 *   b, ours:                                 of his namesake: Eduardo, office@
 *   person:                                                                    puts home@ into that: both are one from here on
 */
function wereSame(setup: Setup, system: string, book: Book, gone: BookRecord, ours: BookRecord): boolean {
  if (isSame(book.kind, gone.fields, book.made.get(ours.id)?.as ?? ours.fields)) return true;
  const lookedAt = lastLookBefore(setup, book, ours);
  const whose = ({ id, externalId }: BookRecord): string | undefined => setup.owners.at(refOf(system, book.name, id), lookedAt, externalId);
  return whose(gone) !== undefined && whose(gone) === whose(ours);
}

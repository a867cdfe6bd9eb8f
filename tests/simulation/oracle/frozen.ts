import { partsOf, refOf } from '../../../core/model/ids.ts';
import { minuteMs } from '../../../core/model/time.ts';
import type { Approval } from '../approvals.ts';
import type { Book, Put } from '../book.ts';
import { isSame } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import { booksOf } from './records.ts';
import type { Violation } from './violation.ts';

/** A delivery planned before the approval was asked for, or before the record was known to be that customer's, may still land within this time. */
const freezeLandsMs = minuteMs;

/** While an approval is pending, nobody gets the field. */
export function frozen(setup: Setup): Violation[] {
  return setup.approvals.all.flatMap((one) => {
    const until = setup.approvals.until(one);
    return (setup.decisions.any(partsOf(one.ref).stream) ? [] : booksOf(setup)).flatMap(({ system, book }) =>
      book.puts
        .filter((put) => put.field === one.field && put.at > one.from + freezeLandsMs && put.at < until && isOfFrozen(setup, one, system, book, put))
        .map((put): Violation => ({ oracle: 'freeze', what: `${one.field} of ${system} ${put.record} was written at ${put.at}, frozen since ${one.from}` })),
    );
  });
}

/** The record was known as that customer's in time. Who is found to be the same only later is delivered for itself until then. */
function isOfFrozen({ owners }: Setup, { ref, shown }: Approval, system: string, book: Book, put: Put): boolean {
  const record = book.records.get(put.record);
  if (book.name !== partsOf(ref).stream || !isSame(book.kind, shown, record?.fields ?? {})) return false;
  const known = put.at - freezeLandsMs;
  return owners.at(refOf(system, book.name, put.record), known, record?.externalId) === owners.at(ref, known);
}

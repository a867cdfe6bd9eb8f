import { err, ok, type Result } from '../../model/result.ts';
import type { Fact } from '../model/fact.ts';
import type { Book } from './book.ts';
import { type BookException, exceptionsOf } from './exceptions.ts';
import { stateHash } from './stateHash.ts';

/** A frozen period: what was true when it was closed. Later allocations dated inside it are refused; reversals land after it. */
export interface PeriodFreeze {
  readonly company: string;
  readonly closedThrough: string;
  readonly stateHash: string;
  readonly openExceptions: readonly BookException[];
  readonly by: string;
}

/** Closes a company's books through a day. A day before one already closed is refused: reopening is its own act. */
export function closePeriod(book: Book, company: string, closedThrough: string, by: string, version: number): Result<{ freeze: PeriodFreeze; fact: Fact }, 'closed_later'> {
  const before = book.closedThrough(company);
  if (before !== undefined && before >= closedThrough) return err('closed_later');
  const freeze = { company, closedThrough, stateHash: stateHash(book, company), openExceptions: exceptionsOf(book).filter((e) => e.company === company), by };
  return ok({ freeze, fact: { type: 'period', company, closedThrough, version } });
}

/** Opens a company's books again after a day (`0000-01-01` for all of them). */
export function reopenPeriod(company: string, closedThrough: string, version: number): Fact {
  return { type: 'period', company, closedThrough, version };
}

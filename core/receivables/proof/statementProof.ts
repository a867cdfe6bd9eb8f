import type { BankStatement } from '../model/statement.ts';
import type { StatementEnd } from '../model/statementPart.ts';
import { type Tally, tallyOf } from './tally.ts';

/** What a statement proves about itself. `proved`: opening + booked = closing and every control total holds. `quarantined`: something does not add up, by `differenceMinor`. `unprovable`: the bank gave nothing to prove with. */
export interface StatementProof {
  readonly state: 'proved' | 'quarantined' | 'unprovable';
  /** Closing minus (opening + booked); of a control total: said minus read. Minor units. */
  readonly differenceMinor?: bigint;
  /** What does not hold, one sentence each. */
  readonly broken: readonly string[];
}

/** What is said of balances that do not fit the lines between them. */
export const notClosing = 'opening + booked is not closing';

/** Proves one statement whose lines are at hand. */
export function proveStatement(statement: BankStatement): StatementProof {
  return proveTotals(statement, tallyOf(statement.lines));
}

/** Proves one statement from the sums of its lines. Pending lines do not count; lines in another currency than the balances make it unprovable rather than wrong. */
export function proveTotals(statement: StatementEnd, tally: Tally): StatementProof {
  const broken = statement.controls.filter((control) => !control.ok).map((control) => `${control.name}: said ${control.said}, read ${control.read}`);
  const { openingMinor, closingMinor } = statement;
  if (openingMinor !== undefined && closingMinor !== undefined && !tally.hasOther(statement.currency)) {
    const differenceMinor = closingMinor - (openingMinor + tally.bookedMinor);
    if (differenceMinor !== 0n) broken.unshift(notClosing);
    return { state: broken.length === 0 ? 'proved' : 'quarantined', differenceMinor, broken };
  }
  if (broken.length > 0) return { state: 'quarantined', differenceMinor: firstGap(statement), broken };
  return { state: statement.controls.length > 0 ? 'proved' : 'unprovable', broken };
}

function firstGap(statement: StatementEnd): bigint | undefined {
  const sum = statement.controls.find((control) => !control.ok && /^[+-]?\d+$/.test(control.said) && /^[+-]?\d+$/.test(control.read));
  return sum === undefined ? undefined : BigInt(sum.said) - BigInt(sum.read);
}

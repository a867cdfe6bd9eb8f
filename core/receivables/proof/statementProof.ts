import type { BankStatement } from '../model/statement.ts';

/** What a statement proves about itself. `proved`: opening + booked = closing and every control total holds. `quarantined`: something does not add up, by `differenceMinor`. `unprovable`: the bank gave nothing to prove with. */
export interface StatementProof {
  readonly state: 'proved' | 'quarantined' | 'unprovable';
  /** Closing minus (opening + booked); of a control total: said minus read. Minor units. */
  readonly differenceMinor?: bigint;
  /** What does not hold, one sentence each. */
  readonly broken: readonly string[];
}

/** Proves one statement. Pending lines do not count; lines in another currency than the balances make it unprovable rather than wrong. */
export function proveStatement(statement: BankStatement): StatementProof {
  const broken = statement.controls.filter((control) => !control.ok).map((control) => `${control.name}: said ${control.said}, read ${control.read}`);
  const { openingMinor, closingMinor } = statement;
  const foreign = statement.lines.some((line) => line.currency !== statement.currency);
  if (openingMinor !== undefined && closingMinor !== undefined && !foreign) {
    const booked = statement.lines.reduce((sum, line) => (line.status === 'booked' ? sum + line.amountMinor : sum), 0n);
    const differenceMinor = closingMinor - (openingMinor + booked);
    if (differenceMinor !== 0n) broken.unshift('opening + booked is not closing');
    return { state: broken.length === 0 ? 'proved' : 'quarantined', differenceMinor, broken };
  }
  if (broken.length > 0) return { state: 'quarantined', differenceMinor: firstGap(statement), broken };
  return { state: statement.controls.length > 0 ? 'proved' : 'unprovable', broken };
}

function firstGap(statement: BankStatement): bigint | undefined {
  const sum = statement.controls.find((control) => !control.ok && /^[+-]?\d+$/.test(control.said) && /^[+-]?\d+$/.test(control.read));
  return sum === undefined ? undefined : BigInt(sum.said) - BigInt(sum.read);
}

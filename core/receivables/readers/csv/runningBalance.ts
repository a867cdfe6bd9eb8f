import { amountFrom, type DecimalSign } from '../../model/amountText.ts';
import type { BankLine, ControlTotal } from '../../model/statement.ts';

/** What a column of running balances proves. */
export interface BalanceChain {
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly controls: readonly ControlTotal[];
}

/** Reads the running balances of a table in the order that breaks least (oldest or newest first): the opening stands before the oldest row, the closing is the newest; every break is one failed control. Undefined when a balance is missing. */
export function chainOf(lines: readonly BankLine[], written: readonly (string | undefined)[], decimal: DecimalSign): BalanceChain | undefined {
  if (lines.length === 0) return undefined;
  const balances: bigint[] = [];
  for (const [i, text] of written.entries()) {
    const money = text === undefined ? undefined : amountFrom(text, (lines[i] as BankLine).currency, decimal);
    if (money === undefined) return undefined;
    balances.push(money.minor);
  }
  const upward = breaksOf(lines, balances);
  const downward = breaksOf(lines.toReversed(), balances.toReversed());
  const [ordered, amounts, breaks] = downward.length < upward.length ? [balances.toReversed(), lines.toReversed(), downward] : [balances, lines, upward];
  return {
    openingMinor: (ordered[0] as bigint) - (amounts[0] as BankLine).amountMinor,
    closingMinor: ordered.at(-1) as bigint,
    controls: breaks,
  };
}

function breaksOf(lines: readonly BankLine[], balances: readonly bigint[]): ControlTotal[] {
  const breaks: ControlTotal[] = [];
  for (let i = 1; i < lines.length; i += 1) {
    const read = (balances[i - 1] as bigint) + (lines[i] as BankLine).amountMinor;
    if (read !== balances[i]) breaks.push({ name: `balance at line ${(lines[i] as BankLine).line ?? i + 1}`, ok: false, said: String(balances[i]), read: String(read) });
  }
  return breaks;
}

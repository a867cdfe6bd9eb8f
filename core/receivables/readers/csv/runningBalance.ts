import { amountFrom, type DecimalSign } from '../../model/amountText.ts';
import type { BankLine, ControlTotal } from '../../model/statement.ts';
import { brokenNamedMax } from '../source/limits.ts';

/** What a column of running balances proves. */
export interface BalanceChain {
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly controls: readonly ControlTotal[];
}

interface Link {
  readonly amountMinor: bigint;
  readonly balanceMinor: bigint;
  readonly line: number | undefined;
}

/** Follows the running balances of a table row by row, both ways at once (a table has the oldest row first or the newest): the opening stands before the oldest row, the closing is the newest; every break is one failed control. */
export class RunningBalance {
  readonly #decimal: DecimalSign;
  readonly #upward = new Breaks();
  readonly #downward = new Breaks();
  #first: Link | undefined;
  #last: Link | undefined;
  #isMissing = false;

  constructor(decimal: DecimalSign) {
    this.#decimal = decimal;
  }

  /** Takes the next row and its balance as written. */
  add(line: BankLine, written: string | undefined): void {
    const money = written === undefined ? undefined : amountFrom(written, line.currency, this.#decimal);
    if (money === undefined) {
      this.#isMissing = true;
      return;
    }
    const link = { amountMinor: line.amountMinor, balanceMinor: money.minor, line: line.line };
    if (this.#last !== undefined) {
      this.#upward.check(link, this.#last.balanceMinor);
      this.#downward.check(this.#last, link.balanceMinor);
    }
    this.#first ??= link;
    this.#last = link;
  }

  /** The chain in the order that breaks least; undefined when a balance is missing. */
  chain(): BalanceChain | undefined {
    const [first, last] = [this.#first, this.#last];
    if (this.#isMissing || first === undefined || last === undefined) return undefined;
    const isDown = this.#downward.count < this.#upward.count;
    const [oldest, newest, breaks] = isDown ? [last, first, this.#downward] : [first, last, this.#upward];
    return { openingMinor: oldest.balanceMinor - oldest.amountMinor, closingMinor: newest.balanceMinor, controls: breaks.controls() };
  }
}

/** Places where a balance does not follow from the one before it; the first ones by their lines, the others counted. */
class Breaks {
  count = 0;
  readonly #named: ControlTotal[] = [];

  check(link: Link, beforeMinor: bigint): void {
    const read = beforeMinor + link.amountMinor;
    if (read === link.balanceMinor) return;
    this.count += 1;
    if (this.count <= brokenNamedMax) this.#named.push({ name: `balance at line ${link.line ?? '?'}`, ok: false, said: String(link.balanceMinor), read: String(read) });
  }

  controls(): ControlTotal[] {
    const more = this.count - this.#named.length;
    return more === 0 ? this.#named : [...this.#named, { name: 'balances at further lines', ok: false, said: '', read: `${more} that do not follow` }];
  }
}

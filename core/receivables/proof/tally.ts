import type { BankLine, ControlTotal } from '../model/statement.ts';

/** Sums of the lines of one statement while they are read, minor units: all that a proof needs of them. */
export class Tally {
  lines = 0;
  credits = 0;
  debits = 0;
  creditMinor = 0n;
  /** Positive. */
  debitMinor = 0n;
  bookedMinor = 0n;
  readonly #currencies = new Set<string>();

  /** Counts one line. */
  add(line: BankLine): void {
    this.lines += 1;
    this.#currencies.add(line.currency);
    if (line.status === 'booked') this.bookedMinor += line.amountMinor;
    if (line.amountMinor >= 0n) {
      this.credits += 1;
      this.creditMinor += line.amountMinor;
    } else {
      this.debits += 1;
      this.debitMinor -= line.amountMinor;
    }
  }

  /** True when a line has another currency: its sums then mean nothing in this one. */
  hasOther(currency: string): boolean {
    return this.#currencies.size > (this.#currencies.has(currency) ? 1 : 0);
  }

  /** Currency of the first line. */
  get currency(): string | undefined {
    return this.#currencies.values().next().value;
  }
}

/** A figure that the bank wrote into the file against the one that was read. */
export function control(name: string, said: string | number | bigint, read: string | number | bigint): ControlTotal {
  return { name, ok: String(said) === String(read), said: String(said), read: String(read) };
}

/** Sums of given lines. */
export function tallyOf(lines: Iterable<BankLine>): Tally {
  const tally = new Tally();
  for (const line of lines) tally.add(line);
  return tally;
}

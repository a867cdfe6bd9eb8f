import type { Contract } from './contractLine.ts';

/** What was agreed when a contract was signed. */
export interface SignedTerms {
  /** The signing date these terms belong to. */
  readonly signed: string;
  readonly currency: string;
  /** What all lines came to, or the total where there is one. */
  readonly amountMinor: bigint;
  /** The lines, for comparing. */
  readonly lines: readonly string[];
}

/** A change of what was signed. */
export interface ChangedTerms {
  /** New less signed, minor units of the contract; undefined when the currency changed. */
  readonly differenceMinor?: bigint;
}

/** The terms of a contract as it is now; undefined while it is not signed. */
export function termsOf(contract: Contract): SignedTerms | undefined {
  const { signed, currency, schedule, totalMinor } = contract;
  if (signed === undefined) return undefined;
  const planned = schedule.reduce((sum, line) => sum + line.amountMinor, 0n);
  const lines = schedule.map(({ due, amountMinor, everyMonths }) => `${due} ${amountMinor}${everyMonths === undefined ? '' : `/${everyMonths}m`}`).sort();
  return { signed, currency, amountMinor: totalMinor ?? planned, lines };
}

/**
 * The terms that bind: what was there when it was signed. Until the end of that day they may still change, and another
 * signing date is another signature.
 *
 *   terms ──── signed 3 March ──── changed 9 March: differs from what was signed
 *                                  changed 9 March, signed 9 March: an amendment, new terms
 */
export function bindingTerms(before: SignedTerms | undefined, contract: Contract, today: string): SignedTerms | undefined {
  const now = termsOf(contract);
  return before === undefined || now === undefined || before.signed !== now.signed || today <= now.signed ? now : before;
}

/** How a contract differs from what was signed; undefined when it does not. */
export function changedTerms(signed: SignedTerms | undefined, contract: Contract): ChangedTerms | undefined {
  const now = termsOf(contract);
  if (signed === undefined || now === undefined || signed.signed !== now.signed) return undefined;
  if (signed.currency !== now.currency) return {};
  if (signed.amountMinor === now.amountMinor && signed.lines.join() === now.lines.join()) return undefined;
  return { differenceMinor: now.amountMinor - signed.amountMinor };
}

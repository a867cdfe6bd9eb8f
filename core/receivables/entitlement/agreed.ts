import type { Contract, ScheduleLine } from './contractLine.ts';
import { occurrences } from './occurrences.ts';

/** Lines of a contract that are known by a day: each line once, a repeated one as often as it is due by then. */
export function linesBy(contract: Contract, asOf: string): ScheduleLine[] {
  return contract.schedule.flatMap((line) => occurrences(line, contract.ends ?? asOf, asOf));
}

/** True when no line is repeated: only then the total of a contract is all that may ever be invoiced. */
export function isRegular({ schedule }: Contract): boolean {
  return schedule.every((line) => line.everyMonths === undefined);
}

/** What a contract says is to be invoiced in all, as far as it is known by a day; undefined while (or after) it binds nobody. Minor units. */
export function agreedMinor(contract: Contract, asOf: string): bigint | undefined {
  if (contract.status !== 'active' && contract.status !== 'ended') return undefined;
  if (contract.totalMinor !== undefined && isRegular(contract)) return contract.totalMinor;
  return linesBy(contract, asOf).reduce((sum, line) => sum + line.amountMinor, 0n);
}

import type { Book } from '../book/book.ts';
import type { Contract } from './contractLine.ts';

/** The money of one contract: contracted = invoiced + to bill, and invoiced = received + adjusted + open. Minor units. */
export interface ContractPosition {
  readonly contract: string;
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  readonly contractedMinor: bigint;
  readonly invoicedMinor: bigint;
  readonly toBillMinor: bigint;
  readonly receivedMinor: bigint;
  readonly creditedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly openMinor: bigint;
}

/** Puts sales and finance side by side, contract by contract. `invoicedMinor` is invoices before credits; the columns add up by construction: contracted = invoiced − credited + to bill, invoiced − credited = received + adjusted + open. */
export function positionsOf(contracts: readonly Contract[], book: Book): ContractPosition[] {
  const claims = Map.groupBy(
    [...book.claims()].filter((claim) => claim.contract !== undefined),
    (claim) => claim.contract as string,
  );
  return contracts.map((contract) => {
    const own = [...(claims.get(contract.id) ?? []), ...(contract.number === contract.id ? [] : (claims.get(contract.number) ?? []))].filter(
      (claim) => claim.currency === contract.currency,
    );
    const sum = (pick: (id: string) => bigint): bigint => own.reduce((total, claim) => total + pick(claim.id), 0n);
    const invoicedMinor = own.reduce((total, claim) => (claim.totalMinor > 0n ? total + claim.totalMinor : total), 0n);
    const creditedMinor = own.reduce((total, claim) => (claim.totalMinor < 0n ? total - claim.totalMinor : total), 0n);
    const contractedMinor = contract.totalMinor ?? contract.schedule.reduce((total, line) => total + line.amountMinor, 0n);
    return {
      contract: contract.id,
      company: contract.company,
      party: contract.party,
      currency: contract.currency,
      contractedMinor,
      invoicedMinor,
      toBillMinor: contractedMinor - invoicedMinor + creditedMinor,
      receivedMinor: sum((id) => book.allocatedMinor(id)),
      creditedMinor,
      adjustedMinor: sum((id) => book.claim(id)?.adjustedMinor ?? 0n),
      openMinor: sum((id) => book.openMinor(id)),
    };
  });
}

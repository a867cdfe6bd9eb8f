import { numberKeys } from '../match/documentNumber.ts';
import type { ReceivableRow } from '../report/ledger/list.ts';
import { agreedMinor } from './agreed.ts';
import type { Contract } from './contractLine.ts';

/**
 * The money of one contract with one customer in one currency, minor units. Without a contract: invoices that name none.
 *
 *   agreed = invoiced − credited + to bill
 *   invoiced − credited = received + netted + written off + settled + open
 */
export interface ContractPosition {
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  /** As its system writes it, else as the invoices do; absent: none is named. */
  readonly number?: string;
  readonly status?: Contract['status'];
  /** Absent where no contract that is in force says so: what was invoiced cannot be held against anything. */
  readonly agreedMinor?: bigint;
  /** Invoices before credit notes. */
  readonly invoicedMinor: bigint;
  readonly creditedMinor: bigint;
  readonly toBillMinor?: bigint;
  readonly receivedMinor: bigint;
  /** Netted with credit notes of other contracts; within one contract it comes to nothing. */
  readonly nettedMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly settledMinor: bigint;
  readonly openMinor: bigint;
  readonly overdueMinor: bigint;
  /** The invoices and credit notes it is made of. */
  readonly rows: readonly ReceivableRow[];
}

/** Puts sales and finance side by side, contract by contract, as of the day of the rows. Every row counts in exactly one position, so that positions and rows have the same sums. */
export function positionsOf(contracts: readonly Contract[], rows: readonly ReceivableRow[], asOf: string): ContractPosition[] {
  const documents = Map.groupBy(rows, keyOfRow);
  const agreed = new Map(contracts.map((contract) => [keyOfContract(contract), contract]));
  const keys = new Set([...agreed.keys(), ...documents.keys()]);
  return [...keys].map((key) => positionOf(agreed.get(key), documents.get(key) ?? [], asOf));
}

function positionOf(contract: Contract | undefined, rows: readonly ReceivableRow[], asOf: string): ContractPosition {
  const sum = (pick: (row: ReceivableRow) => bigint): bigint => rows.reduce((total, row) => total + pick(row), 0n);
  const invoicedMinor = sum(({ totalMinor }) => (totalMinor > 0n ? totalMinor : 0n));
  const creditedMinor = sum(({ totalMinor }) => (totalMinor < 0n ? -totalMinor : 0n));
  const agreed = contract === undefined ? undefined : agreedMinor(contract, asOf);
  const { company, party, currency } = contract ?? (rows[0] as ReceivableRow);
  const number = contract?.number ?? rows[0]?.contract;
  return {
    ...{ company, party, currency, rows, invoicedMinor, creditedMinor },
    ...(number === undefined ? {} : { number }),
    ...(contract === undefined ? {} : { status: contract.status }),
    ...(agreed === undefined ? {} : { agreedMinor: agreed, toBillMinor: agreed - invoicedMinor + creditedMinor }),
    receivedMinor: sum((row) => row.receivedMinor),
    nettedMinor: sum((row) => row.creditedMinor),
    adjustedMinor: sum((row) => row.adjustedMinor),
    settledMinor: sum((row) => row.settledMinor),
    openMinor: sum((row) => row.openMinor),
    overdueMinor: sum((row) => (row.ageing === 'notDue' || row.disputed ? 0n : row.openMinor)),
  };
}

function keyOfRow({ company, party, currency, contract }: ReceivableRow): string {
  return [company, currency, party, contract === undefined ? '' : numberKeys(contract).full].join('\n');
}

function keyOfContract({ company, party, currency, number }: Contract): string {
  return [company, currency, party, numberKeys(number).full].join('\n');
}

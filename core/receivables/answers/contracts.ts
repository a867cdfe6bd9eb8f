import { ok, type Result } from '../../model/result.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { contractsOfCompany } from '../entitlement/agreement-rows.ts';
import { type ContractPosition, positionsOf } from '../entitlement/position.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { decimal, total } from './amounts.ts';
import { findReceivables, type ReceivablesQuery } from './list.ts';
import type { CustomerNames } from './names.ts';
import type { ContractsView, ContractTotalView, ContractView } from './views.ts';

/** Rows in one answer; an export holds all. */
const rowsMax = 5_000;

/** Positions with the invoices they are made of. */
export interface ContractsFound {
  readonly asOf: string;
  readonly positions: readonly ContractPosition[];
  readonly names: CustomerNames;
}

/** Sales against finance: every contract with all that was ever invoiced on it, so everything stored is read. Without `settled` those with nothing open and nothing to bill are left out. */
export async function findContracts(world: World, config: ReceivablesConfig, query: ReceivablesQuery): Promise<Result<ContractsFound, Refusal>> {
  const found = await findReceivables(world, { ...query, settled: true });
  if (!found.ok) return found;
  const { asOf, names, books, party } = found.value;
  const positions: ContractPosition[] = [];
  for (const { company } of books) {
    const contracts = await contractsOfCompany(world, config, company);
    const own = found.value.rows.filter((row) => row.company === company);
    positions.push(
      ...positionsOf(
        contracts.filter((contract) => party === undefined || contract.party === party),
        own,
        asOf,
      ),
    );
  }
  const wanted = positions.filter((position) => query.settled === true || isUnfinished(position)).sort(byOpen);
  return ok({ asOf, positions: wanted, names });
}

/** Sales against finance as people and programs see it. */
export async function contracts(world: World, config: ReceivablesConfig, query: ReceivablesQuery): Promise<Result<ContractsView, Refusal>> {
  const found = await findContracts(world, config, query);
  if (!found.ok) return found;
  const { asOf, positions, names } = found.value;
  return ok({
    asOf,
    rows: await Promise.all(positions.slice(0, rowsMax).map((position) => viewOf(position, names))),
    more: positions.length > rowsMax,
    totals: [...Map.groupBy(positions, ({ company, currency }) => `${company}\n${currency}`).values()].map(totalOf),
  });
}

function isUnfinished({ openMinor, toBillMinor }: ContractPosition): boolean {
  return openMinor !== 0n || (toBillMinor ?? 0n) !== 0n;
}

/** Largest first: what is open, then what is to bill; invoices without a contract last. */
function byOpen(a: ContractPosition, b: ContractPosition): number {
  if ((a.number === undefined) !== (b.number === undefined)) return a.number === undefined ? 1 : -1;
  return Number(b.openMinor - a.openMinor) || Number((b.toBillMinor ?? 0n) - (a.toBillMinor ?? 0n)) || ((a.number ?? '') < (b.number ?? '') ? -1 : 1);
}

async function viewOf(position: ContractPosition, names: CustomerNames): Promise<ContractView> {
  const { company, party, number, status, currency, rows, agreedMinor, toBillMinor } = position;
  return {
    company,
    customer: await names.of(party),
    ...(number === undefined ? {} : { contract: number }),
    ...(status === undefined ? {} : { status }),
    currency,
    count: rows.length,
    ...(agreedMinor === undefined || toBillMinor === undefined ? {} : { agreed: decimal(agreedMinor, currency), toBill: decimal(toBillMinor, currency) }),
    ...sumsOf([position], currency),
  };
}

function totalOf(own: readonly ContractPosition[]): ContractTotalView {
  const { company, currency } = own[0] as ContractPosition;
  const bound = own.filter(({ agreedMinor }) => agreedMinor !== undefined);
  const sum = (pick: (position: ContractPosition) => bigint | undefined): string => decimal(total(bound.map((position) => pick(position) ?? 0n)), currency);
  return {
    company,
    currency,
    contracts: own.filter(({ number }) => number !== undefined).length,
    count: own.reduce((n, { rows }) => n + rows.length, 0),
    ...(bound.length === 0 ? {} : { agreed: sum((p) => p.agreedMinor), toBill: sum((p) => p.toBillMinor) }),
    ...sumsOf(own, currency),
  };
}

function sumsOf(own: readonly ContractPosition[], currency: string) {
  const sum = (pick: (position: ContractPosition) => bigint): string => decimal(total(own.map(pick)), currency);
  return {
    invoiced: sum((p) => p.invoicedMinor),
    credited: sum((p) => p.creditedMinor),
    received: sum((p) => p.receivedMinor),
    netted: sum((p) => p.nettedMinor),
    adjusted: sum((p) => p.adjustedMinor),
    settled: sum((p) => p.settledMinor),
    open: sum((p) => p.openMinor),
    overdue: sum((p) => p.overdueMinor),
  };
}

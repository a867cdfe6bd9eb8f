import { ok, type Result } from '../../model/result.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { listReceivables, type ReceivableRow } from '../report/ledger/list.ts';
import { today } from '../table/day.ts';
import { companiesOf } from '../table/record.ts';
import { takingIn } from '../table/take-in.ts';
import { decimal, total } from './amounts.ts';
import { type Books, booksOf, totalOf, unappliedReceipts } from './books.ts';
import { findCustomer } from './find.ts';
import { CustomerNames } from './names.ts';
import { sumsOf } from './sums.ts';
import type { ReceivablesView, ReceivableView } from './views.ts';

/** Which receivables. */
export interface ReceivablesQuery {
  readonly customer?: string;
  readonly company?: string;
  /** By booking day; today when absent. */
  readonly asOf?: string;
  /** Also those that are settled. */
  readonly settled?: boolean;
}

/** Rows in one answer; an export holds all. */
const rowsMax = 5_000;

/** Rows of the list with the names of their customers: what is shown and what is exported. */
export interface ReceivablesFound {
  readonly asOf: string;
  readonly rows: readonly ReceivableRow[];
  readonly names: CustomerNames;
  readonly books: readonly Books[];
  /** The customer that was asked for. */
  readonly party: string | undefined;
}

/** Reads what is asked for. A day that is past, and settled ones, need everything ever stored; the open ones of today do not. */
export async function findReceivables(world: World, query: ReceivablesQuery): Promise<Result<ReceivablesFound, Refusal>> {
  const customer = query.customer === undefined ? undefined : await findCustomer(world, query.customer);
  if (customer?.ok === false) return customer;
  const asOf = query.asOf ?? today(world);
  const settled = query.settled === true || asOf < today(world);
  const companies = (await companiesOf(world)).filter((company) => query.company === undefined || company === query.company);
  const books: Books[] = [];
  for (const company of companies) books.push(await booksOf(world, { company, party: customer?.value, settled }));
  const rows = books.flatMap((own) => listReceivables(own.book, { asOf, company: own.company, settled: query.settled, totalOf: totalOf(own, asOf) }));
  return ok({ asOf, rows, names: new CustomerNames(world), books, party: customer?.value });
}

/** The list as people and programs see it. */
export async function receivables(world: World, query: ReceivablesQuery): Promise<Result<ReceivablesView, Refusal>> {
  const found = await findReceivables(world, query);
  if (!found.ok) return found;
  const { asOf, rows, names, books } = found.value;
  const taken = await takingIn(world);
  return ok({
    asOf,
    ...(taken === undefined ? {} : { takingIn: taken }),
    rows: await Promise.all(rows.slice(0, rowsMax).map((row) => rowView(row, names))),
    more: rows.length > rowsMax,
    totals: await sumsOf(rows, 'company', names),
    customers: await sumsOf(rows, 'customer', names),
    unapplied: unappliedOf(books, asOf),
  });
}

/** One row as a view. */
export async function rowView(row: ReceivableRow, names: CustomerNames): Promise<ReceivableView> {
  const { claim, company, party, number, contract, currency, issued, due, ageing, disputed } = row;
  const amount = (minor: bigint): string => decimal(minor, currency);
  const sums = {
    total: amount(row.totalMinor),
    received: amount(row.receivedMinor),
    credited: amount(row.creditedMinor),
    adjusted: amount(row.adjustedMinor),
    settled: amount(row.settledMinor),
    open: amount(row.openMinor),
  };
  return { id: claim, company, customer: await names.of(party), invoice: number, contract, currency, issued, due, ...sums, ageing: ageing as ReceivableView['ageing'], disputed };
}

/** Money that had come in by then and was not applied then. */
function unappliedOf(books: readonly Books[], asOf: string): ReceivablesView['unapplied'] {
  const left = books.flatMap((own) => unappliedReceipts(own, asOf).map(({ receipt, leftMinor }) => ({ company: own.company, currency: receipt.currency, minor: leftMinor })));
  return [...Map.groupBy(left, ({ company, currency }) => `${company}\n${currency}`).values()].map((own) => {
    const { company, currency } = own[0] as (typeof left)[number];
    return { company, currency, count: own.length, amount: decimal(total(own.map(({ minor }) => minor)), currency) };
  });
}

import { ok, type Result } from '../../model/result.ts';
import { shiftDay } from '../../model/time.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { customerStatement, type StatementRow } from '../report/ledger/customerStatement.ts';
import { today } from '../table/day.ts';
import { companiesOf } from '../table/record.ts';
import { decimal } from './amounts.ts';
import { booksOf, unappliedReceipts } from './books.ts';
import { findCustomer } from './find.ts';
import { CustomerNames, type NamedCustomer } from './names.ts';
import type { CustomerStatementsView } from './views.ts';

/** Whose statement, over which days. */
export interface StatementQuery {
  readonly customer: string;
  readonly company?: string;
  /** Default: a year before `to`. */
  readonly from?: string;
  /** Default: today. */
  readonly to?: string;
}

/** A statement before it is shown or exported. */
export interface StatementFound {
  readonly company: string;
  readonly customer: NamedCustomer;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly rows: readonly StatementRow[];
}

/** A customer's statements, one per company and currency: every document and payment by its day, and a balance that runs. */
export async function findStatements(world: World, { customer: asked, company, from, to }: StatementQuery): Promise<Result<readonly StatementFound[], Refusal>> {
  const party = await findCustomer(world, asked);
  if (!party.ok) return party;
  const last = to ?? today(world);
  const first = from ?? shiftDay(last, -365);
  const customer = await new CustomerNames(world).of(party.value);
  const found: StatementFound[] = [];
  for (const name of await companiesOf(world)) {
    if (company !== undefined && name !== company) continue;
    const books = await booksOf(world, { company: name, party: party.value, settled: true });
    const onAccount = unappliedReceipts(books, last).filter(({ receipt }) => receipt.party === party.value);
    const currencies = new Set([...[...books.book.claims()].map((claim) => claim.currency), ...onAccount.map(({ receipt }) => receipt.currency)]);
    for (const currency of [...currencies].sort()) {
      const left = onAccount
        .filter(({ receipt }) => receipt.currency === currency)
        .map(({ receipt, leftMinor }) => ({ date: receipt.date, document: receipt.id, amountMinor: leftMinor }));
      found.push({
        company: name,
        customer,
        currency,
        from: first,
        to: last,
        rows: customerStatement(books.book, { company: name, party: party.value, currency, onAccount: left }, first, last),
      });
    }
  }
  return ok(found);
}

/** The statements as people and programs see them. */
export async function statements(world: World, query: StatementQuery): Promise<Result<CustomerStatementsView, Refusal>> {
  const found = await findStatements(world, query);
  if (!found.ok) return found;
  return ok({
    statements: found.value.map(({ rows, ...about }) => ({
      ...about,
      rows: rows.map(({ date, what, document, amountMinor, balanceMinor }) => ({
        date,
        what,
        document,
        amount: decimal(amountMinor, about.currency),
        balance: decimal(balanceMinor, about.currency),
      })),
      balance: decimal(rows.at(-1)?.balanceMinor ?? 0n, about.currency),
    })),
  });
}

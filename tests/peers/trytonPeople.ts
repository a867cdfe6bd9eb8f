import { wireDate } from '../../connectors/tryton/values.ts';
import type { TrytonServer } from './trytonServer.ts';

const decimal = (text: string) => ({ __class__: 'Decimal', decimal: text });

/** Books money received on the seeded bank journal against an open invoice (by its reference), as an accountant does with a bank statement. */
export async function bookReceipt(server: TrytonServer, reference: string, amount: string, description: string): Promise<void> {
  const [journal] = (await server.rpc('account.statement.journal', 'search', [], 0, 1, null)) as [number];
  const found = await server.rpc('account.invoice', 'search_read', [['reference', '=', reference]], 0, 1, null, ['party', 'account', 'invoice_date']);
  const [invoice] = found as [{ id: number; party: number; account: number; invoice_date: object }];
  const line = { number: '1', date: invoice.invoice_date, amount: decimal(amount), party: invoice.party, account: invoice.account, invoice: invoice.id, description };
  const values = {
    name: description,
    journal,
    date: invoice.invoice_date,
    start_balance: decimal('0'),
    end_balance: decimal(amount),
    total_amount: decimal(amount),
    number_of_lines: 1,
  };
  const [statement] = (await server.rpc('account.statement', 'create', [{ ...values, lines: [['create', [line]]] }])) as [number];
  await server.rpc('account.statement', 'validate_statement', [statement]);
  await server.rpc('account.statement', 'post', [statement]);
}

/** Loads countries (ISO 3166-1 code → name) that are not there yet: a fresh Tryton has none, and refuses addresses that name one. */
export async function addCountries(server: TrytonServer, countries: Readonly<Record<string, string>>): Promise<void> {
  const known = (await server.rpc('country.country', 'search_read', [], 0, null, null, ['code'])) as readonly { code: string }[];
  const missing = Object.entries(countries).filter(([code]) => !known.some((row) => row.code === code));
  if (missing.length > 0)
    await server.rpc(
      'country.country',
      'create',
      missing.map(([code, name]) => ({ code, name })),
    );
}

/** Makes a customer as a person does; gives its id. */
export async function addCustomer(server: TrytonServer, name: string): Promise<number> {
  const [id] = (await server.rpc('party.party', 'create', [{ name, addresses: [['create', [{ city: 'Berlin' }]]] }])) as [number];
  return id;
}

/** A posted invoice in Tryton. */
export interface PostedInvoice {
  readonly id: number;
  readonly number: string;
}

/** Makes and posts an invoice as a person does, like those of the seed: dated today, in the company's currency. */
export async function postInvoice(server: TrytonServer, customer: number, amount: string, reference: string): Promise<PostedInvoice> {
  const [like] = (await server.rpc('account.invoice', 'search_read', [['reference', '=', 'CRM-1002']], 0, 1, null, [
    ...['company', 'currency', 'journal', 'account', 'payment_term', 'invoice_date', 'lines.account'],
  ])) as [Record<string, unknown> & { 'lines.': readonly { account: number }[] }];
  const [address] = (await server.rpc('party.address', 'search', [['party', '=', customer]], 0, 1, null)) as [number];
  const { company, currency, journal, account, payment_term, invoice_date } = like;
  const line = { type: 'line', description: reference, quantity: 1, unit_price: decimal(amount), account: like['lines.'][0]?.account, company, currency };
  const values = { type: 'out', reference, party: customer, invoice_address: address, company, currency, journal, account, payment_term, invoice_date };
  const [id] = (await server.rpc('account.invoice', 'create', [{ ...values, lines: [['create', [line]]] }])) as [number];
  await server.rpc('account.invoice', 'post', [id]);
  const [made] = (await server.rpc('account.invoice', 'read', [id], ['number'])) as [{ number: string }];
  return { id, number: made.number };
}

/** Closes the accounting period of a day while something is tried, as an accountant does at month's end, and opens it again. */
export async function whilePeriodIsClosed(server: TrytonServer, day: string, during: () => Promise<void>): Promise<void> {
  const [period] = (await server.rpc(
    'account.period',
    'search',
    [
      ['start_date', '<=', wireDate(day)],
      ['end_date', '>=', wireDate(day)],
    ],
    0,
    1,
    null,
  )) as [number];
  await server.rpc('account.period', 'close', [period]);
  try {
    await during();
  } finally {
    await server.rpc('account.period', 'reopen', [period]);
    const journals = await server.rpc(
      'account.journal.period',
      'search',
      [
        ['period', '=', period],
        ['state', '=', 'close'],
      ],
      0,
      null,
      null,
    );
    await server.rpc('account.journal.period', 'reopen', journals);
  }
}

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

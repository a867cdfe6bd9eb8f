import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Fake, FakeStream } from '../kit/conformance/harness.ts';
import { FakeServer, fakeLogin } from './fakeServer.ts';
import type { Row, Tables } from './fakeTables.ts';
import { Writes } from './fakeWrites.ts';
import { wireDecimal } from './values.ts';

/** The colleague who edits in Tryton itself. */
const colleague = 1;

/** The way of payment that the fake knows. */
const fakePaymentMethod = 'Bank transfer';

/** When the fake's time begins unless it is given a clock. */
const beginning = Date.UTC(2026, 0, 5, 8, 0, 0);

/** A Tryton in memory. */
export interface FakeTryton extends Fake {
  readonly server: FakeServer;
}

/** Makes a small Tryton: the models of parties, customer invoices and the receivable ledger, sessions, guards and faults. `now` is in ms. */
export function fakeTryton(options: { readonly now?: () => number } = {}): FakeTryton {
  const server = new FakeServer(options.now ?? (() => beginning));
  furnish(server.tables);
  const streams: Readonly<Record<string, FakeStream>> = {
    parties: partiesOf(server.tables),
    invoices: documentsOf(server.tables, 'account.invoice', invoice, (n) => ({ reference: `edited ${n}` }), { currency: null }),
    payments: { ...documentsOf(server.tables, 'account.move.line', payment, (n) => ({ description: `edited ${n}` }), { date: 'someday' }), ...ordersOf(server.tables) },
  };
  return {
    server,
    config: { url: 'https://tryton.example.test', database: fakeLogin.database, user: fakeLogin.user, paymentMethod: fakePaymentMethod },
    secrets: { password: fakeLogin.password },
    http: server,
    stream(name) {
      const found = streams[name];
      if (found === undefined) throw new RangeError(`the fake has no stream ${name}`);
      return found;
    },
    calls: () => server.calls,
    effects: () => server.effects,
    logins: () => server.logins,
    inject: (fault, times) => server.inject(fault, times),
  };
}

/** What every Tryton has, numbered from 1 in this order. The company has no party, so that the stream of parties begins empty. */
function furnish(tables: Tables): void {
  tables.transaction(() => {
    tables.insert('res.user', { login: 'anna', name: 'Anna', company: 1 }, colleague);
    tables.insert('res.user', { login: fakeLogin.user, name: 'Syncline', company: 1 }, colleague);
    for (const code of ['en', 'de', 'zh_CN']) tables.insert('ir.lang', { code }, colleague);
    tables.insert('country.country', { code: 'CN', name: 'China' }, colleague);
    tables.insert('country.country', { code: 'DE', name: 'Germany' }, colleague);
    tables.insert('country.subdivision', { name: 'Berlin', country: 2 }, colleague);
    tables.insert('currency.currency', { code: 'EUR' }, colleague);
    tables.insert('company.company', { party: null, currency: 1 }, colleague);
    tables.insert('account.account.type', { receivable: 1 }, colleague);
    tables.insert('account.account', { type: 1 }, colleague);
    tables.insert('account.journal', { name: 'Bank', type: 'statement' }, colleague);
    tables.insert('account.invoice.payment_term', { name: '30 days' }, colleague);
    tables.insert('account.invoice.payment.method', { name: fakePaymentMethod, journal: 1 }, colleague);
  });
}

function partiesOf(tables: Tables): FakeStream {
  const model = 'party.party';
  const next = counter();
  const person = () => new Writes(tables, colleague);
  return {
    // One transaction, one stamp: all of them tie.
    async add(n) {
      const rows = Array.from({ length: n }, () => party(next()));
      return tables.transaction(() => person().create(model, rows)).map(String);
    },
    // A person corrects the mail address: Tryton stamps the part and leaves the party as it was.
    async edit(id) {
      const part = [...tables.of('party.contact_mechanism').values()].find((row) => row['party'] === Number(id));
      tables.transaction(() => person().write('party.contact_mechanism', [Number(part?.['id'])], { value: `edited${next()}@example.test` }));
    },
    async remove(id) {
      tables.transaction(() => person().delete(model, [Number(id)]));
    },
    async poison() {
      tables.transaction(() => tables.insert(model, { name: 5 }, colleague));
    },
    size: async () => tables.of(model).size,
    create: (n) => ({
      externalId: `sl-${n}`,
      fields: { name: `星河电子 ${n} 🚀`, emails: [`li${n}@xinghe.example.test`], phones: ['+86 755 8888 0001'], address: { street: '科技路 1 号', city: '深圳', country: 'CN' } },
    }),
    change: (n) => ({ name: `renamed ${n}`, emails: [`changed${n}@example.test`, `second${n}@example.test`], address: { city: `city ${n}` } }),
    refused: () => ({ externalId: 'sl-bad', fields: { name: 'two\nlines' } }),
    shows,
  };
}

function counter(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

/** An address is written in part and read in full. */
function shows(record: JsonObject, fields: JsonObject): boolean {
  return Object.entries(fields).every(([field, value]) => {
    if (field !== 'address') return JSON.stringify(record[field]) === JSON.stringify(value);
    const stored = record['address'] as JsonObject;
    return Object.entries(value as JsonObject).every(([part, text]) => stored[part] === text);
  });
}

function party(n: number): Row {
  return {
    code: `P${n}`,
    name: `Party ${n}`,
    lang: 2,
    addresses: [['create', [{ street: `Street ${n}`, city: 'Berlin', postal_code: '10115', country: 2, subdivision: 1 }]]],
    contact_mechanisms: [
      [
        'create',
        [
          { type: 'email', value: `p${n}@example.test` },
          { type: 'mobile', value: `+49 30 ${n}` },
        ],
      ],
    ],
    identifiers: [['create', [{ type: null, code: `DE${n}` }]]],
  };
}

/** Streams that are only read: rows with a number of their own, edited in place. */
function documentsOf(tables: Tables, model: string, make: (tables: Tables, n: number) => Row, edited: (n: number) => Row, bad: Row): FakeStream {
  const next = counter();
  const add = (more: Row = {}): number => tables.insert(model, { ...make(tables, next()), ...more }, colleague);
  return {
    add: async (n) => tables.transaction(() => Array.from({ length: n }, () => String(add()))),
    async edit(id) {
      tables.transaction(() => tables.update(model, Number(id), edited(next()), colleague));
    },
    async remove(id) {
      tables.transaction(() => tables.of(model).delete(Number(id)));
    },
    async poison() {
      tables.transaction(() => add(bad));
    },
    size: async () => tables.of(model).size,
  };
}

const day: Json = { __class__: 'date', year: 2026, month: 1, day: 5 };

function invoice(_: Tables, n: number): Row {
  const amount = wireDecimal(`${n}.10`);
  return {
    ...{ number: `2026-${n}`, reference: `R${n}`, state: 'posted', invoice_date: day, party: 1, company: 1, account: 1, currency: 1, payment_term: 1 },
    ...{ untaxed_amount: amount, tax_amount: wireDecimal('0'), total_amount: amount, amount_to_pay: amount },
  };
}

function payment(tables: Tables, n: number): Row {
  const move = tables.insert('account.move', { number: String(n), state: 'posted', journal: 1 }, colleague);
  return { ...{ date: day, credit: wireDecimal(`${n}.50`), debit: wireDecimal('0'), move, account: 1, party: 1, currency: 1, company: 1 } };
}

/** Payments to book, each on an open invoice of its own: every second pays it whole. */
function ordersOf(tables: Tables): Pick<FakeStream, 'create' | 'refused' | 'shows'> {
  const invoices = new Map<number, number>();
  const invoiceOf = (n: number): number => {
    const known = invoices.get(n) ?? tables.transaction(() => tables.insert('account.invoice', invoice(tables, n + 10), colleague));
    invoices.set(n, known);
    return known;
  };
  const order = (n: number, amount: string) => ({
    externalId: `SL-${n}`,
    fields: { invoice: String(invoiceOf(n)), amount, currency: 'EUR', date: '2026-01-05', description: `SL-${n}` },
  });
  return {
    create: (n) => order(n, n % 2 === 0 ? '4.05' : `${n + 10}.10`),
    refused: () => order(99, '1000000.00'),
    shows: (record, { invoice: paid, ...fields }) =>
      JSON.stringify(record['invoices']) === JSON.stringify([paid]) && Object.entries(fields).every(([field, value]) => record[field] === value),
  };
}

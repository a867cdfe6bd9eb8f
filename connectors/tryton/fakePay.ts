import { isObject, type Json, type JsonObject } from '../../core/model/json.ts';
import { UnknownName } from './fakeQuery.ts';
import type { Row, Tables } from './fakeTables.ts';
import { Refusal } from './fakeWrites.ts';
import { decimalFrom, wireDecimal } from './values.ts';

/** Sessions of the fake's only dialog, as Tryton keeps them: opened, run through, closed. */
export class PayDialogs {
  readonly #tables: Tables;
  readonly #open = new Set<number>();
  #last = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Opens a session; nothing else happens. */
  create(): Json {
    this.#last += 1;
    this.#open.add(this.#last);
    return [this.#last, 'start', 'end'];
  }

  /** Closes a session. */
  delete(id: number): Json {
    this.#open.delete(id);
    return null;
  }

  /** The state `pay`: books the entry and takes it off the invoice, all or nothing. */
  execute(id: number, data: JsonObject, state: string, invoice: number, uid: number): Json {
    if (!this.#open.has(id)) throw new UnknownName(String(id));
    if (state !== 'pay') throw new UnknownName(state);
    const start = data['start'];
    const row = this.#tables.of('account.invoice').get(invoice);
    if (!isObject(start) || row === undefined) throw new Refusal('UserError', 'You are trying to read records of "account.invoice" that don\'t exist anymore.');
    const open = cents(row['amount_to_pay']);
    const amount = cents(start['amount']);
    if (row['state'] === 'paid') throw new Refusal('UserError', `You cannot add lines to the paid invoice "${invoice}".`);
    if (amount > open) throw new Refusal('UserError', `On invoice "${invoice}" you cannot pay more than the amount to pay.`);
    this.#book(row, start, open - amount, uid);
    return {};
  }

  #book(invoice: Row, start: JsonObject, leftCents: bigint, uid: number): void {
    const journal = this.#tables.of('account.invoice.payment.method').get(Number(start['payment_method']))?.['journal'] ?? null;
    const number = String(this.#tables.of('account.move').size + 1);
    const move = this.#tables.insert('account.move', { number, state: 'posted', journal, description: start['description'] ?? null }, uid);
    const reconciliation = leftCents === 0n ? this.#tables.insert('account.move.reconciliation', { date: start['date'] ?? null }, uid) : null;
    const { id, party, company, account } = invoice as { id: number } & Row;
    const line = this.#tables.insert(
      'account.move.line',
      {
        ...{ date: start['date'] ?? null, credit: start['amount'] ?? null, debit: wireDecimal('0'), move, reconciliation },
        ...{ account: account ?? null, party: party ?? null, company: company ?? null, currency: invoice['currency'] ?? null, invoice_payments: [id] },
      },
      uid,
    );
    const paid: Row = leftCents === 0n ? { state: 'paid' } : {};
    const lines = [...(invoice['payment_lines'] as number[]), line];
    this.#tables.update('account.invoice', id, { ...paid, amount_to_pay: wireDecimal(text(leftCents)), payment_lines: lines }, uid);
  }
}

/** The fake knows currencies of two digits only. */
function cents(value: Json | undefined): bigint {
  const [whole = '0', part = ''] = (decimalFrom(value) ?? '0').split('.');
  return BigInt(`${whole}${part.padEnd(2, '0')}`);
}

function text(value: bigint): string {
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

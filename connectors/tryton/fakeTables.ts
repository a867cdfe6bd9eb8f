import { isObject, type Json } from '../../core/model/json.ts';
import { type Stamp, wireDateTime } from './values.ts';

/** A stored row of the fake. */
export type Row = Record<string, Json>;

/** How a field leads to rows of another model: one (an id), many (their `inverse` names this row) or links (a list of ids). */
export type Relation = { readonly to: string; readonly by: 'one' | 'links' } | { readonly to: string; readonly by: 'many'; readonly inverse: string };

const one = (to: string): Relation => ({ to, by: 'one' });
const links = (to: string): Relation => ({ to, by: 'links' });
const many = (to: string, inverse: string): Relation => ({ to, by: 'many', inverse });

const stamped = { write_uid: one('res.user'), create_uid: one('res.user') };

/** The part of Tryton's schema that the connector uses. */
export const relations: Readonly<Record<string, Readonly<Record<string, Relation>>>> = {
  'res.user': { company: one('company.company') },
  'ir.lang': {},
  'country.country': {},
  'country.subdivision': { country: one('country.country') },
  'currency.currency': {},
  'company.company': { party: one('party.party'), currency: one('currency.currency') },
  'party.category': {},
  'party.party': {
    ...stamped,
    lang: one('ir.lang'),
    categories: links('party.category'),
    addresses: many('party.address', 'party'),
    contact_mechanisms: many('party.contact_mechanism', 'party'),
    identifiers: many('party.identifier', 'party'),
  },
  'party.address': { ...stamped, party: one('party.party'), country: one('country.country'), subdivision: one('country.subdivision') },
  'party.contact_mechanism': { ...stamped, party: one('party.party') },
  'party.identifier': { ...stamped, party: one('party.party') },
  'account.account.type': {},
  'account.account': { type: one('account.account.type') },
  'account.journal': {},
  'account.move': { ...stamped, journal: one('account.journal') },
  'account.move.reconciliation': stamped,
  'account.move.line': {
    ...stamped,
    move: one('account.move'),
    account: one('account.account'),
    party: one('party.party'),
    currency: one('currency.currency'),
    company: one('company.company'),
    reconciliation: one('account.move.reconciliation'),
    invoice_payments: links('account.invoice'),
  },
  'account.invoice.payment_term': {},
  'account.invoice.payment.method': { journal: one('account.journal') },
  'account.invoice.line': { ...stamped, invoice: one('account.invoice') },
  'account.invoice': {
    ...stamped,
    party: one('party.party'),
    company: one('company.company'),
    account: one('account.account'),
    currency: one('currency.currency'),
    payment_term: one('account.invoice.payment_term'),
    lines: many('account.invoice.line', 'invoice'),
    lines_to_pay: links('account.move.line'),
    payment_lines: links('account.move.line'),
  },
};

/** Scalar fields by model, with what a new row has; other names are unknown to the fake, as they would be to Tryton. */
export const defaults: Readonly<Record<string, Row>> = {
  'res.user': { name: null, login: null, company: null },
  'ir.lang': { code: null },
  'country.country': { code: null, name: null },
  'country.subdivision': { name: null, country: null },
  'currency.currency': { code: null },
  'company.company': { party: null, currency: null },
  'party.category': { name: null },
  'party.party': { code: null, name: null, active: 1, lang: null, tax_identifier: null, categories: [] },
  'party.address': { party: null, street: null, city: null, postal_code: null, country: null, subdivision: null, sequence: null, active: 1 },
  'party.contact_mechanism': { party: null, type: 'other', value: null, sequence: null, active: 1 },
  'party.identifier': { party: null, type: null, code: null, sequence: null },
  'account.account.type': { receivable: 0 },
  'account.account': { type: null },
  'account.journal': { name: null, type: 'general' },
  'account.move': { number: null, description: null, state: 'draft', journal: null },
  'account.move.reconciliation': { date: null },
  'account.move.line': {
    ...{ date: null, credit: null, debit: null, description: null, maturity_date: null },
    ...{ move: null, account: null, party: null, currency: null, company: null, reconciliation: null, invoice_payments: [] },
  },
  'account.invoice.payment_term': { name: null },
  'account.invoice.payment.method': { name: null, journal: null },
  'account.invoice.line': { invoice: null, type: 'line', description: null, sequence: null },
  'account.invoice': {
    ...{ type: 'out', number: null, reference: null, description: null, comment: null, state: 'draft', invoice_date: null },
    ...{ untaxed_amount: null, tax_amount: null, total_amount: null, amount_to_pay: null },
    ...{ party: null, company: null, account: null, currency: null, payment_term: null, lines_to_pay: [], payment_lines: [] },
  },
};

/** Between two transactions of the fake: over a second, so that Tryton's whole-second guard can tell them apart. */
const transactionMicros = 1_300_000;

/** The fake's rows by model and id, with a clock that only transactions move. */
export class Tables {
  #rows = new Map<string, Map<number, Row>>();
  readonly #lastIds = new Map<string, number>();
  #now: Stamp;

  constructor(beginsAt: Stamp) {
    this.#now = beginsAt;
  }

  of(model: string): Map<number, Row> {
    const known = this.#rows.get(model);
    if (known !== undefined) return known;
    const rows = new Map<number, Row>();
    this.#rows.set(model, rows);
    return rows;
  }

  get now(): Stamp {
    return this.#now;
  }

  /** Runs a transaction: all of it has one stamp, and nothing of it stays when it throws. */
  transaction<T>(run: () => T): T {
    const before = structuredClone(this.#rows);
    this.#now += transactionMicros;
    try {
      return run();
    } catch (error) {
      this.#rows = before;
      throw error;
    }
  }

  /** Adds a row, stamped as created by `uid`. Ids only grow, also after a rollback. */
  insert(model: string, values: Row, uid: number): number {
    const id = (this.#lastIds.get(model) ?? 0) + 1;
    this.#lastIds.set(model, id);
    this.of(model).set(id, { ...defaults[model], ...values, id, create_date: wireDateTime(this.#now), create_uid: uid, write_date: null, write_uid: null });
    return id;
  }

  /** Changes a row and stamps it; false when there is none. */
  update(model: string, id: number, values: Row, uid: number): boolean {
    const row = this.of(model).get(id);
    if (row === undefined) return false;
    Object.assign(row, values, { write_date: wireDateTime(this.#now), write_uid: uid });
    return true;
  }
}

/** True when a field is a flag that hides rows from searches. */
export function isHidden(row: Row): boolean {
  return row['active'] === 0 || row['active'] === false;
}

/** A value that can be ordered: stamps and amounts by number, the rest as it is. */
export function comparable(value: Json | undefined): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) return typeof value === 'object' ? null : value;
  if (value['__class__'] === 'Decimal') return Number(value['decimal']);
  const part = (key: string) => Number(value[key] ?? 0);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) * 1_000 + part('microsecond');
}

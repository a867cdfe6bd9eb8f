import { describe, expect, test } from 'vitest';
import type { WriteOp, WriteOutcome } from '../../core/ports/connector.ts';
import { type FakeTryton, fakeTryton } from './fake.ts';
import { payments, paymentsTaken } from './read.ts';
import type { Context } from './rpc.ts';
import type { Payment } from './schema.ts';
import { testContext } from './testContext.ts';

async function push(ctx: Context, ...ops: WriteOp[]): Promise<readonly WriteOutcome<Payment>[]> {
  return (await paymentsTaken.write?.push(ctx, ops)) ?? [];
}

/** An order to pay an invoice of 1.10 that is open in the fake. */
async function order(fake: FakeTryton, fields: Partial<Record<string, string>> = {}): Promise<WriteOp> {
  const [invoice = ''] = await fake.stream('invoices').add(1);
  return { key: 'k', externalId: `SL-${invoice}`, action: 'create', fields: { invoice, amount: '1.10', currency: 'EUR', date: '2026-01-05', ...fields } as WriteOp['fields'] };
}

const invoiceRow = (fake: FakeTryton, op: WriteOp) => fake.server.tables.of('account.invoice').get(Number(op.fields['invoice']));
const entries = (fake: FakeTryton): number => fake.server.tables.of('account.move.line').size;

describe('booking payments', () => {
  test('a part payment leaves the invoice open, the rest of it makes it paid', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const first = await order(fake, { amount: '0.40' });
    expect(await push(ctx, first)).toMatchObject([{ state: 'applied', record: { amount: '0.40', reconciled: false, description: first.externalId } }]);
    expect(invoiceRow(fake, first)).toMatchObject({ state: 'posted', amount_to_pay: { decimal: '0.70' } });
    expect(await push(ctx, { ...first, externalId: 'SL-rest', fields: { ...first.fields, amount: '0.70' } })).toMatchObject([{ state: 'applied', record: { reconciled: true } }]);
    expect(invoiceRow(fake, first)).toMatchObject({ state: 'paid' });
  });

  test('the same payment again, also after its answer was lost, is found and not booked', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const op = await order(fake);
    await paymentsTaken.count?.(ctx);
    fake.inject('lost-answer', 1);
    expect(await push(ctx, op)).toMatchObject([{ state: 'unsure' }]);
    expect(await push(ctx, op)).toMatchObject([{ state: 'unchanged' }]);
    expect([entries(fake), fake.effects()]).toEqual([1, 1]);
  });

  test.each([
    ['more than is open', { amount: '1.11' }, 'payment.open'],
    ['another currency', { currency: 'USD' }, 'payment.currency'],
    ['an amount that is none', { amount: '-1.10' }, 'field'],
    ['a day that is none', { date: 'tomorrow' }, 'field'],
    ['an invoice that is not there', { invoice: '4711' }, 'payment.missing'],
  ])('%s is refused with its reason before anything is booked', async (_, fields, code) => {
    const fake = fakeTryton();
    const [outcome] = await push(testContext(fake), await order(fake, fields));
    expect(outcome).toMatchObject({ state: 'rejected', fault: { kind: 'invalid', code } });
    expect(entries(fake)).toBe(0);
  });

  test('a draft, and an invoice that is paid already, are refused', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const op = await order(fake);
    fake.server.tables.transaction(() => fake.server.tables.update('account.invoice', Number(op.fields['invoice']), { state: 'draft' }, 1));
    expect(await push(ctx, op)).toMatchObject([{ state: 'rejected', fault: { code: 'payment.state' } }]);
  });

  test('what Tryton itself refuses, because somebody paid after our look, is refused and leaves nothing', async () => {
    const fake = fakeTryton();
    const op = await order(fake);
    const http = {
      request: (request: Parameters<FakeTryton['server']['request']>[0]) => {
        if (String(request.body).includes('wizard.account.invoice.pay.execute')) {
          const row = invoiceRow(fake, op);
          if (row !== undefined) row['amount_to_pay'] = { __class__: 'Decimal', decimal: '0.50' };
        }
        return fake.server.request(request);
      },
    };
    expect(await push(testContext(fake, { http }), op)).toMatchObject([{ state: 'rejected', fault: { kind: 'invalid' } }]);
    expect(entries(fake)).toBe(0);
  });

  test('a payment method whose journal the stream of payments does not read is no way to pay', async () => {
    const fake = fakeTryton();
    fake.server.tables.transaction(() => fake.server.tables.update('account.journal', 1, { type: 'general' }, 1));
    expect(await push(testContext(fake), await order(fake))).toMatchObject([{ state: 'rejected', fault: { field: 'paymentMethod' } }]);
    expect(entries(fake)).toBe(0);
  });

  test('an entry that somebody else has reconciled is ours, but its record is left to the next reading', async () => {
    const fake = fakeTryton();
    const ctx = testContext(fake);
    const op = await order(fake);
    await push(ctx, op);
    fake.server.tables.transaction(() => fake.server.tables.update('account.move.line', 1, { description: 'by Anna' }, 1));
    const [again] = await push(ctx, op);
    expect(again).toEqual({ state: 'unchanged', id: '1' });
  });

  test('without a payment method nothing can be booked', () => {
    expect([payments.write, paymentsTaken.write?.actions]).toEqual([undefined, ['create']]);
  });
});

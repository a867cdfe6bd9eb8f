import * as z from 'zod';
import { type Json, type JsonObject, own } from '../../core/model/json.ts';
import { type Fault, FaultError, type WriteOp, type WriteOutcome, type Writer } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { rowsById } from './changes.ts';
import { invoiceSource } from './invoice.ts';
import { paymentMethodId } from './lookups.ts';
import { hasForeignEdit } from './meta.ts';
import { type Failure, failed, isGeneral, refused } from './outcome.ts';
import { partsOf, paymentSource } from './payment.ts';
import { type Context, callWizard, searchRead, session } from './rpc.ts';
import { type Payment, paymentSchema, type TrytonConfig } from './schema.ts';
import { decimalFrom, idOf, rowOf, textAt, wireDate, wireDecimal } from './values.ts';

/** Payments per push: five calls each, one after the other, well below a minute. */
const batch = 20;

/** What a payment is booked from. `description` is written as our name for it: see {@link markOf}. */
const orderSchema = z.strictObject({
  /** Id in the stream `invoices`. */
  invoice: paymentSchema.shape.id,
  amount: z.string().regex(/^\d{1,15}(\.\d{1,6})?$/),
  currency: paymentSchema.shape.currency,
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  description: z.string().optional(),
});

type Order = z.infer<typeof orderSchema>;

/**
 * The write side of `payments`: an open customer invoice is paid as Tryton's own dialog does it. One call has the effect, and
 * it is one transaction: entry, posting and reconciliation are there together or not at all.
 */
export const paymentWriter: Writer<Payment, TrytonConfig> = {
  actions: ['create'],
  repeatable: 'external-id',
  guard: 'read-compare',
  batch,
  find: async (ctx, ops) => {
    const found = await marked(ctx, ops.map(markOf));
    return ops.map((op) => found.filter((row) => rowOf(row, 'move')?.['description'] === markOf(op)).flatMap((row) => recordOf(row, ctx) ?? []));
  },
  push,
};

/** Our name for a payment, kept in the description of its entry: found again whatever happened to the answer. */
function markOf(op: WriteOp): string {
  return op.externalId ?? op.key;
}

/** One after the other: each changes what is open. Throws only while nothing can have been booked. */
async function push(ctx: Context, ops: readonly WriteOp[]): Promise<readonly WriteOutcome<Payment>[]> {
  const outcomes: WriteOutcome<Payment>[] = [];
  let stopped: Failure | undefined;
  for (const op of ops) {
    const outcome = stopped ?? (await payOne(ctx, op));
    if (outcome.state === 'rejected' && isGeneral(outcome.fault)) {
      if (outcomes.every((o) => o.state === 'rejected')) throw new FaultError(outcome.fault);
      stopped = outcome;
    }
    outcomes.push(outcome);
  }
  return outcomes;
}

async function payOne(ctx: Context, op: WriteOp): Promise<WriteOutcome<Payment>> {
  let request: () => Promise<Json>;
  try {
    const order = orderOf(op.fields);
    const [known] = await marked(ctx, [markOf(op)]);
    if (known !== undefined) return outcomeOf('unchanged', known, await isOursAlone(ctx, known), ctx);
    request = await prepared(ctx, order, markOf(op));
  } catch (error) {
    return refused(error);
  }
  try {
    await request();
  } catch (error) {
    return failed(error);
  }
  try {
    const [made] = await marked(ctx, [markOf(op)]);
    if (made === undefined) throw new FaultError(unseen);
    return outcomeOf('applied', made, await isOursAlone(ctx, made), ctx);
  } catch {
    return { state: 'unsure', fault: unseen }; // booked, but its id is not known: looking will find it
  }
}

const unseen = fault('transient', 'payment.unseen', 'The payment was booked but could not be read back yet.', '收款已登记，但暂时无法读回。');

/** Looks at the invoice, opens the dialog, and gives the one call that books. */
async function prepared(ctx: Context, order: Order, mark: string): Promise<() => Promise<Json>> {
  const [invoice] = await rowsById(ctx, { ...invoiceSource, fields: invoiceFields }, [order.invoice]);
  const open = whatIsOpen(invoice, order);
  const method = await paymentMethodId(ctx, ctx.config.paymentMethod ?? '');
  const id = idOf(open);
  const place = { active_model: 'account.invoice', active_id: id, active_ids: [id] };
  const start = {
    ...{ amount: wireDecimal(order.amount), currency: own(open, 'currency') ?? null, company: own(open, 'company') ?? null },
    ...{ payment_method: method, date: wireDate(order.date), description: mark, invoice_account: own(open, 'account') ?? null },
  };
  // Without `ask`, an amount below what is open would wait in the dialog for a person; `partial` also refuses what is above it.
  return () => callWizard(ctx, 'account.invoice.pay', 'pay', { start, ask: { type: 'partial' } }, place);
}

const invoiceFields: readonly string[] = ['state', 'account', 'company', 'currency', 'amount_to_pay', 'currency.code', 'company.currency.code'];

/** The invoice, when so much of it is open in this currency; throws a {@link FaultError} that says what is in the way. */
function whatIsOpen(invoice: JsonObject | undefined, order: Order): JsonObject {
  const reason = whyNot(invoice, order);
  if (reason !== undefined || invoice === undefined) throw new FaultError(reason ?? unseen);
  return invoice;
}

function whyNot(invoice: JsonObject | undefined, { amount, currency }: Order): Fault | undefined {
  if (invoice === undefined) return fault('invalid', 'payment.missing', 'The invoice is not in Tryton any more.', 'Tryton 中已没有该发票。', { field: 'invoice' });
  const state = String(own(invoice, 'state'));
  if (state !== 'posted') {
    const en = `The invoice is ${state} in Tryton; only a posted one can be paid.`;
    return fault('invalid', 'payment.state', en, `该发票在 Tryton 中的状态为 ${state}，只有已过账的发票可以收款。`, { field: 'invoice' });
  }
  const written = textAt(invoice, 'currency', 'code');
  if (written !== currency) {
    const en = `The invoice is in ${written}, the payment in ${currency}.`;
    return fault('invalid', 'payment.currency', en, `发票币种为 ${written}，收款币种为 ${currency}。`, { field: 'currency' });
  }
  const books = textAt(rowOf(invoice, 'company') ?? {}, 'currency', 'code');
  if (books !== currency) {
    const en = `The books are kept in ${books}; payments in ${currency} are booked by a person.`;
    return fault('invalid', 'payment.foreign', en, `账簿本位币为 ${books}，${currency} 收款须由人工登记。`, { field: 'currency' });
  }
  const open = decimalFrom(own(invoice, 'amount_to_pay'));
  if (typeof open === 'string' && !isMore(amount, open)) return undefined;
  const en = `Only ${open} ${currency} of the invoice is open in Tryton, ${amount} was to be paid.`;
  return fault('invalid', 'payment.open', en, `该发票在 Tryton 中仅剩 ${open} ${currency} 未收，待登记金额为 ${amount}。`, { field: 'amount' });
}

/** Compares two decimals of few digits without a float. */
function isMore(a: string, b: string): boolean {
  const scaled = (text: string): bigint => {
    const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    return BigInt(`${sign}${whole}${part.slice(0, 9).padEnd(9, '0')}`);
  };
  return scaled(a) > scaled(b);
}

function orderOf(fields: JsonObject): Order {
  const parsed = orderSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0]);
  throw new FaultError(fault('invalid', 'field', `A payment's ${field} cannot be written like this.`, `收款的 ${field} 不能这样写入。`, { field }));
}

/** Payments that carry one of these names of ours, in whatever journal they stand now. */
function marked(ctx: Context, marks: readonly string[]): Promise<readonly JsonObject[]> {
  const domain: Json[] = [
    ['account.type.receivable', '=', true],
    ['credit', '>', wireDecimal('0')],
    ['move.description', 'in', [...marks]],
  ];
  return searchRead(ctx, paymentSource.model, { domain, fields: paymentSource.fields, limit: foundRowsMax });
}

/** Most entries that one look may bring; a name of ours stands in one. */
const foundRowsMax = 200;

/** False when somebody else has stamped the entry or its reconciliation: the record would show their work as ours. */
async function isOursAlone(ctx: Context, row: JsonObject): Promise<boolean> {
  const { uid } = await session(ctx);
  const { move = [], reconciliation = [] } = partsOf(row);
  return !hasForeignEdit([row, ...move, ...reconciliation], uid, 0);
}

function outcomeOf(state: 'applied' | 'unchanged', row: JsonObject, alone: boolean, ctx: Context): WriteOutcome<Payment> {
  const record = alone ? recordOf(row, ctx) : undefined;
  return { state, id: String(idOf(row)), ...(record === undefined ? {} : { record, revision: record.meta.revision }) };
}

function recordOf(row: JsonObject, ctx: Context): Payment | undefined {
  const read = paymentSource.toRecord(row, ctx);
  return read.ok ? read.record : undefined;
}

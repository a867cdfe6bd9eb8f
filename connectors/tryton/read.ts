import type { JsonObject } from '../../core/model/json.ts';
import { hourMs } from '../../core/model/time.ts';
import { FaultError, type Stream } from '../../core/ports/connector.ts';
import { defineStream } from '../kit/define.ts';
import { changes, count, ids, lookbackMs, rowsById, type Source } from './changes.ts';
import { invoiceSource } from './invoice.ts';
import { partySource } from './party.ts';
import { paymentWriter } from './pay.ts';
import { paymentSource } from './payment.ts';
import type { Context } from './rpc.ts';
import { type Cursor, cursorSchema, type Invoice, invoiceSchema, type Party, type Payment, partySchema, paymentSchema, type TrytonConfig } from './schema.ts';
import { partyWriter } from './write.ts';

/** What a delete leaves behind in Tryton: nothing. So ids are compared this often. */
const sweepEveryMs = hourMs;
/** Tryton answers when it is done; a proxy may hold a request as long as its own time-out. */
const maxInFlightMs = 120_000;

function streamOf<R extends { readonly id: string; readonly meta: { revision: string; modifiedAt: number; changedBy: string | null } }>(
  own: Pick<Stream<R, Cursor, TrytonConfig>, 'name' | 'record' | 'money' | 'write' | 'externalId'>,
  source: Source<R>,
): Stream<R, Cursor, TrytonConfig> {
  return defineStream<R, Cursor, TrytonConfig>({
    ...own,
    cursor: cursorSchema,
    key: (record) => record.id,
    revision: (record) => record.meta.revision,
    modifiedAt: (record) => record.meta.modifiedAt,
    changedBy: (record) => record.meta.changedBy ?? undefined,
    volatile: ['meta'],
    progress: { by: 'watermark', field: 'write_date', bound: 'inclusive', precisionMs: 1, lookbackMs, order: 'none' },
    deletes: { by: 'sweep', everyMs: sweepEveryMs },
    traits: { revision: 'opaque', returnsBody: own.write !== undefined, maxInFlightMs, searchLagMs: 0 },
    read: (ctx, from) => changes(ctx, source, from),
    fetch: async (ctx, wanted) => (await rowsById(ctx, source, wanted)).map((row) => recordOf(source, row, ctx)),
    ids: (ctx) => ids(ctx, source),
    count: (ctx) => count(ctx, source),
  });
}

/** A row that does not fit is a fault, never left out: what `fetch` leaves out does not exist. */
function recordOf<R>(source: Source<R>, row: JsonObject, ctx: Context): R {
  const read = source.toRecord(row, ctx);
  if (!read.ok) throw new FaultError(read.rejected.fault);
  return read.record;
}

/** Customers and suppliers. A party that we made has our name for it as its code; one that a search by tax number or name shows besides is somebody else's. */
export const parties = streamOf<Party>({ name: 'parties', record: partySchema, write: partyWriter, externalId: ({ code }) => code ?? undefined }, partySource);

/** Customer invoices and credit notes. */
export const invoices = streamOf<Invoice>({ name: 'invoices', record: invoiceSchema, money: ['untaxed', 'tax', 'total', 'open'] }, invoiceSource);

const payment = { name: 'payments', record: paymentSchema, money: ['amount'] } as const;

/** Money received from customers. */
export const payments = streamOf<Payment>(payment, paymentSource);

/** The same, where payments may be booked too: one of ours has our name as the description of its entry. */
export const paymentsTaken = streamOf<Payment>({ ...payment, write: paymentWriter, externalId: ({ description }) => description ?? undefined }, paymentSource);
